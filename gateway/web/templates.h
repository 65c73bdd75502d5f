#ifndef BROADSHEET_GATEWAY_WEB_TEMPLATES_H_
#define BROADSHEET_GATEWAY_WEB_TEMPLATES_H_

#include <memory>
#include <span>
#include <string>

#include "absl/status/statusor.h"
#include "gateway/web/embedded.h"

namespace ctemplate {
class TemplateCache;
class TemplateDictionary;
}  // namespace ctemplate

namespace broadsheet::gateway {

// The page templates. ctemplate escapes nothing in a template that lacks the
// AUTOESCAPE pragma, so this loader, the only one, refuses such a template.
// Immutable and thread-safe once loaded.
class Templates {
 public:
  // INTERNAL, naming the template, when one does not begin with
  // {{%AUTOESCAPE context="HTML"}}, switches escaping off for a value
  // (":none"), or does not parse. Only comment_html.tpl may, for its one
  // value: sanitised Markdown.
  static absl::StatusOr<Templates> Load(std::span<const EmbeddedFile> files);

  Templates(Templates&&) noexcept;
  Templates& operator=(Templates&&) noexcept;
  ~Templates();

  // Fills the template `name` ("frame.tpl"). INTERNAL when it is unknown.
  absl::StatusOr<std::string> Render(
      const std::string& name,
      const ctemplate::TemplateDictionary& values) const;

 private:
  Templates();

  std::unique_ptr<ctemplate::TemplateCache> cache_;
};

}  // namespace broadsheet::gateway

#endif  // BROADSHEET_GATEWAY_WEB_TEMPLATES_H_
