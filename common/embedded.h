#ifndef BROADSHEET_COMMON_EMBEDDED_H_
#define BROADSHEET_COMMON_EMBEDDED_H_

#include <string_view>

namespace broadsheet {

// A file that the build compiled into the binary (cmake/Embed.cmake). Lives as
// long as the program.
struct EmbeddedFile {
  std::string_view name;    // Without its folder: "site.css"
  std::string_view digest;  // SHA-256, 64 hex digits.
  std::string_view content;
};

}  // namespace broadsheet

#endif  // BROADSHEET_COMMON_EMBEDDED_H_
