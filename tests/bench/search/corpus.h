#ifndef BROADSHEET_TESTS_BENCH_SEARCH_CORPUS_H_
#define BROADSHEET_TESTS_BENCH_SEARCH_CORPUS_H_

#include <cstdint>
#include <string>
#include <vector>

#include "broadsheet/v1/paper.pb.h"

namespace broadsheet::bench {

// Papers in JSON lines, with the field names of v1.Paper. Aborts with a message
// on a line that is none.
std::vector<v1::Paper> ReadPapers(const std::string& path);

// `count` papers of made-up words: titles of 8 words and abstracts of about 136
// by Zipf's law (exponent 1.05) over 100,000 words. The same for a seed.
std::vector<v1::Paper> MakePapers(int64_t count, uint64_t seed);

// Queries of 2 to 4 words that stand in one of the papers, without the 30 most
// frequent words. The same for a seed.
std::vector<std::string> MakeQueries(const std::vector<v1::Paper>& papers,
                                     int count, uint64_t seed);

struct NamedQuery {
  std::string id;
  std::string text;
};

// Lines "ID\tTEXT".
std::vector<NamedQuery> ReadQueries(const std::string& path);

}  // namespace broadsheet::bench

#endif  // BROADSHEET_TESTS_BENCH_SEARCH_CORPUS_H_
