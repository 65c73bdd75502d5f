#ifndef BROADSHEET_CLI_SESSION_H_
#define BROADSHEET_CLI_SESSION_H_

#include <functional>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "cli/client.h"
#include "cli/console.h"
#include "common/clock.h"

namespace broadsheet::cli {

// What the process answers to its caller; --help and cli/README.md tell people.
enum class ExitCode {
  kOk = 0,
  kFailed = 1,
  kUsage = 2,
  // The rest went in.
  kSomeRefused = 3,
};

// What a command works with. All parts outlive the command.
struct Session {
  Console* console;
  Client* client;
  const Clock* clock;
  // A new id for an event or a request, different each time.
  std::function<std::string()> make_id;
  std::function<void(absl::Duration)> sleep;
};

// What a command line asks for. An error ends the process with kFailed, one
// made by UsageError with kUsage.
using Command = std::function<absl::StatusOr<ExitCode>(Session&)>;

absl::Status UsageError(std::string_view message);

// True when nobody listens at the other end, or went away in the middle.
bool IsUnreachable(const absl::Status& status);

// Prints what failed and what to do next; answers the exit code.
ExitCode ReportFailure(const absl::Status& status, const std::string& server,
                       Console* console);

// 32 hexadecimal digits from the system's source of randomness.
std::string RandomId();

}  // namespace broadsheet::cli

#endif  // BROADSHEET_CLI_SESSION_H_
