#ifndef BROADSHEET_CLI_COMMANDS_ARGUMENTS_H_
#define BROADSHEET_CLI_COMMANDS_ARGUMENTS_H_

#include <functional>
#include <memory>
#include <string>
#include <utility>

#include "CLI/CLI.hpp"
#include "cli/session.h"

namespace broadsheet::cli {

// How lists are asked for and shown.
struct ListArguments {
  int limit = 20;
  bool json = false;
};

// Adds --limit and --json.
void AddListArguments(CLI::App* command, ListArguments* arguments);

// Checks for options; their texts follow the option's name in the error.
CLI::Validator IsDay();
CLI::Validator IsPeriod();
// 1 to `limit` bytes.
CLI::Validator IsShort(size_t limit);

// Adds a subcommand that calls `run` with what `declare` parsed:
//
//   AddCommand<ShowArguments>(app, chosen, "show", "Shows a paper", &Declare,
//                             &Show);
template <class Arguments>
void AddCommand(
    CLI::App* app, Command* chosen, const std::string& name,
    const std::string& help,
    const std::function<void(CLI::App*, Arguments*)>& declare,
    std::function<absl::StatusOr<ExitCode>(Session&, const Arguments&)> run) {
  auto arguments = std::make_shared<Arguments>();
  CLI::App* command = app->add_subcommand(name, help);
  // The options of all commands may stand behind the command's name too.
  command->fallthrough();
  declare(command, arguments.get());
  command->callback([arguments, chosen, run = std::move(run)] {
    *chosen = [arguments, run](Session& session) {
      return run(session, *arguments);
    };
  });
}

}  // namespace broadsheet::cli

#endif  // BROADSHEET_CLI_COMMANDS_ARGUMENTS_H_
