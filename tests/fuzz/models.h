#ifndef BROADSHEET_TESTS_FUZZ_MODELS_H_
#define BROADSHEET_TESTS_FUZZ_MODELS_H_

#include <string_view>

namespace broadsheet::fuzz {

// A model file: whatever it says, reading it stays inside, and what was taken
// gives numbers. Checksums are not looked at, nor is the size in the header.
void OpenModel(std::string_view input);

}  // namespace broadsheet::fuzz

#endif  // BROADSHEET_TESTS_FUZZ_MODELS_H_
