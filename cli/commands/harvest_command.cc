// harvest, fetch, sources: papers that the newspaper fetches by itself.

#include <string>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "cli/commands/arguments.h"
#include "cli/commands/commands.h"
#include "cli/patience.h"
#include "cli/progress.h"
#include "cli/table.h"
#include "cli/text_width.h"
#include "common/errors.h"
#include "common/json_writer.h"
#include "common/sizes.h"

namespace broadsheet::cli {
namespace {

struct HarvestArguments {
  std::string source;
  std::string url;
  std::string set;
  std::string from;
  std::string until;
  bool detach = false;
};

// Follows the operation until it is done.
absl::StatusOr<v1::Operation> Wait(Session& session, v1::Operation operation) {
  Progress progress(session.console, session.clock, "harvest", "papers");
  Patience patience(session.clock);
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
    if (response.ok()) {
      patience.Answered();
      operation = response->operation();
    } else if (!patience.Allows(response.status())) {
      return response.status();
    }
  }
  return operation;
}

absl::StatusOr<ExitCode> Harvest(Session& session,
                                 const HarvestArguments& arguments) {
  v1::RunHarvestRequest request;
  request.set_request_id(session.make_id());
  request.set_source(arguments.source);
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

void DeclareHarvest(Syntax command, HarvestArguments* arguments) {
  command.Add("--source", &arguments->source,
              "One of `broadsheet sources`; default arxiv-oai");
  command.Add("--url", &arguments->url,
              "Base address, if it is not the source's own");
  command.Add("--set", &arguments->set,
              "OAI set such as physics:hep-th, categories of a feed, "
              "query, filter, or ids (id:2407.21783,hep-th/9901001)");
  command.Add("--from", &arguments->from, "First day of the changes").Day();
  command.Add("--until", &arguments->until, "Last day of the changes").Day();
  command.Flag("--detach", &arguments->detach,
               "Start it, print the operation's id, do not wait");
}

struct FetchArguments {
  std::string paper_id;
};

std::string Outcome(const v1::PaperResult& result) {
  switch (result.outcome()) {
    case v1::PaperResult::OUTCOME_CREATED:
      return " is here now";
    case v1::PaperResult::OUTCOME_UPDATED:
      return " was here, and is as arXiv has it now";
    default:
      return " was here already";
  }
}

absl::StatusOr<ExitCode> Fetch(Session& session,
                               const FetchArguments& arguments) {
  v1::FetchPaperRequest request;
  request.set_paper_id(arguments.paper_id);
  const auto fetched = session.client->FetchPaper(request);
  if (!fetched.ok()) return fetched.status();
  const v1::PaperResult& result = fetched->result();
  if (result.outcome() == v1::PaperResult::OUTCOME_REFUSED) {
    return InvalidField(result.field(), result.rule());
  }
  *session.console->out << SafeLine(
                               absl::StrCat(result.paper_id(), Outcome(result)))
                        << "\n";
  return ExitCode::kOk;
}

void DeclareFetch(Syntax command, FetchArguments* arguments) {
  command.Add("PAPER", &arguments->paper_id, "An arXiv id or address")
      .Required()
      .Short(200);
}

struct SourcesArguments {
  bool json = false;
};

std::string TimeText(const google::protobuf::Timestamp& time) {
  return absl::FormatTime("%Y-%m-%dT%H:%M:%SZ",
                          absl::FromUnixSeconds(time.seconds()),
                          absl::UTCTimeZone());
}

std::string SourceJson(const v1::Source& source) {
  JsonWriter json;
  json.BeginObject().Key("name").String(source.name());
  json.Key("title").String(source.title()).Key("url").String(source.url());
  json.OptionalString("set", source.set());
  json.Key("interval_seconds").Int(source.interval_seconds());
  if (source.has_last_success()) {
    json.Key("last_success").String(TimeText(source.last_success()));
  }
  if (source.has_next_run()) {
    json.Key("next_run").String(TimeText(source.next_run()));
  }
  json.OptionalString("error", source.error());
  json.OptionalString("checkpoint", source.checkpoint());
  json.OptionalString("operation", source.operation_id()).EndObject();
  return json.Take() + "\n";
}

// What a source is doing, in a few words.
std::string StateOf(const v1::Source& source) {
  if (!source.operation_id().empty()) return "runs: " + source.checkpoint();
  if (!source.error().empty()) return "failed: " + source.error();
  return source.checkpoint();
}

absl::StatusOr<ExitCode> ShowSources(Session& session,
                                     const SourcesArguments& arguments) {
  auto response = session.client->ListSources();
  if (!response.ok()) return response.status();
  Table table({{.header = "SOURCE", .min_width = 10},
               {.header = "SET", .min_width = 6, .rank = 3},
               {.header = "EVERY", .min_width = 6, .rank = 1},
               {.header = "LAST SUCCESS", .min_width = 20, .rank = 2},
               {.header = "NEXT RUN", .min_width = 20, .rank = 4},
               {.header = "STATE", .min_width = 12, .rank = 5},
               {.header = "WHAT", .min_width = 20, .rank = 6}});
  for (const v1::Source& source : response->sources()) {
    if (arguments.json) {
      *session.console->out << SourceJson(source);
      continue;
    }
    const absl::Duration interval = absl::Seconds(source.interval_seconds());
    table.AddRow(
        {source.name(), source.set(),
         source.interval_seconds() > 0 ? absl::FormatDuration(interval) : "",
         source.has_last_success() ? TimeText(source.last_success()) : "",
         source.has_next_run() ? TimeText(source.next_run()) : "",
         StateOf(source), source.title()});
  }
  if (!arguments.json) {
    *session.console->out << table.Render(session.console->width,
                                          session.console->colours);
  }
  return ExitCode::kOk;
}

void DeclareSources(Syntax command, SourcesArguments* arguments) {
  command.Flag("--json", &arguments->json, "One JSON object a line");
}

}  // namespace

void AddHarvestCommand(Syntax app, Command* chosen) {
  AddCommand<HarvestArguments>(app, chosen, "harvest",
                               "Has the newspaper fetch papers from a source",
                               DeclareHarvest, Harvest);
  AddCommand<FetchArguments>(app, chosen, "fetch",
                             "Has the newspaper fetch one paper from arXiv",
                             DeclareFetch, Fetch);
  AddCommand<SourcesArguments>(
      app, chosen, "sources",
      "What can be harvested, when it is by itself, and how it stands",
      DeclareSources, ShowSources);
}

}  // namespace broadsheet::cli
