#ifndef BROADSHEET_TESTS_FUZZ_ENRICHING_H_
#define BROADSHEET_TESTS_FUZZ_ENRICHING_H_

#include <string_view>

namespace broadsheet::fuzz {

// Links, keywords and summary of a paper: the first line of `input` is its
// title, the second its comment, the others its abstract.
void Enrich(std::string_view input);

}  // namespace broadsheet::fuzz

#endif  // BROADSHEET_TESTS_FUZZ_ENRICHING_H_
