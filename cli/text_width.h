#ifndef BROADSHEET_CLI_TEXT_WIDTH_H_
#define BROADSHEET_CLI_TEXT_WIDTH_H_

#include <string>
#include <string_view>

namespace broadsheet::cli {

// `text` as one harmless line: what could steer a terminal (escape sequences,
// line breaks, changes of the writing direction) and bytes that are not UTF-8
// are replaced or left out. Titles and names come from strangers.
std::string SafeLine(std::string_view text);

// Columns that `text` takes on a terminal: 2 for wide East Asian characters, 0
// for marks that sit on the character before. Expects a SafeLine.
int DisplayWidth(std::string_view text);

// `text`, or its beginning and "…" when it is wider than `width` (at least 1).
std::string FitWidth(std::string_view text, int width);

}  // namespace broadsheet::cli

#endif  // BROADSHEET_CLI_TEXT_WIDTH_H_
