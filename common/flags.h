#ifndef BROADSHEET_COMMON_FLAGS_H_
#define BROADSHEET_COMMON_FLAGS_H_

#include <memory>
#include <optional>
#include <string>

#include "absl/time/time.h"

namespace CLI {
class App;
}

namespace broadsheet {

// Command-line flags, each also an environment variable: "--max-days" reads
// BROADSHEET_MAX_DAYS. The flag wins. An unknown flag or a bad value is an
// error that names it.
class FlagSet {
 public:
  FlagSet(const std::string& program, const std::string& description);
  ~FlagSet();

  // `flag` with its dashes; the value given before stays as the default. The
  // variable must live until Parse.
  void Add(const std::string& flag, std::string* value,
           const std::string& help);
  void Add(const std::string& flag, int* value, const std::string& help);
  void Add(const std::string& flag, double* value, const std::string& help);
  // --flag and --no-flag.
  void Add(const std::string& flag, bool* value, const std::string& help);
  // "250ms", "5s", "1h30m".
  void Add(const std::string& flag, absl::Duration* value,
           const std::string& help);

  // A value is the exit code to end with: 0 after --help and --version, 2 after
  // an error, which is printed.
  std::optional<int> Parse(int argc, char** argv);

  // For what the above does not cover (subcommands of the CLI).
  CLI::App& app();

 private:
  std::unique_ptr<CLI::App> app_;
};

// BROADSHEET_MAX_DAYS for "--max-days".
std::string EnvironmentName(const std::string& flag);

}  // namespace broadsheet

#endif  // BROADSHEET_COMMON_FLAGS_H_
