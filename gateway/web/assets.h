#ifndef BROADSHEET_GATEWAY_WEB_ASSETS_H_
#define BROADSHEET_GATEWAY_WEB_ASSETS_H_

#include <span>
#include <string>
#include <string_view>

#include "gateway/web/embedded.h"

namespace broadsheet::gateway {

// The style sheet, the script and the icon. A URL contains the digest of what
// it names, so that browsers may keep the answer for ever. Immutable.
class Assets {
 public:
  explicit Assets(std::span<const EmbeddedFile> files) : files_(files) {}

  // "/static/site.0123456789abcdef.css" for "site.css"; empty when unknown.
  std::string Url(std::string_view name) const;
  // The file that `path_name` ("site.0123456789abcdef.css") names; null when
  // there is none or the digest is another version's.
  const EmbeddedFile* FindVersioned(std::string_view path_name) const;
  // The current version of "favicon.svg"; null when there is none.
  const EmbeddedFile* Find(std::string_view name) const;

  // "text/css; charset=utf-8" for "site.css".
  static std::string ContentType(std::string_view name);

 private:
  std::span<const EmbeddedFile> files_;
};

}  // namespace broadsheet::gateway

#endif  // BROADSHEET_GATEWAY_WEB_ASSETS_H_
