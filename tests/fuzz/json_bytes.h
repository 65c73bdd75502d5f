#ifndef BROADSHEET_TESTS_FUZZ_JSON_BYTES_H_
#define BROADSHEET_TESTS_FUZZ_JSON_BYTES_H_

#include <string_view>

namespace broadsheet::fuzz {

// A paper in protobuf's bytes: whatever is a message becomes the JSON of that
// message.
void PrintJson(std::string_view input);

}  // namespace broadsheet::fuzz

#endif  // BROADSHEET_TESTS_FUZZ_JSON_BYTES_H_
