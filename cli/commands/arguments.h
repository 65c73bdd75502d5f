#ifndef BROADSHEET_CLI_COMMANDS_ARGUMENTS_H_
#define BROADSHEET_CLI_COMMANDS_ARGUMENTS_H_

#include <functional>
#include <memory>
#include <string>
#include <utility>

#include "cli/commands/syntax.h"
#include "cli/session.h"

namespace broadsheet::cli {

// How lists are asked for and shown.
struct ListArguments {
  int limit = 20;
  bool json = false;
};

// Adds --limit and --json.
void AddListArguments(Syntax command, ListArguments* arguments);

// Adds a subcommand that calls `run` with what `declare` parsed:
//
//   AddCommand<ShowArguments>(app, chosen, "show", "Shows a paper", &Declare,
//                             &Show);
template <class Arguments>
void AddCommand(
    Syntax app, Command* chosen, const std::string& name,
    const std::string& help,
    const std::function<void(Syntax, Arguments*)>& declare,
    std::function<absl::StatusOr<ExitCode>(Session&, const Arguments&)> run) {
  auto arguments = std::make_shared<Arguments>();
  const auto choose = [arguments, chosen, run = std::move(run)] {
    *chosen = [arguments, run](Session& session) {
      return run(session, *arguments);
    };
  };
  declare(app.Subcommand(name, help, choose), arguments.get());
}

}  // namespace broadsheet::cli

#endif  // BROADSHEET_CLI_COMMANDS_ARGUMENTS_H_
