#ifndef BROADSHEET_COMMON_PROCESS_PRIORITY_H_
#define BROADSHEET_COMMON_PROCESS_PRIORITY_H_

#include "absl/status/status.h"

namespace broadsheet {

// Lets other processes go first by `nice`, 0 to 19, in the sense of nice(1):
// all threads that there are, and those that they begin. Who does so more
// already stays so. For the beginning of a program, before threads come and go.
//
// Where the kernel groups processes by session (sched(7), autogroup), nice
// counts among those of one session alone, and each session gets as much as
// another: a service that was started in a session of its own would let nobody
// go first. So a session's own nice is set, too, if this process or the one
// that started it leads it; one with a terminal is somebody's shell. Of
// containers, which are groups as well, only their shares of processors count.
absl::Status LetOthersGoFirst(int nice);

// Lets other threads of this process go first by so much more: this thread and
// those that it begins. It cannot be taken back.
void LetOtherThreadsGoFirst(int nice);

}  // namespace broadsheet

#endif  // BROADSHEET_COMMON_PROCESS_PRIORITY_H_
