#ifndef BROADSHEET_TESTS_SUPPORT_WAIT_H_
#define BROADSHEET_TESTS_SUPPORT_WAIT_H_

#include <functional>

#include "absl/time/time.h"

namespace broadsheet::testing {

// Asks `condition` again and again, 20 ms apart, until it holds or `limit` is
// over. Answers whether it held. In a build that is slow on purpose (CMake's
// BROADSHEET_TEST_TIME_FACTOR), `limit` is that much longer.
bool WaitUntil(absl::Duration limit, const std::function<bool()>& condition);

}  // namespace broadsheet::testing

#endif  // BROADSHEET_TESTS_SUPPORT_WAIT_H_
