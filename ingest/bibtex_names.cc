#include "ingest/bibtex_names.h"

#include <algorithm>
#include <cstddef>
#include <utility>

#include "ingest/name_parts.h"

namespace broadsheet::ingest {
namespace {

constexpr size_t kNone = std::string_view::npos;

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
    if (!TrimSpaces(part).empty()) parts.push_back(TrimSpaces(part));
  });
  return parts;
}

std::vector<std::string_view> CommaPieces(std::string_view part) {
  std::vector<std::string_view> pieces;
  SplitOutsideBraces(part, CommaAt, [&pieces](std::string_view piece) {
    pieces.push_back(TrimSpaces(piece));
  });
  return pieces;
}

bool IsOneWord(std::string_view text) {
  return !text.empty() && text.find(' ') == kNone;
}

// "Knuth, Donald E.", and not "Donald Knuth, Leslie Lamport".
bool IsOneReversedName(const std::vector<std::string_view>& pieces) {
  if (pieces.size() != 2 || !IsOneWord(pieces[0]) || pieces[1].empty() ||
      pieces[0].ends_with('.') || IsNameSuffix(pieces[1])) {
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
         !IsNameSuffix(pieces.back());
}

}  // namespace

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

bool LooksLikeBibtex(std::string_view raw) {
  if (raw.find('(') != kNone) return false;
  const std::vector<std::string_view> parts = BibtexParts(raw);
  if (parts.size() == 1) return IsOneReversedName(CommaPieces(parts[0]));
  return !parts.empty() && std::ranges::all_of(parts, [](auto part) {
    return IsNobody(part) || IsReversedName(CommaPieces(part));
  });
}

}  // namespace broadsheet::ingest
