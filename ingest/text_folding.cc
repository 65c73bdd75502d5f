#include "ingest/text_folding.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
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

bool IsAsciiGraph(char c) { return c > ' ' && c < 0x7f; }

// Whether `eight` characters are all ASCII that is seen, or single spaces. May
// deny it for some where they are.
bool IsFolded(uint64_t eight) {
  constexpr uint64_t kOnes = 0x0101010101010101;
  constexpr uint64_t kHigh = 0x8080808080808080;
  // The high bit of a byte that is zero.
  const auto zeros = [](uint64_t bytes) {
    return (bytes - kOnes) & ~bytes & kHigh;
  };
  const uint64_t spaces = zeros(eight ^ (kOnes * ' '));
  const uint64_t controls = (eight - kOnes * ' ') & ~eight & kHigh;
  return ((eight & kHigh) | controls | zeros(eight ^ (kOnes * 0x7f)) |
          (spaces & (spaces >> 8))) == 0;
}

// Most texts are words of ASCII with one space between them, and stay as they
// are: where those from `at` on end.
size_t EndOfAsciiWords(std::string_view text, size_t at) {
  uint64_t eight = 0;
  while (at < text.size()) {
    if (at + sizeof(eight) <= text.size()) {
      std::memcpy(&eight, text.data() + at, sizeof(eight));
      // The last one is looked at again with what follows it.
      if (IsFolded(eight)) {
        at += sizeof(eight) - 1;
        continue;
      }
    }
    const bool stays =
        IsAsciiGraph(text[at]) ||
        (text[at] == ' ' && at + 1 < text.size() && IsAsciiGraph(text[at + 1]));
    if (!stays) break;
    ++at;
  }
  return at;
}

// Appends `text`, folded, with a space before it unless `folded` ends a
// paragraph.
void AppendFolded(std::string_view text, std::string* folded) {
  const auto* bytes = reinterpret_cast<const uint8_t*>(text.data());
  bool space = true;
  for (size_t at = 0; at < text.size();) {
    const size_t start = at;
    if (IsAsciiGraph(text[at])) at = EndOfAsciiWords(text, at);
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

bool IsFoldedAscii(std::string_view text) {
  if (text.empty()) return true;
  return IsAsciiGraph(text[0]) && EndOfAsciiWords(text, 0) == text.size();
}

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
