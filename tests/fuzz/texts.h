#ifndef BROADSHEET_TESTS_FUZZ_TEXTS_H_
#define BROADSHEET_TESTS_FUZZ_TEXTS_H_

#include <string_view>

namespace broadsheet::fuzz {

// The parsers of single texts.
void ConvertTex(std::string_view input);
void SplitNames(std::string_view input);
void ParseDates(std::string_view input);
void ParseIds(std::string_view input);

}  // namespace broadsheet::fuzz

#endif  // BROADSHEET_TESTS_FUZZ_TEXTS_H_
