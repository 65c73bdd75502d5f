// show, export: papers in full.

#include <limits>
#include <string>

#include "cli/commands/arguments.h"
#include "cli/commands/commands.h"
#include "cli/commands/paging.h"
#include "cli/paper_printer.h"

namespace broadsheet::cli {
namespace {

struct ShowArguments {
  std::string paper_id;
  bool json = false;
};

struct ExportArguments {
  std::string what;
  std::string category;
  std::string first_day;
  std::string last_day;
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

absl::StatusOr<ExitCode> Export(Session& session,
                                const ExportArguments& arguments) {
  v1::ListPapersRequest request;
  request.set_category(arguments.category);
  request.set_first_day(arguments.first_day);
  request.set_last_day(arguments.last_day);
  int64_t count = 0;
  absl::Status status = ForEachPage(
      request, std::numeric_limits<int64_t>::max(),
      [&](const auto& page) { return session.client->ListPapers(page); },
      [&](const v1::ListPapersResponse& page) {
        for (const v1::Paper& paper : page.papers()) {
          *session.console->out << PaperJson(paper);
        }
        count += page.papers_size();
        return page.papers_size();
      });
  if (!status.ok()) return status;
  session.console->out->flush();
  if (!session.console->out->good()) {
    return absl::DataLossError("standard output cannot be written");
  }
  *session.console->err << "exported " << Count(count, "paper") << "\n";
  return ExitCode::kOk;
}

void DeclareShow(CLI::App* command, ShowArguments* arguments) {
  command->add_option("ID", arguments->paper_id, "The paper")->required();
  command->add_flag("--json", arguments->json, "As one JSON object");
}

void DeclareExport(CLI::App* command, ExportArguments* arguments) {
  command
      ->add_option("WHAT", arguments->what,
                   "papers: JSON lines that `ingest` reads again")
      ->required()
      ->check(CLI::IsMember({"papers"}));
  command->add_option("--category", arguments->category,
                      "Only papers of this category");
  command
      ->add_option("--from", arguments->first_day,
                   "Only papers announced on this day or later")
      ->check(IsDay());
  command
      ->add_option("--until", arguments->last_day,
                   "Only papers announced on this day or earlier")
      ->check(IsDay());
}

}  // namespace

void AddPaperCommands(CLI::App* app, Command* chosen) {
  AddCommand<ShowArguments>(app, chosen, "show", "One paper in full",
                            DeclareShow, Show);
  AddCommand<ExportArguments>(app, chosen, "export",
                              "Writes the catalogue to standard output",
                              DeclareExport, Export);
}

}  // namespace broadsheet::cli
