#include "ingest/author_names.h"

#include <algorithm>
#include <cstddef>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/errors.h"
#include "ingest/tex_text.h"
#include "ingest/text_folding.h"
#include "unicode/utf8.h"

namespace broadsheet::ingest {
namespace {

constexpr size_t kNone = std::string_view::npos;

constexpr std::string_view kSuffixes[] = {"Jr",  "Jr.", "jr",  "jr.", "Sr",
                                          "Sr.", "II",  "III", "IV"};
// What a group of people calls itself.
constexpr std::string_view kGroupWords[] = {"collaboration", "collaborations",
                                            "group", "team", "consortium"};
// What comes before the group that somebody writes for.
constexpr std::string_view kForGroup[] = {" for the ", " on behalf of "};

std::string_view Trim(std::string_view text) {
  return AsStd(absl::StripAsciiWhitespace(AsAbsl(text)));
}

bool EqualsIgnoringCase(std::string_view a, std::string_view b) {
  return absl::EqualsIgnoreCase(AsAbsl(a), AsAbsl(b));
}

bool IsLetter(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return absl::ascii_isalpha(byte) || byte >= 0x80;
}

bool HasLetter(std::string_view text) {
  return std::ranges::any_of(text, IsLetter);
}

bool IsSuffix(std::string_view word) {
  return std::ranges::count(kSuffixes, word) > 0;
}

bool IsAnd(std::string_view word) {
  return word == "&" || EqualsIgnoringCase(word, "and");
}

bool IsNobody(std::string_view name) {
  return EqualsIgnoringCase(name, "et al") ||
         EqualsIgnoringCase(name, "et al.") ||
         EqualsIgnoringCase(name, "others");
}

// Calls `take` with each word of `text` and its place.
template <class Take>
void ForEachWord(std::string_view text, Take take) {
  for (size_t at = text.find_first_not_of(' '); at != kNone;) {
    const size_t end = std::min(text.find(' ', at), text.size());
    take(at, text.substr(at, end - at));
    at = text.find_first_not_of(' ', end);
  }
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

// "J.P.Hague" and "C. -P. Yuan" become "J. P. Hague" and "C.-P. Yuan".
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

// Without the footnote marks that hang on a name: "Ray$^{1,2}$", "Ray^*".
std::string WithoutMarks(std::string_view text) {
  std::string kept;
  kept.reserve(text.size());
  bool no_dollar = false;
  for (size_t i = 0; i < text.size(); ++i) {
    const std::string_view rest = text.substr(i);
    if (!no_dollar && (rest.starts_with("$^") || rest.starts_with("$_"))) {
      const size_t end = text.find('$', i + 2);
      no_dollar = end == kNone;
      if (!no_dollar) {
        i = end;
        continue;
      }
    }
    kept.push_back(text[i]);
  }
  return kept;
}

// Where each "(" is closed; kNone for those that never are, and for all else.
std::vector<size_t> MatchParentheses(std::string_view text) {
  std::vector<size_t> close(text.size(), kNone);
  std::vector<size_t> open;
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '(') open.push_back(i);
    if (text[i] != ')' || open.empty()) continue;
    close[open.back()] = i;
    open.pop_back();
  }
  return close;
}

// Affiliations go; one that is not closed ends at the next comma.
std::string WithoutParentheses(std::string_view text) {
  if (text.find_first_of("()") == kNone) return std::string(text);
  const std::vector<size_t> closes = MatchParentheses(text);
  std::string kept;
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] == ')') continue;
    if (text[i] != '(') {
      kept.push_back(text[i]);
      continue;
    }
    kept.push_back(' ');
    i = closes[i] != kNone ? closes[i]
                           : std::min(text.find(',', i), text.size()) - 1;
  }
  return kept;
}

// Collects the names of a list.
class NameList {
 public:
  // A part of the list between commas.
  void AddSegment(std::string_view segment);
  // A name, whatever it is made of.
  void AddName(std::string_view name);

  std::vector<std::string> Take() { return std::move(names_); }

 private:
  void AddNames(std::string_view text);
  void AddGroup(std::string_view text);

  std::vector<std::string> names_;
};

void NameList::AddSegment(std::string_view segment) {
  const std::string padded = absl::StrCat(" ", AsAbsl(segment), " ");
  for (std::string_view phrase : kForGroup) {
    const size_t at = padded.find(phrase);
    if (at == kNone) continue;
    AddNames(std::string_view(padded).substr(0, at));
    return AddGroup(std::string_view(padded).substr(at + phrase.size()));
  }
  AddNames(segment);
}

// "ATLAS and CMS Collaborations", perhaps with more names after it.
void NameList::AddGroup(std::string_view text) {
  size_t end = 0;
  size_t first_and = kNone;
  ForEachWord(text, [&](size_t at, std::string_view word) {
    const bool is_group =
        std::ranges::any_of(kGroupWords, [word](std::string_view name) {
          return EqualsIgnoringCase(word, name);
        });
    if (end == 0 && is_group) end = at + word.size();
    if (first_and == kNone && IsAnd(word)) first_and = at;
  });
  if (end == 0) end = std::min(first_and, text.size());
  AddName(text.substr(0, end));
  if (end < text.size()) AddNames(text.substr(end));
}

void NameList::AddNames(std::string_view text) {
  size_t start = 0;
  ForEachWord(text, [&](size_t at, std::string_view word) {
    if (!IsAnd(word)) return;
    AddName(text.substr(start, at - start));
    start = at + word.size();
  });
  AddName(text.substr(start));
}

void NameList::AddName(std::string_view name) {
  name = Trim(name);
  if (name.starts_with("the ")) name.remove_prefix(4);
  if (absl::EndsWithIgnoreCase(AsAbsl(name), " et al.")) name.remove_suffix(7);
  while (!name.empty() &&
         (absl::ascii_isdigit(static_cast<unsigned char>(name.back())) ||
          std::string_view("*^ ").find(name.back()) != kNone)) {
    name.remove_suffix(1);
  }
  if (!HasLetter(name) || IsNobody(name)) return;
  if (IsSuffix(name) && !names_.empty()) {
    absl::StrAppend(&names_.back(), " ", AsAbsl(name));
  } else {
    names_.push_back(TidyInitials(name));
  }
}

// Calls `take` with the parts of `text` between separators outside of braces;
// `is_separator` tells the length of the one at a place, 0 for none.
template <class IsSeparator, class Take>
void SplitOutsideBraces(std::string_view text, IsSeparator is_separator,
                        Take take) {
  size_t start = 0;
  int depth = 0;
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\\') {
      ++i;
      continue;
    }
    if (text[i] == '{') ++depth;
    if (text[i] == '}' && depth > 0) --depth;
    const size_t length = depth == 0 ? is_separator(text, i) : 0;
    if (length == 0) continue;
    take(text.substr(start, i - start));
    start = i + length;
    i = start - 1;
  }
  take(text.substr(start));
}

bool IsSpaceAt(std::string_view text, size_t at) {
  return at < text.size() &&
         absl::ascii_isspace(static_cast<unsigned char>(text[at]));
}

// The length of " and" at `at`; the space after it belongs to the next part.
size_t AndAt(std::string_view text, size_t at) {
  const bool is_and = IsSpaceAt(text, at) && IsSpaceAt(text, at + 4) &&
                      EqualsIgnoringCase(text.substr(at + 1, 3), "and");
  return is_and ? 4 : 0;
}

size_t CommaAt(std::string_view text, size_t at) { return text[at] == ','; }

std::vector<std::string_view> BibtexParts(std::string_view raw) {
  std::vector<std::string_view> parts;
  SplitOutsideBraces(raw, AndAt, [&parts](std::string_view part) {
    if (!Trim(part).empty()) parts.push_back(Trim(part));
  });
  return parts;
}

std::vector<std::string_view> CommaPieces(std::string_view part) {
  std::vector<std::string_view> pieces;
  SplitOutsideBraces(part, CommaAt, [&pieces](std::string_view piece) {
    pieces.push_back(Trim(piece));
  });
  return pieces;
}

bool IsOneWord(std::string_view text) {
  return !text.empty() && text.find(' ') == kNone;
}

// "Knuth, Donald E.", and not "Donald Knuth, Leslie Lamport".
bool IsOneReversedName(const std::vector<std::string_view>& pieces) {
  if (pieces.size() != 2 || !IsOneWord(pieces[0]) || pieces[1].empty() ||
      pieces[0].ends_with('.') || IsSuffix(pieces[1])) {
    return false;
  }
  bool rest_are_initials = true;
  ForEachWord(pieces[1], [&](size_t at, std::string_view word) {
    if (at > 0 && !word.ends_with('.')) rest_are_initials = false;
  });
  return rest_are_initials;
}

bool IsReversedName(const std::vector<std::string_view>& pieces) {
  return (pieces.size() == 2 || pieces.size() == 3) && !pieces.back().empty() &&
         !IsSuffix(pieces.back());
}

bool LooksLikeBibtex(std::string_view raw) {
  if (raw.find('(') != kNone) return false;
  const std::vector<std::string_view> parts = BibtexParts(raw);
  if (parts.size() == 1) return IsOneReversedName(CommaPieces(parts[0]));
  return !parts.empty() && std::ranges::all_of(parts, [](auto part) {
    return IsNobody(part) || IsReversedName(CommaPieces(part));
  });
}

}  // namespace

std::vector<std::string> SplitArxivAuthors(std::string_view raw) {
  const std::string text =
      WithoutParentheses(WithoutMarks(FoldLine(TexToUnicode(raw))));
  NameList names;
  size_t start = 0;
  for (size_t i = 0; i <= text.size(); ++i) {
    const bool ends = i == text.size() || text[i] == ',' || text[i] == ';' ||
                      (text[i] == ':' && IsSpaceAt(text, i + 1));
    if (!ends) continue;
    names.AddSegment(FoldLine(std::string_view(text).substr(start, i - start)));
    start = i + 1;
  }
  return names.Take();
}

std::vector<std::string> SplitBibtexAuthors(std::string_view raw) {
  std::vector<std::string> names;
  for (std::string_view part : BibtexParts(raw)) {
    if (IsNobody(part)) continue;
    const std::vector<std::string_view> pieces = CommaPieces(part);
    std::string name;
    if (pieces.size() == 1) name = JoinName(pieces[0], "", "");
    if (pieces.size() == 2) name = JoinName(pieces[1], pieces[0], "");
    if (pieces.size() > 2) name = JoinName(pieces[2], pieces[0], pieces[1]);
    if (HasLetter(name)) names.push_back(std::move(name));
  }
  return names;
}

std::vector<std::string> SplitAuthors(std::string_view raw) {
  return LooksLikeBibtex(raw) ? SplitBibtexAuthors(raw)
                              : SplitArxivAuthors(raw);
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
