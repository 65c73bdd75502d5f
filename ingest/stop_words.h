#ifndef BROADSHEET_INGEST_STOP_WORDS_H_
#define BROADSHEET_INGEST_STOP_WORDS_H_

#include <string_view>

namespace broadsheet::ingest {

// True for a lower-case English word that no keyword begins with, ends with or
// goes through: articles and their like, and what every abstract is made of
// ("propose", "results", "approach").
bool IsStopWord(std::string_view word);

}  // namespace broadsheet::ingest

#endif  // BROADSHEET_INGEST_STOP_WORDS_H_
