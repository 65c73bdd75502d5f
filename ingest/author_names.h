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

// As on arXiv or as in BibTeX (bibtex_names.h), whichever `raw` looks like.
std::vector<std::string> SplitAuthors(std::string_view raw);

}  // namespace broadsheet::ingest

#endif  // BROADSHEET_INGEST_AUTHOR_NAMES_H_
