#include "common/sizes.h"

#include "absl/strings/str_cat.h"

namespace broadsheet {

std::string WithCommas(int64_t number) {
  std::string digits = absl::StrCat(number);
  const int first = number < 0 ? 1 : 0;
  for (int at = static_cast<int>(digits.size()) - 3; at > first; at -= 3) {
    digits.insert(static_cast<size_t>(at), 1, ',');
  }
  return digits;
}

std::string TooLong(int64_t bytes, int64_t limit) {
  return absl::StrCat("is ", WithCommas(bytes), " bytes long; at most ",
                      WithCommas(limit), " are allowed");
}

std::string TooMany(int64_t elements, int64_t limit) {
  return absl::StrCat("has ", WithCommas(elements), " elements; at most ",
                      WithCommas(limit), " are allowed");
}

}  // namespace broadsheet
