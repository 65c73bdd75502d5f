#ifndef BROADSHEET_INGEST_AUTHOR_NAMES_H_
#define BROADSHEET_INGEST_AUTHOR_NAMES_H_

#include <string>
#include <string_view>
#include <vector>

namespace broadsheet::ingest {

// Lists of authors that sources write as one text, in TeX. Names come back as
// "Given Family" in Unicode, initials apart ("J. P. Hague"), with suffixes
// ("Jr.", "III"), without affiliations and footnote marks. Linear time; `raw`
// may be anything.

// As on arXiv: "A. Ray (1,2), B. Fox, Jr. and C. Low (3) for the D
// Collaboration
// ((1) MIT, ..)". A group that others write for is an author of its own.
std::vector<std::string> SplitArxivAuthors(std::string_view raw);

// As in BibTeX: "Family, Given and Family, Jr., Given and {The Lab} and
// others".
std::vector<std::string> SplitBibtexAuthors(std::string_view raw);

// The one of the two that `raw` is written as: it is BibTeX's when all names
// between "and" have a comma in them.
std::vector<std::string> SplitAuthors(std::string_view raw);

// A name of its parts, each in TeX or Unicode; they may be empty.
std::string JoinName(std::string_view given, std::string_view family,
                     std::string_view suffix);

}  // namespace broadsheet::ingest

#endif  // BROADSHEET_INGEST_AUTHOR_NAMES_H_
