#ifndef BROADSHEET_INGEST_NAME_PARTS_H_
#define BROADSHEET_INGEST_NAME_PARTS_H_

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>

namespace broadsheet::ingest {

// What the readers of lists of authors need to know of names.

bool EqualsIgnoringCase(std::string_view a, std::string_view b);
// True when there is white space of ASCII at that place.
bool IsSpaceAt(std::string_view text, size_t at);
std::string_view TrimSpaces(std::string_view text);

// Of any script: bytes that are not ASCII count as letters.
bool HasLetter(std::string_view text);
// "Jr.", "III".
bool IsNameSuffix(std::string_view word);
// "et al.", "others".
bool IsNobody(std::string_view name);
// "J.P.Hague" and "C. -P. Yuan" become "J. P. Hague" and "C.-P. Yuan".
std::string TidyInitials(std::string_view name);

// A name of its parts, each in TeX or Unicode; they may be empty.
std::string JoinName(std::string_view given, std::string_view family,
                     std::string_view suffix);

// Calls `take` with the place of each word of `text` and the word.
template <class Take>
void ForEachWord(std::string_view text, Take take) {
  for (size_t at = text.find_first_not_of(' '); at != std::string_view::npos;) {
    const size_t end = std::min(text.find(' ', at), text.size());
    take(at, text.substr(at, end - at));
    at = text.find_first_not_of(' ', end);
  }
}

}  // namespace broadsheet::ingest

#endif  // BROADSHEET_INGEST_NAME_PARTS_H_
