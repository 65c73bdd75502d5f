#ifndef BROADSHEET_DIGEST_TEMPLATES_H_
#define BROADSHEET_DIGEST_TEMPLATES_H_

#include <memory>
#include <span>
#include <string>

#include "absl/status/statusor.h"
#include "common/embedded.h"

namespace ctemplate {
class TemplateCache;
class TemplateDictionary;
}  // namespace ctemplate

namespace broadsheet::digest {

// The files of templates/, compiled in.
std::span<const EmbeddedFile> MailTemplates();

// The HTML of mails. The one loader of this house: it refuses a template that
// ctemplate would not escape. Immutable and thread-safe once loaded.
class Templates {
 public:
  // INTERNAL, naming the template, when one lacks the AUTOESCAPE pragma of
  // HTML, switches escaping off, or does not parse.
  static absl::StatusOr<std::unique_ptr<Templates>> Load(
      std::span<const EmbeddedFile> files);
  ~Templates();

  absl::StatusOr<std::string> Render(
      const std::string& name,
      const ctemplate::TemplateDictionary& values) const;

 private:
  Templates();

  std::unique_ptr<ctemplate::TemplateCache> cache_;
};

}  // namespace broadsheet::digest

#endif  // BROADSHEET_DIGEST_TEMPLATES_H_
