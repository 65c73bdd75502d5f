// simulate: readers and editors who are not real, and are named so.

#include <algorithm>
#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "cli/commands/arguments.h"
#include "cli/commands/commands.h"
#include "cli/commands/paging.h"
#include "cli/progress.h"
#include "cli/simulator.h"
#include "common/days.h"
#include "common/errors.h"
#include "common/sizes.h"

namespace broadsheet::cli {
namespace {

// The newest papers suffice, and bound the memory.
constexpr int64_t kMaxPapers = 50'000;
constexpr int kEventsInBatch = 1000;

struct SimulateArguments {
  uint64_t seed = 1;
  int days = 14;
  int readers = 60;
  std::string until;
  std::string zone = "America/New_York";
};

v1::EventKind ToEventKind(SimulatedEvent::Kind kind) {
  switch (kind) {
    case SimulatedEvent::Kind::kView:
      return v1::EVENT_KIND_VIEW;
    case SimulatedEvent::Kind::kClick:
      return v1::EVENT_KIND_CLICK;
    case SimulatedEvent::Kind::kRead:
      return v1::EVENT_KIND_READ;
    case SimulatedEvent::Kind::kUpvote:
      return v1::EVENT_KIND_UPVOTE;
    case SimulatedEvent::Kind::kSave:
      return v1::EVENT_KIND_SAVE;
    case SimulatedEvent::Kind::kDislike:
      return v1::EVENT_KIND_DISLIKE;
  }
  return v1::EVENT_KIND_UNSPECIFIED;
}

v1::Event ToEvent(const SimulatedEvent& simulated) {
  v1::Event event;
  event.set_event_id(simulated.event_id);
  event.set_reader_id(simulated.reader);
  event.set_paper_id(simulated.paper_id);
  event.set_kind(ToEventKind(simulated.kind));
  const int64_t nanos = absl::ToUnixNanos(simulated.at);
  event.mutable_at()->set_seconds(nanos / 1'000'000'000);
  event.mutable_at()->set_nanos(static_cast<int32_t>(nanos % 1'000'000'000));
  event.set_value(simulated.seconds);
  event.set_list(simulated.list);
  event.set_position(simulated.position);
  return event;
}

absl::StatusOr<std::vector<SimulatedPaper>> FetchCatalogue(Session& session) {
  std::vector<SimulatedPaper> papers;
  absl::Status status = ForEachPage(
      v1::ListPapersRequest(), kMaxPapers,
      [&](const auto& page) { return session.client->ListPapers(page); },
      [&](const v1::ListPapersResponse& page) {
        for (const v1::Paper& paper : page.papers()) {
          papers.push_back({.id = paper.id(),
                            .categories = {paper.categories().begin(),
                                           paper.categories().end()},
                            .announced = paper.announced()});
        }
        return page.papers_size();
      });
  if (!status.ok()) return status;
  return papers;
}

absl::StatusOr<SimulationOptions> MakeOptions(
    const Session& session, const SimulateArguments& arguments) {
  auto zone = LoadZone(arguments.zone);
  if (!zone.ok()) {
    return UsageError(absl::StrCat("--zone: ", zone.status().message()));
  }
  const absl::Time now = session.clock->Now();
  const absl::CivilDay today = DayAt(now, *zone);
  absl::CivilDay until = today;
  if (!arguments.until.empty()) until = *ParseDay(arguments.until);
  if (until > today) {
    return UsageError(absl::StrCat("--until: ", arguments.until,
                                   " is after today (", FormatDay(today), ")"));
  }
  return SimulationOptions{.seed = arguments.seed,
                           .days = arguments.days,
                           .readers = arguments.readers,
                           .until = until,
                           .zone = *zone,
                           .now = now};
}

// Answers how many were new.
absl::StatusOr<int64_t> SendSubmissions(
    Session& session, const std::vector<SimulatedSubmission>& submissions,
    Progress* progress) {
  int64_t created = 0;
  int64_t sent = 0;
  for (const SimulatedSubmission& submission : submissions) {
    v1::SubmitPaperRequest request;
    request.set_request_id(submission.request_id);
    request.set_paper_id(submission.paper_id);
    request.set_reader_id(submission.editor);
    request.set_day(FormatDay(submission.day));
    request.set_score(submission.score);
    request.set_automatic(true);
    auto response = session.client->SubmitPaper(request);
    if (!response.ok()) return response.status();
    if (response->created()) ++created;
    progress->SetRecords(++sent);
    progress->Tick();
  }
  return created;
}

struct EventCounts {
  int64_t appended = 0;
  int64_t refused = 0;
};

void CountResults(const v1::RecordEventsResponse& response, EventCounts* counts,
                  Progress* progress) {
  for (const v1::EventResult& result : response.results()) {
    if (result.outcome() == v1::EventResult::OUTCOME_APPENDED) {
      ++counts->appended;
    } else if (result.outcome() == v1::EventResult::OUTCOME_REFUSED) {
      if (++counts->refused > 20) continue;
      progress->Print(absl::StrCat(result.event_id(), ": ", result.field(),
                                   ": ", result.rule()));
    }
  }
}

absl::StatusOr<EventCounts> SendEvents(
    Session& session, const std::vector<SimulatedEvent>& events,
    Progress* progress) {
  EventCounts counts;
  for (size_t next = 0; next < events.size();) {
    v1::RecordEventsRequest request;
    while (next < events.size() && request.events_size() < kEventsInBatch) {
      *request.add_events() = ToEvent(events[next++]);
    }
    auto response = session.client->RecordEvents(request);
    if (!response.ok()) return response.status();
    CountResults(*response, &counts, progress);
    progress->SetRecords(static_cast<int64_t>(next));
    progress->Tick();
  }
  return counts;
}

absl::StatusOr<ExitCode> RunSimulation(Session& session,
                                       const SimulateArguments& arguments) {
  auto options = MakeOptions(session, arguments);
  if (!options.ok()) return options.status();
  auto papers = FetchCatalogue(session);
  if (!papers.ok()) return papers.status();
  if (papers->empty()) {
    return absl::FailedPreconditionError(
        "the catalogue is empty: ingest papers first");
  }
  const Simulation simulation = Simulate(*std::move(papers), *options);
  absl::StatusOr<int64_t> submitted;
  {
    Progress progress(session.console, session.clock, "simulate",
                      "submissions");
    submitted = SendSubmissions(session, simulation.submissions, &progress);
  }
  if (!submitted.ok()) return submitted.status();
  Progress progress(session.console, session.clock, "simulate", "events");
  auto counts = SendEvents(session, simulation.events, &progress);
  if (!counts.ok()) return counts.status();
  *session.console->out
      << "simulated " << arguments.readers << " readers from "
      << FormatDay(options->until - options->days) << " to "
      << FormatDay(options->until) << ": "
      << Count(static_cast<int64_t>(simulation.submissions.size()),
               "submission")
      << " (" << WithCommas(*submitted) << " new), "
      << Count(static_cast<int64_t>(simulation.events.size()), "event") << " ("
      << WithCommas(counts->appended) << " new, " << WithCommas(counts->refused)
      << " refused)\n";
  return counts->refused > 0 ? ExitCode::kSomeRefused : ExitCode::kOk;
}

void DeclareSimulate(Syntax command, SimulateArguments* arguments) {
  command.Add("--seed", &arguments->seed, "Chooses the simulation")
      .ShowDefault();
  command.Add("--days", &arguments->days, "Days before --until")
      .ShowDefault()
      .InRange(0, 366);
  command.Add("--readers", &arguments->readers, "How many readers")
      .ShowDefault()
      .InRange(0, 10'000);
  command.Add("--until", &arguments->until, "The last day; default: today")
      .Day();
  command.Add("--zone", &arguments->zone, "Time zone of the newspaper's days")
      .OrFrom("BROADSHEET_ZONE")
      .ShowDefault();
}

}  // namespace

void AddSimulateCommand(Syntax app, Command* chosen) {
  AddCommand<SimulateArguments>(
      app, chosen, "simulate",
      "Adds simulated readers and editors, named as such", DeclareSimulate,
      RunSimulation);
}

}  // namespace broadsheet::cli
