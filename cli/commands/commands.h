#ifndef BROADSHEET_CLI_COMMANDS_COMMANDS_H_
#define BROADSHEET_CLI_COMMANDS_COMMANDS_H_

#include "cli/commands/syntax.h"
#include "cli/session.h"

namespace broadsheet::cli {

// Each adds its subcommands to `app`; parsing a command line that names one of
// them sets `chosen`, which must outlive `app`.
void AddBulkCommands(Syntax app, Command* chosen);
void AddHarvestCommand(Syntax app, Command* chosen);
void AddSearchCommands(Syntax app, Command* chosen);
void AddListCommands(Syntax app, Command* chosen);
void AddFeedCommand(Syntax app, Command* chosen);
void AddPaperCommands(Syntax app, Command* chosen);
void AddActionCommands(Syntax app, Command* chosen);
void AddDeadLetterCommands(Syntax app, Command* chosen);
void AddOperatorCommands(Syntax app, Command* chosen);
void AddAccountCommands(Syntax app, Command* chosen);
void AddExportCommands(Syntax app, Command* chosen);
void AddDigestCommand(Syntax app, Command* chosen);
void AddSimulateCommand(Syntax app, Command* chosen);
void AddModelCommands(Syntax app, Command* chosen);
void AddEvaluationCommand(Syntax app, Command* chosen);
void AddEditionCommands(Syntax app, Command* chosen);

inline void AddAllCommands(Syntax app, Command* chosen) {
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
