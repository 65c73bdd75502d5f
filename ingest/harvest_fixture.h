#ifndef BROADSHEET_INGEST_HARVEST_FIXTURE_H_
#define BROADSHEET_INGEST_HARVEST_FIXTURE_H_

#include <memory>
#include <string>

#include "absl/time/clock.h"
#include "common/logger.h"
#include "gtest/gtest.h"
#include "ingest/fake_storage.h"
#include "ingest/grpc_store.h"
#include "ingest/harvest_runner.h"
#include "ingest/oai_fixtures.h"
#include "ingest/oai_server.h"
#include "ingest/session.h"

namespace broadsheet::ingest {

// For tests: a process that harvests, with a storage and a source. Further
// processes are made with `Parts` and another name.
class HarvestFixture : public ::testing::Test {
 protected:
  HarvestFixture() {
    request_.set_request_id("r1");
    request_.set_url(server_.url());
  }

  HarvestParts Parts(const std::string& process) {
    return {.backend = {.store = store_.get(),
                        .clock = &clock_,
                        .metrics = &metrics_,
                        .timing = Timing::Real(),
                        .retry = retry_,
                        .batches = {}},
            .sources = &sources_,
            .harvester = &harvester_,
            .checkpoints = &checkpoints_,
            .leases = &leases_,
            .log = &log_,
            .process = process};
  }

  // The operation once it has ended.
  v1::Operation Await(const HarvestRunner& runner, const std::string& id) {
    const absl::Time deadline = absl::Now() + absl::Seconds(30);
    while (absl::Now() < deadline) {
      const auto operation = runner.Find(call_, id);
      if (operation.ok() && operation->done()) return *operation;
      absl::SleepFor(absl::Milliseconds(1));
    }
    ADD_FAILURE() << "the operation does not end";
    return {};
  }

  // Until the source has been asked so often.
  void AwaitRequests(size_t count) {
    const absl::Time deadline = absl::Now() + absl::Seconds(30);
    while (server_.targets().size() < count && absl::Now() < deadline) {
      absl::SleepFor(absl::Milliseconds(1));
    }
    EXPECT_GE(server_.targets().size(), count);
  }

  // A page with one paper.
  static std::string Page(const std::string& id,
                          const std::string& token = "") {
    return OaiList(OaiRecord(id, "2026-11-21", "<title>T</title>"), token);
  }

  FakeStorage storage_;
  OaiServer server_;
  std::shared_ptr<grpc::Channel> channel_ =
      MakeStoreChannel(storage_.target(), nullptr);
  std::unique_ptr<Store> store_ = MakeGrpcStore(channel_);
  Checkpoints checkpoints_{channel_};
  Leases leases_{channel_};
  SystemClock clock_;
  Metrics registry_;
  IngestMetrics metrics_{&registry_};
  Logger log_{"ingest", "error"};
  RetryOptions retry_;
  const Sources sources_ = MakeSources("");
  std::unique_ptr<HttpFetcher> fetcher_ =
      MakeCurlFetcher({.user_agent = "test", .allow_private = true});
  HostPacer pacer_{absl::ZeroDuration(), &clock_, Timing::Real()};
  PoliteFetcher polite_{{}, fetcher_.get(), &pacer_, &clock_, Timing::Real()};
  Harvester harvester_{&polite_, PaperStream::MakeReader};
  CallContext call_;
  v1::RunHarvestRequest request_;
};

}  // namespace broadsheet::ingest

#endif  // BROADSHEET_INGEST_HARVEST_FIXTURE_H_
