#ifndef BROADSHEET_INGEST_ENRICHING_H_
#define BROADSHEET_INGEST_ENRICHING_H_

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
#include "ingest/enrichment_queue.h"
#include "ingest/harvesting.h"
#include "ingest/host_pacer.h"
#include "ingest/polite_fetcher.h"

namespace broadsheet::ingest {

// As the flags of broadsheet-ingest. An enricher without its URL is off.
struct EnrichSettings {
  std::string summary_url;
  std::string summary_model;
  std::string summary_token_file;
  std::string github_url;
  std::string github_token_file;
  std::string hub_url;
  std::string citations_url;
  absl::Duration every = absl::Hours(168);
  absl::Duration interval = absl::Seconds(1);
};

void AddEnrichFlags(FlagSet* flags, EnrichSettings* settings);

// The enrichers that are on, in the settings' order. INVALID_ARGUMENT names the
// flag; NOT_FOUND and others when a token cannot be read.
absl::StatusOr<std::vector<std::unique_ptr<PaperEnricher>>> MakeEnrichers(
    const EnrichSettings& settings, const std::string& contact);

// Everything that asks others about papers, put together; each enricher on a
// thread of its own. Thread-safe.
class Enriching {
 public:
  // `channel` leads to storage; of `harvest` contact and private addresses
  // count. Pointers must outlive this. Errors as of MakeEnrichers.
  static absl::StatusOr<std::unique_ptr<Enriching>> Make(
      const EnrichSettings& settings, const HarvestSettings& harvest,
      const Backend& backend, const std::shared_ptr<grpc::Channel>& channel,
      const Logger* log);

  void Start();
  void Stop();

 private:
  Enriching(const EnrichSettings& settings, const HarvestSettings& harvest,
            const Backend& backend,
            const std::shared_ptr<grpc::Channel>& channel, const Logger* log,
            std::vector<std::unique_ptr<PaperEnricher>> enrichers);

  const std::unique_ptr<HttpFetcher> fetcher_;
  HostPacer pacer_;
  const PoliteFetcher polite_;
  Checkpoints checkpoints_;
  Leases leases_;
  std::vector<std::unique_ptr<EnrichmentQueue>> queues_;
};

}  // namespace broadsheet::ingest

#endif  // BROADSHEET_INGEST_ENRICHING_H_
