#include "common/process_priority.h"

#include <fcntl.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <filesystem>
#include <fstream>
#include <string>
#include <system_error>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"

namespace broadsheet {
namespace {

constexpr char kSessionNice[] = "/proc/self/autogroup";
// The kernel takes one change in 100 ms, of whoever makes it.
constexpr int kTries = 10;
constexpr absl::Duration kBetweenTries = absl::Milliseconds(50);

// Threads of gRPC began before main could say anything, and what they start
// inherits from them.
absl::Status SetThreadsNice(int nice) {
  std::error_code error;
  std::filesystem::directory_iterator threads("/proc/self/task", error);
  for (; !error && threads != std::filesystem::directory_iterator();
       threads.increment(error)) {
    id_t thread = 0;
    if (!absl::SimpleAtoi(threads->path().filename().string(), &thread)) {
      continue;
    }
    const int wanted = std::max(nice, getpriority(PRIO_PROCESS, thread));
    // One that has ended meanwhile needs none.
    if (setpriority(PRIO_PROCESS, thread, wanted) != 0 && errno != ESRCH) {
      return absl::ErrnoToStatus(errno, absl::StrCat("cannot set nice ", nice));
    }
  }
  if (!error) return absl::OkStatus();
  return absl::ErrnoToStatus(error.value(), "cannot list this process");
}

bool HasTerminal() {
  const int terminal = open("/dev/tty", O_RDONLY | O_NOCTTY | O_CLOEXEC);
  if (terminal < 0) return false;
  close(terminal);
  return true;
}

// Whether the session was made for this process: by itself or by who started
// and keeps it, and not for somebody's shell.
bool OwnsSession() {
  const pid_t leader = getsid(0);
  // 0: it is in another namespace of processes.
  return leader > 0 && (leader == getpid() || leader == getppid()) &&
         !HasTerminal();
}

bool SetSessionNice(int nice) {
  std::ofstream file(kSessionNice);
  return static_cast<bool>(file << nice << std::flush);
}

}  // namespace

absl::Status LetOthersGoFirst(int nice) {
  if (absl::Status s = SetThreadsNice(nice); !s.ok()) return s;
  if (!OwnsSession() || access(kSessionNice, F_OK) != 0) {
    return absl::OkStatus();
  }
  for (int i = 0; i < kTries; ++i) {
    if (SetSessionNice(nice)) return absl::OkStatus();
    absl::SleepFor(kBetweenTries);
  }
  return absl::UnavailableError(
      absl::StrCat("cannot set nice ", nice, " of the session"));
}

void LetOtherThreadsGoFirst(int nice) {
  setpriority(PRIO_PROCESS, 0, getpriority(PRIO_PROCESS, 0) + nice);
}

}  // namespace broadsheet
