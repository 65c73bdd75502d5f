#include "common/process_priority.h"

#include <fcntl.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <filesystem>
#include <fstream>
#include <optional>
#include <string>
#include <system_error>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"

namespace broadsheet {
namespace {

constexpr char kSessionNice[] = "/proc/self/autogroup";
// Who has no rights may change one in 100 ms, all sessions of a machine
// together.
constexpr int kTries = 40;
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

// Of "/autogroup-17 nice 5". None where the kernel has no such groups, and in
// the session that the machine began with: it belongs to no group.
std::optional<int> SessionNice() {
  std::ifstream file(kSessionNice);
  std::string name, word;
  int nice = 0;
  if (file >> name >> word >> nice) return nice;
  return std::nullopt;
}

// 0 or an error number.
int SetSessionNice(int nice) {
  const int file = open(kSessionNice, O_WRONLY | O_CLOEXEC);
  if (file < 0) return errno;
  const std::string text = absl::StrCat(nice);
  const int error = write(file, text.data(), text.size()) < 0 ? errno : 0;
  close(file);
  return error;
}

}  // namespace

absl::Status LetOthersGoFirst(int nice) {
  if (absl::Status s = SetThreadsNice(nice); !s.ok()) return s;
  const std::optional<int> now = SessionNice();
  if (!now || *now >= nice || !OwnsSession()) return absl::OkStatus();
  int error = SetSessionNice(nice);
  for (int i = 1; i < kTries && error == EAGAIN; ++i) {
    absl::SleepFor(kBetweenTries);
    error = SetSessionNice(nice);
  }
  if (error == 0) return absl::OkStatus();
  return absl::ErrnoToStatus(
      error, absl::StrCat("cannot set nice ", nice, " of the session"));
}

void LetOtherThreadsGoFirst(int nice) {
  setpriority(PRIO_PROCESS, 0, getpriority(PRIO_PROCESS, 0) + nice);
}

}  // namespace broadsheet
