#ifndef BROADSHEET_CLI_COMMAND_LINE_H_
#define BROADSHEET_CLI_COMMAND_LINE_H_

#include <memory>
#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "cli/session.h"
#include "common/tls_identity.h"

namespace broadsheet::cli {

// What a command line says.
struct CommandLine {
  std::string server = "127.0.0.1:8090";
  std::string token_file;
  TlsFiles tls;
  absl::Duration timeout = absl::Seconds(30);
  Command command;
};

// Reads arguments and environment into `line`. A value is the exit code to end
// with: 0 after --help and --version, 2 after an error, which is printed.
std::optional<int> ParseCommandLine(int argc, char** argv, CommandLine* line);

// The token in `file`; without a file, that of .broadsheet/operator-token in
// the current folder if it exists, else an empty one. UsageError when the file
// cannot be read or does not look like a token.
absl::StatusOr<std::string> ReadToken(const std::string& file);

// For the channel to the gateway: null without files, with a CA alone only the
// gateway proves who it is. UsageError names the flag and the rule.
absl::StatusOr<std::shared_ptr<const TlsIdentity>> OpenTls(
    const TlsFiles& files);

}  // namespace broadsheet::cli

#endif  // BROADSHEET_CLI_COMMAND_LINE_H_
