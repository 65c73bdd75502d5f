#include <cstdlib>

#include "absl/time/clock.h"
#include "cli/client.h"
#include "cli/command_line.h"
#include "cli/console.h"
#include "cli/session.h"
#include "common/clock.h"
#include "common/mutex_mode.h"

namespace {

using broadsheet::cli::CommandLine;
using broadsheet::cli::Console;
using broadsheet::cli::ExitCode;

absl::StatusOr<ExitCode> Run(const CommandLine& line, Console* console) {
  auto token = broadsheet::cli::ReadToken(line.token_file);
  if (!token.ok()) return token.status();
  auto tls = broadsheet::cli::OpenTls(line.tls);
  if (!tls.ok()) return tls.status();
  broadsheet::cli::Client client({.server = line.server,
                                  .token = *token,
                                  .tls = *tls,
                                  .timeout = line.timeout});
  broadsheet::SystemClock clock;
  broadsheet::cli::Session session{
      .console = console,
      .client = &client,
      .clock = &clock,
      .make_id = broadsheet::cli::RandomId,
      .sleep = [](absl::Duration duration) { absl::SleepFor(duration); }};
  return line.command(session);
}

}  // namespace

int main(int argc, char** argv) {
  broadsheet::ForgoDeadlockDetection();
  // Our own errors say what gRPC would write to standard error between them.
  setenv("GRPC_VERBOSITY", "NONE", /*overwrite=*/0);
  CommandLine line;
  if (auto code = broadsheet::cli::ParseCommandLine(argc, argv, &line)) {
    return *code;
  }
  Console console = broadsheet::cli::ProcessConsole();
  auto result = Run(line, &console);
  const ExitCode code = result.ok()
                            ? *result
                            : broadsheet::cli::ReportFailure(
                                  result.status(), line.server, &console);
  console.out->flush();
  return static_cast<int>(code);
}
