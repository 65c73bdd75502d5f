#ifndef BROADSHEET_TESTS_SUPPORT_PROCESS_H_
#define BROADSHEET_TESTS_SUPPORT_PROCESS_H_

#include <sys/types.h>

#include <optional>
#include <string>
#include <vector>

#include "absl/time/time.h"

namespace broadsheet::testing {

struct ProcessOptions {
  // A path, or a name that is looked up in PATH.
  std::string program;
  std::vector<std::string> arguments;
  // Added to this process's environment: "NAME=value".
  std::vector<std::string> environment;
  // Empty: /dev/null. The outputs are appended to.
  std::string input_file;
  std::string output_file;
  std::string error_file;
};

// A running program. It is killed by the destructor, and with the thread that
// started it. Under AddressSanitizer the destructor first asks it to end, since
// leaks are reported at an orderly end only. Not thread-safe.
class Process {
 public:
  // Throws std::runtime_error when the program cannot be started.
  explicit Process(const ProcessOptions& options);
  ~Process();
  Process(const Process&) = delete;
  Process& operator=(const Process&) = delete;

  pid_t pid() const { return pid_; }
  bool Running();
  // Does nothing when it has ended.
  void Signal(int signal);
  // The exit code (128 + N when signal N ended it), or nothing when it still
  // runs after `limit`.
  std::optional<int> WaitForExit(absl::Duration limit);

 private:
  pid_t pid_;
  std::optional<int> exit_code_;
};

struct CommandResult {
  // -1: it did not end in time and was killed.
  int exit_code;
  std::string output;
  std::string errors;
};

// Runs a program to its end; the outputs are caught.
CommandResult RunCommand(const std::vector<std::string>& command,
                         const std::vector<std::string>& environment = {},
                         absl::Duration limit = absl::Seconds(60));

}  // namespace broadsheet::testing

#endif  // BROADSHEET_TESTS_SUPPORT_PROCESS_H_
