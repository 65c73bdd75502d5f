#ifndef BROADSHEET_INGEST_TEX_TEXT_H_
#define BROADSHEET_INGEST_TEX_TEXT_H_

#include <string>
#include <string_view>

namespace broadsheet::ingest {

// Running text of a source that writes TeX, such as titles, names, abstracts
// and comments, as Unicode (NFC): accents (\'e, \v{c}, {\"o}), letters (\ss),
// escapes (\&), dashes, double quotes and ties become characters; macros and
// braces that only change the look go; \url and \href become addresses. Left as
// they are: math ($..$, \(..\), \[..\], environments), scripts (x^{2}), plain
// addresses, macros that are not known, with their arguments.
//
// Linear time without recursion, whatever the text. Text that is not UTF-8, or
// longer than 1 MiB, comes back unchanged: the normaliser refuses it.
std::string TexToUnicode(std::string_view text);

}  // namespace broadsheet::ingest

#endif  // BROADSHEET_INGEST_TEX_TEXT_H_
