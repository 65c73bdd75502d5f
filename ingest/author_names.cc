#include "ingest/author_names.h"

#include <algorithm>
#include <cstddef>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/errors.h"
#include "ingest/bibtex_names.h"
#include "ingest/name_parts.h"
#include "ingest/tex_text.h"
#include "ingest/text_folding.h"

namespace broadsheet::ingest {
namespace {

constexpr size_t kNone = std::string_view::npos;

// What a group of people calls itself.
constexpr std::string_view kGroupWords[] = {"collaboration", "collaborations",
                                            "group", "team", "consortium"};
// What comes before the group that somebody writes for.
constexpr std::string_view kForGroup[] = {" for the ", " on behalf of "};

bool IsAnd(std::string_view word) {
  return word == "&" || EqualsIgnoringCase(word, "and");
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
  name = TrimSpaces(name);
  if (name.starts_with("the ")) name.remove_prefix(4);
  if (absl::EndsWithIgnoreCase(AsAbsl(name), " et al.")) name.remove_suffix(7);
  while (!name.empty() &&
         (absl::ascii_isdigit(static_cast<unsigned char>(name.back())) ||
          std::string_view("*^ ").find(name.back()) != kNone)) {
    name.remove_suffix(1);
  }
  if (!HasLetter(name) || IsNobody(name)) return;
  if (IsNameSuffix(name) && !names_.empty()) {
    absl::StrAppend(&names_.back(), " ", AsAbsl(name));
  } else {
    names_.push_back(TidyInitials(name));
  }
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

std::vector<std::string> SplitAuthors(std::string_view raw) {
  return LooksLikeBibtex(raw) ? SplitBibtexAuthors(raw)
                              : SplitArxivAuthors(raw);
}

}  // namespace broadsheet::ingest
