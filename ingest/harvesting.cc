#include "ingest/harvesting.h"

#include <utility>

#include "common/errors.h"
#include "common/http_client/url.h"
#include "ingest/identity.h"
#include "ingest/session.h"

namespace broadsheet::ingest {
namespace {

// After a failed request, while somebody waits.
constexpr RetryOptions kHasty = {.first = absl::Seconds(1),
                                 .longest = absl::Seconds(5),
                                 .patience = absl::Seconds(5)};

}  // namespace

void AddHarvestFlags(FlagSet* flags, HarvestSettings* settings) {
  flags->Add("--contact", &settings->contact,
             "E-mail address or URL for the servers that are asked");
  flags->Add("--schedule", &settings->schedule,
             "Harvest by itself: NAME=INTERVAL[@HH:MM][:SET], with commas "
             "between several; times are UTC");
  flags->Add(kPrivateFlag, &settings->allow_private,
             "Harvest and enrich from private addresses, too");
  flags->Add("--arxiv-api", &settings->arxiv_api,
             "Base address of arXiv's API for papers that somebody asks for, "
             "if it is not arXiv's own");
  flags->Add("--harvest-interval", &settings->interval,
             "Between two requests to one server");
}

absl::StatusOr<std::unique_ptr<Harvesting>> Harvesting::Make(
    const HarvestSettings& settings, const Backend& backend,
    const std::shared_ptr<grpc::Channel>& channel, const Logger* log) {
  Sources sources = MakeSources(settings.contact);
  auto schedules = ParseSchedules(settings.schedule, sources);
  if (!schedules.ok()) return schedules.status();
  if (!settings.arxiv_api.empty()) {
    absl::Status url = CheckBaseUrl(settings.arxiv_api);
    if (!url.ok()) {
      return InvalidField("--arxiv-api", ViolationsOf(url).front().rule);
    }
  }
  return std::unique_ptr<Harvesting>(new Harvesting(settings, backend, channel,
                                                    log, std::move(sources),
                                                    *std::move(schedules)));
}

Harvesting::Harvesting(const HarvestSettings& settings, const Backend& backend,
                       const std::shared_ptr<grpc::Channel>& channel,
                       const Logger* log, Sources sources,
                       std::vector<Schedule> schedules)
    : sources_(std::move(sources)),
      schedules_(std::move(schedules)),
      fetcher_(MakeCurlFetcher({.user_agent = UserAgent(settings.contact),
                                .allow_private = settings.allow_private,
                                .private_flag = kPrivateFlag})),
      checkpoints_(channel),
      leases_(channel),
      turns_(&leases_, ProcessName()),
      pacer_(settings.interval, backend.clock, backend.timing, &turns_),
      polite_({}, fetcher_.get(), &pacer_, backend.clock, backend.timing),
      harvester_(&polite_, PaperStream::MakeReader),
      hasty_({.retry = kHasty, .hasty = true}, fetcher_.get(), &pacer_,
             backend.clock, backend.timing),
      hasty_harvester_(&hasty_, PaperStream::MakeReader),
      papers_({.url = settings.arxiv_api}, backend, &hasty_harvester_, log),
      parts_{.backend = backend,
             .sources = &sources_,
             .harvester = &harvester_,
             .checkpoints = &checkpoints_,
             .leases = &leases_,
             .log = log,
             .process = ProcessName()},
      runner_(parts_),
      scheduler_(parts_, schedules_, &runner_) {}

void Harvesting::Stop() {
  papers_.Stop();
  scheduler_.Stop();
  runner_.Stop();
}

}  // namespace broadsheet::ingest
