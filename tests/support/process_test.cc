#include "tests/support/process.h"

#include <fcntl.h>
#include <unistd.h>

#include <csignal>
#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/files.h"
#include "tests/support/wait.h"

namespace broadsheet::testing {
namespace {

TEST(RunCommand, CatchesBothOutputsAndTheExitCode) {
  const CommandResult result = RunCommand(
      {"sh", "-c", "echo out; echo $WORD >&2; exit 3"}, {"WORD=err"});
  EXPECT_EQ(result.exit_code, 3);
  EXPECT_EQ(result.output, "out\n");
  EXPECT_EQ(result.errors, "err\n");
}

TEST(RunCommand, KillsWhatDoesNotEndInTime) {
  EXPECT_EQ(RunCommand({"sleep", "60"}, {}, absl::Milliseconds(50)).exit_code,
            -1);
}

TEST(Process, TellsTheSignalThatEndedIt) {
  Process process({.program = "sleep",
                   .arguments = {"60"},
                   .environment = {},
                   .input_file = "",
                   .output_file = "",
                   .error_file = ""});
  EXPECT_TRUE(process.Running());
  process.Signal(SIGTERM);
  EXPECT_EQ(process.WaitForExit(absl::Seconds(10)), 128 + SIGTERM);
}

TEST(Process, InheritsNoFileButTheThree) {
  const int file = open("/dev/null", O_RDONLY);
  const CommandResult result =
      RunCommand({"ls", "/proc/self/fd/" + std::to_string(file)});
  close(file);
  EXPECT_EQ(result.output, "");
  EXPECT_NE(result.exit_code, 0);
}

TEST(Process, EndsWith127WhenThereIsNoSuchProgram) {
  EXPECT_EQ(RunCommand({"/nonexistent/program"}).exit_code, 127);
}

}  // namespace
}  // namespace broadsheet::testing
