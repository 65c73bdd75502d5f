#include "tests/support/process.h"

#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <stdexcept>

#include "tests/support/files.h"
#include "tests/support/wait.h"

namespace broadsheet::testing {
namespace {

constexpr int kCannotRun = 127;

#ifdef __SANITIZE_ADDRESS__
constexpr absl::Duration kOrderlyEnd = absl::Seconds(15);
#else
constexpr absl::Duration kOrderlyEnd = absl::ZeroDuration();
#endif

// Null-terminated, as exec wants it; points into `texts`.
std::vector<char*> Pointers(std::vector<std::string>& texts) {
  std::vector<char*> pointers;
  for (std::string& text : texts) pointers.push_back(text.data());
  pointers.push_back(nullptr);
  return pointers;
}

std::vector<std::string> Environment(const ProcessOptions& options) {
  std::vector<std::string> all = options.environment;
  for (char** entry = environ; *entry != nullptr; ++entry) {
    all.emplace_back(*entry);
  }
  return all;
}

// Below, only what is safe between fork and exec.
void Redirect(const std::string& path, int flags, int target) {
  const int file =
      open(path.empty() ? "/dev/null" : path.c_str(), flags | O_CLOEXEC, 0644);
  if (file < 0 || dup2(file, target) < 0) _exit(kCannotRun);
}

[[noreturn]] void BecomeProgram(const ProcessOptions& options, char** arguments,
                                char** environment) {
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, nullptr);
  constexpr int kAppend = O_WRONLY | O_CREAT | O_APPEND;
  Redirect(options.input_file, O_RDONLY, STDIN_FILENO);
  Redirect(options.output_file, kAppend, STDOUT_FILENO);
  Redirect(options.error_file, kAppend, STDERR_FILENO);
  // A socket of this process that a child kept open would not end when this
  // process closes it.
  close_range(STDERR_FILENO + 1, ~0U, 0);
  execvpe(arguments[0], arguments, environment);
  _exit(kCannotRun);
}

int ExitCode(int status) {
  return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}

}  // namespace

Process::Process(const ProcessOptions& options) {
  std::vector<std::string> command = options.arguments;
  command.insert(command.begin(), options.program);
  std::vector<std::string> environment = Environment(options);
  std::vector<char*> arguments = Pointers(command);
  std::vector<char*> variables = Pointers(environment);
  pid_ = fork();
  if (pid_ < 0) throw std::runtime_error("cannot fork " + options.program);
  if (pid_ == 0) BecomeProgram(options, arguments.data(), variables.data());
}

Process::~Process() {
  if (kOrderlyEnd > absl::ZeroDuration()) {
    Signal(SIGTERM);
    Signal(SIGCONT);
    WaitForExit(kOrderlyEnd);
  }
  Signal(SIGKILL);
  WaitForExit(absl::Seconds(10));
}

bool Process::Running() {
  int status = 0;
  if (!exit_code_.has_value() && waitpid(pid_, &status, WNOHANG) == pid_) {
    exit_code_ = ExitCode(status);
  }
  return !exit_code_.has_value();
}

void Process::Signal(int signal) {
  if (Running()) kill(pid_, signal);
}

std::optional<int> Process::WaitForExit(absl::Duration limit) {
  WaitUntil(limit, [this] { return !Running(); });
  return exit_code_;
}

CommandResult RunCommand(const std::vector<std::string>& command,
                         const std::vector<std::string>& environment,
                         absl::Duration limit) {
  const TempDir folder;
  Process process({.program = command.front(),
                   .arguments = {command.begin() + 1, command.end()},
                   .environment = environment,
                   .input_file = "",
                   .output_file = folder.File("output"),
                   .error_file = folder.File("errors")});
  const int exit_code = process.WaitForExit(limit).value_or(-1);
  return {exit_code, ReadFile(folder.File("output")),
          ReadFile(folder.File("errors"))};
}

}  // namespace broadsheet::testing
