#ifndef BROADSHEET_INGEST_HARVESTING_H_
#define BROADSHEET_INGEST_HARVESTING_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/flags.h"
#include "common/http_client/http_fetcher.h"
#include "common/logger.h"
#include "grpcpp/channel.h"
#include "ingest/backend.h"
#include "ingest/harvest_runner.h"
#include "ingest/harvest_scheduler.h"
#include "ingest/host_pacer.h"
#include "ingest/lease_turns.h"
#include "ingest/paper_fetcher.h"
#include "ingest/polite_fetcher.h"
#include "ingest/schedule.h"

namespace broadsheet::ingest {

inline constexpr char kPrivateFlag[] = "--allow-private-harvest";

// As the flags of broadsheet-ingest.
struct HarvestSettings {
  std::string contact;
  std::string schedule;
  std::string arxiv_api;
  bool allow_private = false;
  absl::Duration interval = absl::Seconds(3);
};

void AddHarvestFlags(FlagSet* flags, HarvestSettings* settings);

// Everything that harvests, put together. Thread-safe.
class Harvesting {
 public:
  // `channel` leads to storage. Pointers must outlive this. INVALID_ARGUMENT
  // when the schedule is none.
  static absl::StatusOr<std::unique_ptr<Harvesting>> Make(
      const HarvestSettings& settings, const Backend& backend,
      const std::shared_ptr<grpc::Channel>& channel, const Logger* log);

  const HarvestParts& parts() const { return parts_; }
  const std::vector<Schedule>& schedules() const { return schedules_; }
  HarvestRunner* runner() { return &runner_; }
  PaperFetcher* papers() { return &papers_; }

  // Begins with what is due, and with what an earlier process left.
  void Start() { scheduler_.Run(); }
  void Stop();

 private:
  Harvesting(const HarvestSettings& settings, const Backend& backend,
             const std::shared_ptr<grpc::Channel>& channel, const Logger* log,
             Sources sources, std::vector<Schedule> schedules);

  const Sources sources_;
  const std::vector<Schedule> schedules_;
  const std::unique_ptr<HttpFetcher> fetcher_;
  Checkpoints checkpoints_;
  Leases leases_;
  LeaseTurns turns_;
  HostPacer pacer_;
  const PoliteFetcher polite_;
  const Harvester harvester_;
  // The same servers in the same turns, for those who wait.
  const PoliteFetcher hasty_;
  const Harvester hasty_harvester_;
  PaperFetcher papers_;
  const HarvestParts parts_;
  HarvestRunner runner_;
  HarvestScheduler scheduler_;
};

}  // namespace broadsheet::ingest

#endif  // BROADSHEET_INGEST_HARVESTING_H_
