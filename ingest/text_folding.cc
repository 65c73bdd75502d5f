#include "ingest/text_folding.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "absl/strings/ascii.h"
#include "unicode/uchar.h"
#include "unicode/utf8.h"

namespace broadsheet::ingest {
namespace {

constexpr size_t kMaxWrappedBytes = 120;

bool IsBlank(UChar32 character) {
  // Nearly all of a text, and a look into ICU's tables costs more.
  if (character >= 0 && character < 0x80) {
    return character <= ' ' || character == 0x7f;
  }
  return u_isUWhiteSpace(character) || u_iscntrl(character);
}

// Most texts are words of ASCII: where the one at `at` ends.
size_t EndOfAsciiWord(std::string_view text, size_t at) {
  while (at < text.size() && text[at] > ' ' && text[at] < 0x7f) ++at;
  return at;
}

// Appends `text`, folded, with a space before it unless `folded` ends a
// paragraph.
void AppendFolded(std::string_view text, std::string* folded) {
  const auto* bytes = reinterpret_cast<const uint8_t*>(text.data());
  bool space = true;
  for (size_t at = 0; at < text.size();) {
    const size_t start = at;
    at = EndOfAsciiWord(text, at);
    if (at == start) {
      UChar32 character;
      U8_NEXT(bytes, at, text.size(), character);
      if (IsBlank(character)) {
        space = true;
        continue;
      }
    }
    const bool begins = folded->empty() || folded->back() == '\n';
    if (space && !begins) folded->push_back(' ');
    space = false;
    folded->append(text.substr(start, at - start));
  }
}

std::vector<std::string_view> Lines(std::string_view text) {
  std::vector<std::string_view> lines;
  while (true) {
    const size_t end = text.find('\n');
    lines.push_back(text.substr(0, end));
    if (end == std::string_view::npos) return lines;
    text.remove_prefix(end + 1);
  }
}

bool IsBlankLine(std::string_view line) {
  return std::ranges::all_of(
      line, [](unsigned char c) { return absl::ascii_isspace(c); });
}

bool BeginsParagraph(std::string_view line) {
  return IsBlankLine(line) || line.front() == ' ' || line.front() == '\t';
}

}  // namespace

std::string FoldLine(std::string_view text) {
  std::string folded;
  folded.reserve(text.size());
  AppendFolded(text, &folded);
  return folded;
}

std::string FoldParagraphs(std::string_view text) {
  const std::vector<std::string_view> lines = Lines(text);
  const bool wrapped = std::ranges::all_of(lines, [](std::string_view line) {
    return line.size() <= kMaxWrappedBytes;
  });
  std::string folded;
  folded.reserve(text.size());
  for (std::string_view line : lines) {
    const bool begins = !wrapped || BeginsParagraph(line);
    if (begins && !folded.empty() && folded.back() != '\n') {
      folded.push_back('\n');
    }
    AppendFolded(line, &folded);
  }
  if (folded.ends_with('\n')) folded.pop_back();
  return folded;
}

}  // namespace broadsheet::ingest
