// Measures a running newspaper over gRPC, as a client sees it; see --help.

#include <algorithm>
#include <cstdio>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "CLI/CLI.hpp"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "broadsheet/v1/recommend_service.grpc.pb.h"
#include "common/mutex_mode.h"
#include "tests/bench/bare_lists.h"
#include "tests/bench/bare_upsert.h"
#include "tests/bench/feed_followers.h"
#include "tests/bench/found.h"
#include "tests/bench/freshness.h"
#include "tests/bench/generator.h"
#include "tests/bench/list_calls.h"
#include "tests/bench/load.h"
#include "tests/bench/measures.h"

namespace {

using broadsheet::bench::BareUpsertOptions;
using broadsheet::bench::Connect;
using broadsheet::bench::FeedFollowersOptions;
using broadsheet::bench::FreshnessOptions;
using broadsheet::bench::LoadOptions;
using broadsheet::bench::NewCall;
using broadsheet::v1::RecommendService;

constexpr absl::Duration kCallLimit = absl::Seconds(10);
constexpr absl::Duration kPapersLimit = absl::Seconds(60);

// How long one search takes; infinite when it fails, which is printed.
absl::Duration TimeSearch(RecommendService::Stub* stub) {
  broadsheet::v1::SearchRequest request;
  request.set_query("attention");
  broadsheet::v1::SearchResponse response;
  const absl::Time start = absl::Now();
  const grpc::Status status =
      stub->Search(NewCall(kCallLimit).get(), request, &response);
  if (status.ok()) return absl::Now() - start;
  std::fprintf(stderr, "%s\n", status.error_message().c_str());
  return absl::InfiniteDuration();
}

bool MeasureIdle(const std::string& target, int calls, absl::Duration idle) {
  const auto stub = RecommendService::NewStub(Connect(target));
  // The first call also connects.
  if (TimeSearch(stub.get()) == absl::InfiniteDuration()) return false;
  std::vector<absl::Duration> times;
  for (int i = 0; i < calls; ++i) {
    absl::SleepFor(idle);
    times.push_back(TimeSearch(stub.get()));
    if (times.back() == absl::InfiniteDuration()) return false;
  }
  std::sort(times.begin(), times.end());
  std::printf("median %.2f ms, maximum %.2f ms\n",
              absl::ToDoubleMilliseconds(times[times.size() / 2]),
              absl::ToDoubleMilliseconds(times.back()));
  return true;
}

int64_t CountPapers(RecommendService::Stub* stub) {
  broadsheet::v1::GetStatusResponse response;
  const grpc::Status status =
      stub->GetStatus(NewCall(kCallLimit).get(), {}, &response);
  return status.ok() ? response.papers() : -1;
}

bool MeasurePapers(const std::string& target, int64_t wanted) {
  const auto stub = RecommendService::NewStub(Connect(target));
  const absl::Time start = absl::Now();
  int64_t papers = CountPapers(stub.get());
  while (papers < wanted && absl::Now() - start < kPapersLimit) {
    absl::SleepFor(absl::Milliseconds(5));
    papers = CountPapers(stub.get());
  }
  std::printf("%lld papers after %.0f ms\n", static_cast<long long>(papers),
              absl::ToDoubleMilliseconds(absl::Now() - start));
  return papers >= wanted;
}

// Each subcommand sets `run`, which tells whether all went well.
using Run = std::function<bool()>;

void AddIdle(CLI::App* app, Run* run) {
  struct Options {
    std::string gateway;
    int calls = 50;
    double seconds = 5;
  };
  auto options = std::make_shared<Options>();
  auto* idle = app->add_subcommand(
      "idle", "Lets the connection rest, then makes one call; again and again");
  idle->add_option("GATEWAY", options->gateway)->required();
  idle->add_option("--calls", options->calls)->check(CLI::Range(1, 100000));
  idle->add_option("--seconds", options->seconds, "of rest before each");
  idle->callback([options, run] {
    *run = [options] {
      return MeasureIdle(options->gateway, options->calls,
                         absl::Seconds(options->seconds));
    };
  });
}

void AddPapers(CLI::App* app, Run* run) {
  auto target = std::make_shared<std::string>();
  auto count = std::make_shared<int64_t>(0);
  auto* papers = app->add_subcommand(
      "papers", "How long until a recommender knows that many papers");
  papers->add_option("RECOMMENDER", *target)->required();
  papers->add_option("COUNT", *count)->required();
  papers->callback(
      [=] { *run = [=] { return MeasurePapers(*target, *count); }; });
}

void AddLoad(CLI::App* app, Run* run) {
  auto options = std::make_shared<LoadOptions>();
  auto* load = app->add_subcommand(
      "load", "Lists through the gateway: failures, times, spread");
  load->add_option("GATEWAY", options->gateway)->required();
  load->add_option("--calls", options->calls)->required();
  load->add_option("--rate", options->rate,
                   "calls a second; 0: as many as get answered");
  load->add_option("--threads", options->threads)->check(CLI::Range(1, 256));
  load->callback(
      [=] { *run = [=] { return broadsheet::bench::RunLoad(*options); }; });
}

// Made-up papers as JSON lines.
bool Print(int count, uint64_t seed, double rate, int topics) {
  broadsheet::bench::PaperGenerator generator(seed, topics);
  const absl::Time start = absl::Now();
  for (int i = 0; i < count; ++i) {
    if (rate > 0) {
      const absl::Duration early =
          start + absl::Seconds(i / rate) - absl::Now();
      if (early > absl::ZeroDuration()) std::fflush(stdout);
      absl::SleepFor(early);
    }
    std::puts(broadsheet::bench::ToJsonLine(generator.Next()).c_str());
  }
  return std::fflush(stdout) == 0;
}

void AddGenerate(CLI::App* app, Run* run) {
  auto count = std::make_shared<int>(0);
  auto seed = std::make_shared<uint64_t>(1);
  auto rate = std::make_shared<double>(0);
  auto topics = std::make_shared<int>(0);
  auto* generate = app->add_subcommand(
      "generate", "Prints made-up papers as JSON lines, 1.4 kB each");
  generate->add_option("COUNT", *count)
      ->required()
      ->check(CLI::Range(1, 1'200'000));
  generate->add_option("--seed", *seed);
  generate->add_option("--rate", *rate, "papers a second; 0: all at once");
  generate->add_option("--topics", *topics, "0: words are of no topic")
      ->check(CLI::Range(0, 100'000));
  generate->callback(
      [=] { *run = [=] { return Print(*count, *seed, *rate, *topics); }; });
}

void AddGenerateEvents(CLI::App* app, Run* run) {
  auto options = std::make_shared<broadsheet::bench::GeneratedReaders>();
  options->end_seconds = absl::ToUnixSeconds(absl::Now());
  auto* generate = app->add_subcommand(
      "generate-events", "Prints what made-up readers do as JSON lines");
  generate->add_option("READERS", options->readers)
      ->required()
      ->check(CLI::Range(1, 10'000'000));
  generate->add_option("--papers", options->papers)
      ->required()
      ->check(CLI::Range(1, 1'200'000));
  generate->add_option("--topics", options->topics)
      ->required()
      ->check(CLI::Range(1, 100'000));
  generate->add_option("--each", options->events_each);
  generate->add_option("--seed", options->seed);
  generate->callback([=] {
    *run = [=] {
      broadsheet::bench::PrintEvents(*options);
      return std::fflush(stdout) == 0;
    };
  });
}

void AddLists(CLI::App* app, Run* run) {
  auto options = std::make_shared<broadsheet::bench::ListCallsOptions>();
  auto* lists = app->add_subcommand(
      "lists",
      "Similar lists and feeds of made-up papers and readers; searches");
  lists->add_option("RECOMMENDER", options->target)->required();
  lists->add_option("--kind", options->kind)
      ->required()
      ->check(CLI::IsMember({"similar", "feed", "search"}));
  lists->add_option("--papers", options->papers);
  lists->add_option("--query", options->query);
  lists->add_option("--readers", options->readers);
  lists->add_option("--calls", options->calls);
  lists->add_option("--threads", options->threads)->check(CLI::Range(1, 256));
  lists->add_option("--pid", options->server_pid,
                    "the server, to tell its processor time a call");
  lists->callback([=] {
    if (options->kind != "search" && options->papers == 0) {
      throw CLI::RequiredError("--papers");
    }
    *run = [=] { return broadsheet::bench::MeasureLists(*options); };
  });
}

void AddBareLists(CLI::App* app, Run* run) {
  auto options = std::make_shared<broadsheet::bench::BareListsOptions>();
  auto* bare = app->add_subcommand(
      "bare-lists",
      "A server that gives each list call one stored answer, until it is "
      "killed");
  bare->add_option("LISTEN", options->listen)->required();
  bare->add_option("RECOMMENDER", options->recommender,
                   "whose answers are stored")
      ->required();
  bare->callback(
      [=] { *run = [=] { return broadsheet::bench::ServeBare(*options); }; });
}

void AddBareUpsert(CLI::App* app, Run* run) {
  auto options = std::make_shared<BareUpsertOptions>();
  auto* bare = app->add_subcommand(
      "bare-upsert", "What PostgreSQL takes of a plain libpq loop");
  bare->add_option("CONNINFO", options->conninfo)->required();
  bare->add_option("--rows", options->rows)->check(CLI::Range(500, 1'000'000));
  bare->callback([=] {
    *run = [=] { return broadsheet::bench::MeasureBareUpsert(*options); };
  });
}

void AddFeedFollowers(CLI::App* app, Run* run) {
  auto options = std::make_shared<FeedFollowersOptions>();
  auto* command = app->add_subcommand(
      "feed-followers", "How long changes take to storage's followers");
  command->add_option("STORAGE", options->storage)->required();
  command->add_option("--followers", options->followers)
      ->check(CLI::Range(1, 200));
  command->add_option("--rate", options->rate, "changes a second")
      ->check(CLI::Range(1, 100000));
  command->add_option("--batch", options->batch, "changes of a transaction")
      ->check(CLI::Range(1, 1000));
  command->add_option("--seconds", options->seconds)->check(CLI::Range(1, 600));
  command->callback([=] {
    *run = [=] { return broadsheet::bench::MeasureFeedFollowers(*options); };
  });
}

void AddFreshness(CLI::App* app, const char* name, const char* description,
                  bool (*measure)(const FreshnessOptions&), Run* run) {
  auto options = std::make_shared<FreshnessOptions>();
  auto* command = app->add_subcommand(name, description);
  command->add_option("GATEWAY", options->gateway)->required();
  command->add_option("RECOMMENDER", options->recommenders)->required();
  command->add_option("--tries", options->tries)->required();
  command->add_option("--rate", options->rate, "tries a second");
  command->add_option("--token", options->token, "the operator's")
      ->envname("BROADSHEET_TOKEN")
      ->required();
  command->callback([=] { *run = [=] { return measure(*options); }; });
}

}  // namespace

int main(int argc, char** argv) {
  broadsheet::ForgoDeadlockDetection();
  CLI::App app("Measures a running newspaper over gRPC.", "broadsheet-bench");
  app.require_subcommand(1);
  Run run;
  AddFeedFollowers(&app, &run);
  AddIdle(&app, &run);
  AddPapers(&app, &run);
  AddLoad(&app, &run);
  AddGenerate(&app, &run);
  AddGenerateEvents(&app, &run);
  AddLists(&app, &run);
  AddBareLists(&app, &run);
  AddBareUpsert(&app, &run);
  AddFreshness(&app, "positions",
               "Writes votes and reads each back with its position",
               &broadsheet::bench::MeasurePositions, &run);
  AddFreshness(&app, "feeds", "From an event to the changed feed",
               &broadsheet::bench::MeasureFeeds, &run);
  AddFreshness(&app, "found", "From a paper's commit to its being found",
               &broadsheet::bench::MeasureFound, &run);
  AddFreshness(&app, "new-similar", "From a paper's commit to similar lists",
               &broadsheet::bench::MeasureNewInSimilar, &run);
  AddFreshness(&app, "new-feeds", "From a paper's commit to feeds",
               &broadsheet::bench::MeasureNewInFeeds, &run);
  CLI11_PARSE(app, argc, argv);
  return run() ? 0 : 1;
}
