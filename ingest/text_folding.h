#ifndef BROADSHEET_INGEST_TEXT_FOLDING_H_
#define BROADSHEET_INGEST_TEXT_FOLDING_H_

#include <string>
#include <string_view>

namespace broadsheet::ingest {

// One line: every run of white space and control characters (of any script)
// becomes one space, none is left at the ends. `text` is UTF-8.
std::string FoldLine(std::string_view text);

// True for ASCII words with single spaces between them, which both functions
// leave as they are. Nearly all texts are so; may deny it for others.
bool IsFoldedAscii(std::string_view text);

// Paragraphs, each folded like a line, separated by "\n". A blank line or an
// indented one begins a paragraph, as arXiv writes them; other line breaks are
// where the text was wrapped. Text with a line of more than 120 bytes was not
// wrapped: there every line is a paragraph.
std::string FoldParagraphs(std::string_view text);

}  // namespace broadsheet::ingest

#endif  // BROADSHEET_INGEST_TEXT_FOLDING_H_
