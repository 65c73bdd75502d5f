#ifndef BROADSHEET_INGEST_BIBTEX_NAMES_H_
#define BROADSHEET_INGEST_BIBTEX_NAMES_H_

#include <string>
#include <string_view>
#include <vector>

namespace broadsheet::ingest {

// Lists of authors as in BibTeX: "Family, Given and Family, Jr., Given and {The
// Lab} and others". Names come back as in author_names.h. Linear time.
std::vector<std::string> SplitBibtexAuthors(std::string_view raw);

// True when a list is rather BibTeX's than arXiv's: all names between "and"
// have a comma in them.
bool LooksLikeBibtex(std::string_view raw);

}  // namespace broadsheet::ingest

#endif  // BROADSHEET_INGEST_BIBTEX_NAMES_H_
