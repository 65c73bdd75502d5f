#ifndef BROADSHEET_CLI_COMMANDS_COMMANDS_H_
#define BROADSHEET_CLI_COMMANDS_COMMANDS_H_

#include "cli/session.h"

namespace CLI {
class App;
}

namespace broadsheet::cli {

// Each adds its subcommands to `app`; parsing a command line that names one of
// them sets `chosen`, which must outlive `app`.
void AddBulkCommands(CLI::App* app, Command* chosen);
void AddHarvestCommand(CLI::App* app, Command* chosen);
void AddSearchCommands(CLI::App* app, Command* chosen);
void AddListCommands(CLI::App* app, Command* chosen);
void AddFeedCommand(CLI::App* app, Command* chosen);
void AddPaperCommands(CLI::App* app, Command* chosen);
void AddActionCommands(CLI::App* app, Command* chosen);
void AddDeadLetterCommands(CLI::App* app, Command* chosen);
void AddOperatorCommands(CLI::App* app, Command* chosen);
void AddAccountCommands(CLI::App* app, Command* chosen);
void AddExportCommands(CLI::App* app, Command* chosen);
void AddDigestCommand(CLI::App* app, Command* chosen);
void AddSimulateCommand(CLI::App* app, Command* chosen);
void AddModelCommands(CLI::App* app, Command* chosen);
void AddEvaluationCommand(CLI::App* app, Command* chosen);
void AddEditionCommands(CLI::App* app, Command* chosen);

inline void AddAllCommands(CLI::App* app, Command* chosen) {
  AddSearchCommands(app, chosen);
  AddListCommands(app, chosen);
  AddFeedCommand(app, chosen);
  AddPaperCommands(app, chosen);
  AddActionCommands(app, chosen);
  AddBulkCommands(app, chosen);
  AddHarvestCommand(app, chosen);
  AddDeadLetterCommands(app, chosen);
  AddOperatorCommands(app, chosen);
  AddAccountCommands(app, chosen);
  AddExportCommands(app, chosen);
  AddDigestCommand(app, chosen);
  AddSimulateCommand(app, chosen);
  AddModelCommands(app, chosen);
  AddEvaluationCommand(app, chosen);
  AddEditionCommands(app, chosen);
}

}  // namespace broadsheet::cli

#endif  // BROADSHEET_CLI_COMMANDS_COMMANDS_H_
