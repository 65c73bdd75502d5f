#ifndef BROADSHEET_GATEWAY_WEB_MATH_ASSETS_H_
#define BROADSHEET_GATEWAY_WEB_MATH_ASSETS_H_

#include <map>
#include <string>
#include <string_view>

namespace broadsheet::gateway {

// The files of KaTeX, which typesets formulas in the browser, as the
// distribution's package (libjs-katex) has them: its script, its style sheet
// and its WOFF2 fonts, read once at start. Addresses contain a digest of all of
// them, so that browsers may keep the answers for ever. Immutable.
class MathAssets {
 public:
  struct File {
    std::string content;
    // The same packed; empty for fonts, which are packed already.
    std::string gzip;
  };

  MathAssets() = default;
  // Without the package (or with files above 2 MB) there is nothing: formulas
  // then stay as they were written.
  static MathAssets Load(const std::string& folder);

  bool empty() const { return files_.empty(); }
  // "/static/katex/0123456789abcdef/katex.min.js"; empty when there is nothing.
  std::string Url(std::string_view name) const;
  // Null for another digest or an unknown name.
  const File* Find(std::string_view digest, std::string_view name) const;
  static std::string ContentType(std::string_view name);

 private:
  std::map<std::string, File, std::less<>> files_;
  std::string digest_;
};

}  // namespace broadsheet::gateway

#endif  // BROADSHEET_GATEWAY_WEB_MATH_ASSETS_H_
