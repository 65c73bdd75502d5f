#include "digest/plain_text.h"

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/errors.h"

namespace broadsheet::digest {
namespace {

constexpr size_t kWidth = 72;

// Letters, as far as UTF-8 tells.
size_t Letters(absl::string_view word) {
  size_t letters = 0;
  for (char c : word) letters += (static_cast<unsigned char>(c) & 0xc0) != 0x80;
  return letters;
}

}  // namespace

void PlainText::Paragraph(std::string_view text) {
  size_t width = 0;
  for (absl::string_view word : absl::StrSplit(
           AsAbsl(text), absl::ByAnyChar(" \n\t\r"), absl::SkipEmpty())) {
    const size_t letters = Letters(word);
    if (width > 0 && width + 1 + letters > kWidth) {
      text_ += "\n";
      width = 0;
    }
    absl::StrAppend(&text_, width > 0 ? " " : "", word);
    width += letters + (width > 0 ? 1 : 0);
  }
  if (width > 0) text_ += "\n";
}

void PlainText::Line(std::string_view text) {
  absl::StrAppend(&text_, AsAbsl(text), "\n");
}

}  // namespace broadsheet::digest
