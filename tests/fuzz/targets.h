#ifndef BROADSHEET_TESTS_FUZZ_TARGETS_H_
#define BROADSHEET_TESTS_FUZZ_TARGETS_H_

#include <span>
#include <string_view>

namespace broadsheet::fuzz {

// A parser under test. `run` takes any bytes; it aborts when the parser breaks
// a promise of its header, and the sanitizers abort when it breaks C++'s.
struct Target {
  std::string_view name;
  void (*run)(std::string_view input);
};

// All of them, by name.
std::span<const Target> AllTargets();

// Null when there is none of that name.
const Target* FindTarget(std::string_view name);

}  // namespace broadsheet::fuzz

#endif  // BROADSHEET_TESTS_FUZZ_TARGETS_H_
