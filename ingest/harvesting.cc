#include "ingest/harvesting.h"

#include <random>
#include <utility>

#include "absl/strings/str_cat.h"
#include "ingest/session.h"

namespace broadsheet::ingest {
namespace {

std::string UserAgent(const std::string& contact) {
  if (contact.empty()) return "Broadsheet";
  return absl::StrCat("Broadsheet (", contact, ")");
}

// No other process has it.
std::string ProcessName() {
  std::random_device device;
  return absl::StrCat(absl::Hex(device(), absl::kZeroPad8),
                      absl::Hex(device(), absl::kZeroPad8));
}

}  // namespace

absl::StatusOr<std::unique_ptr<Harvesting>> Harvesting::Make(
    const HarvestSettings& settings, const Backend& backend,
    const std::shared_ptr<grpc::Channel>& channel, const Logger* log) {
  Sources sources = MakeSources(settings.contact);
  auto schedules = ParseSchedules(settings.schedule, sources);
  if (!schedules.ok()) return schedules.status();
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
                                .allow_private = settings.allow_private})),
      pacer_(settings.interval, backend.clock, backend.timing),
      polite_({}, fetcher_.get(), &pacer_, backend.clock, backend.timing),
      harvester_(&polite_, PaperStream::MakeReader),
      checkpoints_(channel),
      leases_(channel),
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
  scheduler_.Stop();
  runner_.Stop();
}

}  // namespace broadsheet::ingest
