#ifndef BROADSHEET_TESTS_BENCH_EVENT_CALLS_H_
#define BROADSHEET_TESTS_BENCH_EVENT_CALLS_H_

#include "absl/time/time.h"

namespace broadsheet::bench {

// Single events from so many callers at once over gRPC, each call answered when
// its event is committed: storage's service beside one that only puts the
// events into a bare table, many in one statement. Prints both.
void MeasureCalls(int callers, absl::Duration time);

}  // namespace broadsheet::bench

#endif  // BROADSHEET_TESTS_BENCH_EVENT_CALLS_H_
