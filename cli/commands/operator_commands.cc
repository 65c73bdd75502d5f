// token, editor, status: running the newspaper.

#include <string>

#include "cli/commands/arguments.h"
#include "cli/commands/commands.h"
#include "cli/paper_printer.h"
#include "cli/status_printer.h"

namespace broadsheet::cli {
namespace {

struct TokenArguments {
  std::string reader;
  std::string label;
};

struct EditorArguments {
  std::string from;
  std::string until;
  bool dry_run = false;
};

struct StatusArguments {
  bool json = false;
};

absl::StatusOr<ExitCode> Token(Session& session,
                               const TokenArguments& arguments) {
  v1::CreateTokenRequest request;
  request.set_reader_id(arguments.reader);
  request.set_label(arguments.label);
  auto response = session.client->CreateToken(request);
  if (!response.ok()) return response.status();
  *session.console->out << response->token() << "\n";
  return ExitCode::kOk;
}

absl::StatusOr<ExitCode> Editor(Session& session,
                                const EditorArguments& arguments) {
  v1::RunEditorRequest request;
  request.set_first_day(arguments.from);
  request.set_last_day(arguments.until);
  request.set_dry_run(arguments.dry_run);
  auto response = session.client->RunEditor(request);
  if (!response.ok()) return response.status();
  for (const v1::EditedDay& day : response->days()) {
    *session.console->out << day.day() << ": "
                          << Count(day.papers_size(), "paper")
                          << (arguments.dry_run ? " would be" : "")
                          << " submitted\n";
    if (day.papers().empty()) continue;
    *session.console->out << RankedTable(
        {day.papers().begin(), day.papers().end()}, *session.console);
  }
  return ExitCode::kOk;
}

absl::StatusOr<ExitCode> Status(Session& session,
                                const StatusArguments& arguments) {
  auto response = session.client->GetSystemStatus();
  if (!response.ok()) return response.status();
  *session.console->out << (arguments.json
                                ? StatusJson(*response)
                                : StatusText(*response, *session.console));
  return IsHealthy(*response) ? ExitCode::kOk : ExitCode::kFailed;
}

void DeclareToken(Syntax command, TokenArguments* arguments) {
  command
      .Add("--reader", &arguments->reader,
           "Whose token; made if there is no such reader")
      .Required()
      .Short(100);
  command
      .Add("--label", &arguments->label, "What it is for, such as \"laptop\"")
      .Short(100);
}

void DeclareEditor(Syntax command, EditorArguments* arguments) {
  command.Add("--from", &arguments->from, "First day").Required().Day();
  command.Add("--to", &arguments->until, "Last day; 366 at most")
      .Required()
      .Day();
  command.Flag("--dry-run", &arguments->dry_run, "Choose, but submit nothing");
}

void DeclareStatus(Syntax command, StatusArguments* arguments) {
  command.Flag("--json", &arguments->json, "As one JSON object");
}

}  // namespace

void AddOperatorCommands(Syntax app, Command* chosen) {
  AddCommand<StatusArguments>(
      app, chosen, "status",
      "How the newspaper is doing; exit code 1 when a part is down",
      DeclareStatus, Status);
  AddCommand<TokenArguments>(app, chosen, "token",
                             "Makes a token for a reader and prints it",
                             DeclareToken, Token);
  AddCommand<EditorArguments>(
      app, chosen, "editor",
      "Lets the automatic editor make the lists of past days", DeclareEditor,
      Editor);
}

}  // namespace broadsheet::cli
