#ifndef BROADSHEET_CLI_DRAWS_H_
#define BROADSHEET_CLI_DRAWS_H_

#include <cstddef>
#include <cstdint>
#include <random>
#include <string_view>

namespace broadsheet::cli {

// Random draws that are the same for the same seed on every platform: integers
// only, because the standard library's distributions differ between vendors.
// Not thread-safe.
class Draws {
 public:
  // `purpose` keeps the draws for different things independent of each other.
  Draws(uint64_t seed, std::string_view purpose);

  // 0 to `bound` - 1, all alike; `bound` is at least 1.
  uint64_t Below(uint64_t bound);
  // `low` to `high`, both included.
  int64_t Between(int64_t low, int64_t high);
  // True `per_mille` times of 1,000.
  bool Chance(int per_mille);

 private:
  std::mt19937_64 engine_;
};

}  // namespace broadsheet::cli

#endif  // BROADSHEET_CLI_DRAWS_H_
