#ifndef BROADSHEET_TESTS_FUZZ_CHECK_H_
#define BROADSHEET_TESTS_FUZZ_CHECK_H_

#include <cstdio>
#include <cstdlib>

namespace broadsheet::fuzz {

// Aborts when `holds` is false: a promise was broken.
inline void Check(bool holds, const char* promise) {
  if (holds) return;
  std::fprintf(stderr, "broken promise: %s\n", promise);
  std::abort();
}

}  // namespace broadsheet::fuzz

#endif  // BROADSHEET_TESTS_FUZZ_CHECK_H_
