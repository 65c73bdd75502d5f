#ifndef BROADSHEET_TESTS_FUZZ_QUERIES_H_
#define BROADSHEET_TESTS_FUZZ_QUERIES_H_

#include <string_view>

namespace broadsheet::fuzz {

// What readers send to search.
void ParseQueries(std::string_view input);
void OpenPageTokens(std::string_view input);
void AnalyzeText(std::string_view input);

}  // namespace broadsheet::fuzz

#endif  // BROADSHEET_TESTS_FUZZ_QUERIES_H_
