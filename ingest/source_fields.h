#ifndef BROADSHEET_INGEST_SOURCE_FIELDS_H_
#define BROADSHEET_INGEST_SOURCE_FIELDS_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "broadsheet/v1/paper.pb.h"

// How other services than arXiv write ids, names, days and licences.

namespace broadsheet::ingest {

// "10.1000/xyz" of "https://doi.org/10.1000/XYZ", "doi:10.1000/XYZ" or the bare
// DOI, in lower case (DOIs do not tell case apart: DOI Handbook, 2.4); empty
// when it is no DOI.
std::string NormalizeDoi(std::string_view text);

// The arXiv id that a text is ("2407.21783v2", "arXiv:...", an address at
// arxiv.org, or a DOI "10.48550/arXiv.2407.21783"); empty when it is none.
std::string ArxivIdOf(std::string_view text);

// Sets the id by a DOI, and `doi`: "10.48550/arXiv.X" is arXiv's X and no
// publisher's DOI; others become "doi:...". False when `text` is no DOI; an id
// that is there already stays.
bool SetDoi(std::string_view text, v1::Paper* paper);

// "Ada Lovelace" from "Lovelace, Ada", "Ada Lovelace Jr." from
// "Lovelace, Jr., Ada" or "Lovelace, Ada, Jr."; others as they are.
std::string GivenNameFirst(std::string_view name);

// "2024-03-05" of "2024-3-5", "2024/03/05" or "2024/03/05/"; empty when a part
// is missing. Whether the day exists is the normaliser's to say.
std::string FullDay(std::string_view text);

// The address of a licence that has a short name ("cc-by", "cc_by_nc_nd",
// "cc0", "CC BY 4.0"); an address stays as it is; others are empty.
std::string LicenseUrl(std::string_view name);

// Sets one of the paper's signals.
void SetSignal(std::string_view name, int64_t value, v1::Paper* paper);

}  // namespace broadsheet::ingest

#endif  // BROADSHEET_INGEST_SOURCE_FIELDS_H_
