#ifndef BROADSHEET_COMMON_MUTEX_MODE_H_
#define BROADSHEET_COMMON_MUTEX_MODE_H_

#include "absl/synchronization/mutex.h"

namespace broadsheet {

// Distributions compile Abseil without NDEBUG, so that each absl::Mutex, and
// gRPC has one everywhere, keeps a graph of who waits for whom under one lock
// of the process: on two processors, under load, a new paper was found after
// 2.4 s without it and after 9 s with it (docs/search.md). First in main.
inline void ForgoDeadlockDetection() {
  absl::SetMutexDeadlockDetectionMode(absl::OnDeadlockCycle::kIgnore);
}

}  // namespace broadsheet

#endif  // BROADSHEET_COMMON_MUTEX_MODE_H_
