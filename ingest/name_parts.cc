#include "ingest/name_parts.h"

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "common/errors.h"
#include "ingest/tex_text.h"
#include "ingest/text_folding.h"
#include "unicode/utf8.h"

namespace broadsheet::ingest {
namespace {

constexpr size_t kNone = std::string_view::npos;

constexpr std::string_view kSuffixes[] = {"Jr",  "Jr.", "jr",  "jr.", "Sr",
                                          "Sr.", "II",  "III", "IV"};

bool IsLetter(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return absl::ascii_isalpha(byte) || byte >= 0x80;
}

// True when the '.' at `at` ends an initial, of at most two letters ("Yu.").
bool EndsInitial(std::string_view name, size_t at) {
  int letters = 0;
  for (; at > 0 && IsLetter(name[at - 1]); --at) {
    if (!U8_IS_TRAIL(name[at - 1]) && ++letters > 2) return false;
  }
  return letters > 0 &&
         (at == 0 || std::string_view(" .-").find(name[at - 1]) != kNone);
}

}  // namespace

bool EqualsIgnoringCase(std::string_view a, std::string_view b) {
  return absl::EqualsIgnoreCase(AsAbsl(a), AsAbsl(b));
}

bool IsSpaceAt(std::string_view text, size_t at) {
  return at < text.size() &&
         absl::ascii_isspace(static_cast<unsigned char>(text[at]));
}

std::string_view TrimSpaces(std::string_view text) {
  return AsStd(absl::StripAsciiWhitespace(AsAbsl(text)));
}

bool HasLetter(std::string_view text) {
  return std::ranges::any_of(text, IsLetter);
}

bool IsNameSuffix(std::string_view word) {
  return std::ranges::count(kSuffixes, word) > 0;
}

bool IsNobody(std::string_view name) {
  return EqualsIgnoringCase(name, "et al") ||
         EqualsIgnoringCase(name, "et al.") ||
         EqualsIgnoringCase(name, "others");
}

std::string TidyInitials(std::string_view name) {
  std::string tidy;
  tidy.reserve(name.size() + 8);
  for (size_t i = 0; i < name.size(); ++i) {
    const std::string_view rest = name.substr(i + 1);
    tidy.push_back(name[i]);
    if (name[i] != '.') continue;
    if (rest.starts_with(" -")) {
      ++i;
    } else if (!rest.empty() && IsLetter(rest[0]) && EndsInitial(name, i)) {
      tidy.push_back(' ');
    }
  }
  return tidy;
}

std::string JoinName(std::string_view given, std::string_view family,
                     std::string_view suffix) {
  std::string name;
  for (std::string_view part : {given, family, suffix}) {
    if (!name.empty()) name.push_back(' ');
    name.append(TexToUnicode(part));
  }
  return TidyInitials(FoldLine(name));
}

}  // namespace broadsheet::ingest
