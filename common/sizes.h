#ifndef BROADSHEET_COMMON_SIZES_H_
#define BROADSHEET_COMMON_SIZES_H_

#include <cstdint>
#include <string>

namespace broadsheet {

// "10,000,000".
std::string WithCommas(int64_t number);
// "is 10,000,000 bytes long; at most 100,000 are allowed".
std::string TooLong(int64_t bytes, int64_t limit);
// "has 6,000 elements; at most 5,000 are allowed".
std::string TooMany(int64_t elements, int64_t limit);

}  // namespace broadsheet

#endif  // BROADSHEET_COMMON_SIZES_H_
