#ifndef BROADSHEET_TESTS_FAULTS_DRAWS_H_
#define BROADSHEET_TESTS_FAULTS_DRAWS_H_

#include <cstddef>
#include <cstdint>
#include <random>
#include <vector>

#include "absl/time/time.h"

namespace broadsheet::faults {

// Random draws that are the same for the same seed with every standard library
// (whose distributions differ). Not thread-safe.
class Draws {
 public:
  explicit Draws(uint64_t seed) : engine_(seed) {}

  // Of 0 to `count` - 1; `count` is above 0.
  size_t Below(size_t count) { return engine_() % count; }
  // Between the two, in whole milliseconds, both included.
  absl::Duration Between(absl::Duration least, absl::Duration most) {
    const auto span =
        static_cast<size_t>(absl::ToInt64Milliseconds(most - least));
    return least + absl::Milliseconds(static_cast<int64_t>(Below(span + 1)));
  }
  bool Chance(size_t percent) { return Below(100) < percent; }
  template <class T>
  const T& Pick(const std::vector<T>& choices) {
    return choices[Below(choices.size())];
  }

 private:
  std::mt19937_64 engine_;
};

}  // namespace broadsheet::faults

#endif  // BROADSHEET_TESTS_FAULTS_DRAWS_H_
