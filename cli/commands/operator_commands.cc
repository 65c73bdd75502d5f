// token, editor, dead-letters, status: running the newspaper.

#include <string>

#include "absl/strings/str_cat.h"
#include "cli/commands/arguments.h"
#include "cli/commands/commands.h"
#include "cli/commands/paging.h"
#include "cli/paper_printer.h"
#include "cli/status_printer.h"
#include "cli/table.h"
#include "cli/text_width.h"
#include "common/json_writer.h"

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

struct DeadLetterArguments {
  std::string source;
  ListArguments list;
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

std::string DeadLetterJson(const v1::DeadLetter& letter) {
  JsonWriter json;
  json.BeginObject().Key("id").String(letter.id());
  json.OptionalString("source", letter.source());
  json.OptionalString("file", letter.file_name());
  json.Key("record").Int(letter.record());
  json.OptionalString("paper", letter.paper_id());
  json.OptionalString("field", letter.field());
  json.OptionalString("rule", letter.rule());
  json.OptionalString("excerpt", letter.excerpt()).EndObject();
  return json.Take() + "\n";
}

absl::StatusOr<ExitCode> DeadLetters(Session& session,
                                     const DeadLetterArguments& arguments) {
  v1::ListDeadLettersRequest request;
  request.set_source(arguments.source);
  Table table({{.header = "RECORD", .min_width = 16},
               {.header = "PAPER", .min_width = 8, .rank = 1},
               {.header = "FIELD", .min_width = 6},
               {.header = "RULE", .min_width = 20}});
  absl::Status status = ForEachPage(
      request, arguments.list.limit,
      [&](const auto& page) { return session.client->ListDeadLetters(page); },
      [&](const v1::ListDeadLettersResponse& page) {
        for (const v1::DeadLetter& letter : page.dead_letters()) {
          if (arguments.list.json) {
            *session.console->out << DeadLetterJson(letter);
          } else {
            table.AddRow(
                {absl::StrCat(letter.file_name(), ":", letter.record()),
                 letter.paper_id(), letter.field(), letter.rule()});
          }
        }
        return page.dead_letters_size();
      });
  if (!status.ok()) return status;
  if (table.rows() > 0) {
    *session.console->out << table.Render(session.console->width,
                                          session.console->colours);
  } else if (!arguments.list.json) {
    *session.console->err << "no dead letters\n";
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

void DeclareToken(CLI::App* command, TokenArguments* arguments) {
  command
      ->add_option("--reader", arguments->reader,
                   "Whose token; made if there is no such reader")
      ->required()
      ->check(IsShort(100));
  command
      ->add_option("--label", arguments->label,
                   "What it is for, such as \"laptop\"")
      ->check(IsShort(100));
}

void DeclareEditor(CLI::App* command, EditorArguments* arguments) {
  command->add_option("--from", arguments->from, "First day")
      ->required()
      ->check(IsDay());
  command->add_option("--to", arguments->until, "Last day; 366 at most")
      ->required()
      ->check(IsDay());
  command->add_flag("--dry-run", arguments->dry_run,
                    "Choose, but submit nothing");
}

void DeclareDeadLetters(CLI::App* command, DeadLetterArguments* arguments) {
  command->add_option("--source", arguments->source, "Only of this source");
  AddListArguments(command, &arguments->list);
}

void DeclareStatus(CLI::App* command, StatusArguments* arguments) {
  command->add_flag("--json", arguments->json, "As one JSON object");
}

}  // namespace

void AddOperatorCommands(CLI::App* app, Command* chosen) {
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
  AddCommand<DeadLetterArguments>(app, chosen, "dead-letters",
                                  "Records that were refused, newest first",
                                  DeclareDeadLetters, DeadLetters);
}

}  // namespace broadsheet::cli
