#ifndef BROADSHEET_GATEWAY_WEB_EMBEDDED_H_
#define BROADSHEET_GATEWAY_WEB_EMBEDDED_H_

#include <span>
#include <string_view>

namespace broadsheet::gateway {

// A file of this folder that the build compiled into the binary.
struct EmbeddedFile {
  std::string_view name;    // "site.css"
  std::string_view digest;  // 16 hex digits of its SHA-256.
  std::string_view content;
};

// The files of templates/ and of static/. They live as long as the program.
std::span<const EmbeddedFile> EmbeddedTemplates();
std::span<const EmbeddedFile> EmbeddedAssets();

}  // namespace broadsheet::gateway

#endif  // BROADSHEET_GATEWAY_WEB_EMBEDDED_H_
