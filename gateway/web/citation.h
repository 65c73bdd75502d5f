#ifndef BROADSHEET_GATEWAY_WEB_CITATION_H_
#define BROADSHEET_GATEWAY_WEB_CITATION_H_

#include <string>
#include <string_view>
#include <vector>

#include "broadsheet/v1/paper.pb.h"

namespace broadsheet::gateway {

// A paper as reference managers take it. Both end in a line break and have no
// line that a field's text could have made.
std::string WriteBibtex(const v1::Paper& paper);
std::string WriteRis(const v1::Paper& paper);
// "vaswani2017attention"; only [a-z0-9], never empty.
std::string CitationKey(const v1::Paper& paper);

// One entry of a file of references.
struct Reference {
  // What to call it when it is not found; may be empty.
  std::string label;
  // Papers' ids in their normal form, the most telling first; empty when the
  // entry names none.
  std::vector<std::string> ids;
};

// The most entries of one import.
inline constexpr size_t kMaxReferences = 1000;

// Reads BibTeX, RIS, JSON (ours, CSL or Zotero's) or plain lines with an id or
// an address each, whichever it is. Entries beyond kMaxReferences are left out.
// Pure; any input is taken.
std::vector<Reference> ReadReferences(std::string_view text);

}  // namespace broadsheet::gateway

#endif  // BROADSHEET_GATEWAY_WEB_CITATION_H_
