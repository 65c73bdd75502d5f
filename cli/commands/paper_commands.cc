// show: a paper in full.

#include <string>

#include "cli/commands/arguments.h"
#include "cli/commands/commands.h"
#include "cli/paper_printer.h"

namespace broadsheet::cli {
namespace {

struct ShowArguments {
  std::string paper_id;
  bool json = false;
};

absl::StatusOr<ExitCode> Show(Session& session,
                              const ShowArguments& arguments) {
  v1::GetPaperRequest request;
  request.set_paper_id(arguments.paper_id);
  auto response = session.client->GetPaper(request);
  if (!response.ok()) return response.status();
  *session.console->out << (arguments.json ? PaperJson(response->paper())
                                           : PaperText(response->paper(),
                                                       *session.console));
  return ExitCode::kOk;
}

void DeclareShow(Syntax command, ShowArguments* arguments) {
  command.Add("ID", &arguments->paper_id, "The paper").Required();
  command.Flag("--json", &arguments->json, "As one JSON object");
}

}  // namespace

void AddPaperCommands(Syntax app, Command* chosen) {
  AddCommand<ShowArguments>(app, chosen, "show", "One paper in full",
                            DeclareShow, Show);
}

}  // namespace broadsheet::cli
