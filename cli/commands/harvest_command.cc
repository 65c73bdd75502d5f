// harvest: papers from an OAI-PMH server, fetched by the newspaper itself.

#include <string>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "cli/commands/arguments.h"
#include "cli/commands/commands.h"
#include "cli/progress.h"
#include "cli/text_width.h"

namespace broadsheet::cli {
namespace {

constexpr absl::Duration kPollPeriod = absl::Milliseconds(500);

struct HarvestArguments {
  std::string url;
  std::string set;
  std::string from;
  std::string until;
  bool detach = false;
};

// Follows the operation until it is done.
absl::StatusOr<v1::Operation> Wait(Session& session, v1::Operation operation) {
  Progress progress(session.console, session.clock, "harvest", "papers");
  while (!operation.done()) {
    if (operation.items_total() > 0) {
      progress.SetTotal(operation.items_total());
    }
    progress.SetDone(operation.items_done());
    progress.SetRecords(operation.items_done());
    progress.Tick();
    session.sleep(kPollPeriod);
    v1::GetOperationRequest request;
    request.set_operation_id(operation.id());
    auto response = session.client->GetOperation(request);
    if (!response.ok()) return response.status();
    operation = response->operation();
  }
  return operation;
}

absl::StatusOr<ExitCode> Harvest(Session& session,
                                 const HarvestArguments& arguments) {
  v1::RunHarvestRequest request;
  request.set_request_id(session.make_id());
  request.set_url(arguments.url);
  request.set_set(arguments.set);
  request.set_from(arguments.from);
  request.set_until(arguments.until);
  auto started = session.client->RunHarvest(request);
  if (!started.ok()) return started.status();
  if (arguments.detach) {
    *session.console->out << SafeLine(started->operation().id()) << "\n";
    return ExitCode::kOk;
  }
  auto ended = Wait(session, started->operation());
  if (!ended.ok()) return ended.status();
  *session.console->out << "harvest: " << Count(ended->items_done(), "paper")
                        << ", " << WithCommas(ended->items_refused())
                        << " refused\n";
  if (!ended->error().empty()) return absl::AbortedError(ended->error());
  return ended->items_refused() > 0 ? ExitCode::kSomeRefused : ExitCode::kOk;
}

void DeclareHarvest(CLI::App* command, HarvestArguments* arguments) {
  command
      ->add_option("--url", arguments->url,
                   "Base address, such as https://oaipmh.arxiv.org/oai")
      ->required();
  command->add_option("--set", arguments->set,
                      "OAI set, such as cs or physics:hep-th");
  command->add_option("--from", arguments->from, "First day of the changes")
      ->check(IsDay());
  command->add_option("--until", arguments->until, "Last day of the changes")
      ->check(IsDay());
  command->add_flag("--detach", arguments->detach,
                    "Start it, print the operation's id, do not wait");
}

}  // namespace

void AddHarvestCommand(CLI::App* app, Command* chosen) {
  AddCommand<HarvestArguments>(app, chosen, "harvest",
                               "Takes papers in from an OAI-PMH server",
                               DeclareHarvest, Harvest);
}

}  // namespace broadsheet::cli
