#include "ingest/statistics_keeper.h"

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "common/channel.h"
#include "grpcpp/health_check_service_interface.h"
#include "grpcpp/server.h"
#include "grpcpp/server_builder.h"
#include "gtest/gtest.h"
#include "ingest/fake_checkpoints.h"

namespace broadsheet::ingest {
namespace {

// Storage's checkpoints behind a real server.
class CheckpointServer {
 public:
  CheckpointServer() {
    grpc::EnableDefaultHealthCheckService(true);
    grpc::ServerBuilder builder;
    builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(),
                             &port_);
    builder.RegisterService(&checkpoints);
    server_ = builder.BuildAndStart();
    server_->GetHealthCheckService()->SetServingStatus(kService, true);
  }

  std::shared_ptr<grpc::Channel> Connect() const {
    return MakeChannel({.target = absl::StrCat("127.0.0.1:", port_),
                        .services = {kService},
                        .tls = nullptr,
                        .peer_name = "storage"});
  }

  FakeCheckpoints checkpoints;

 private:
  static constexpr char kService[] = "broadsheet.internal.v1.CheckpointService";

  int port_ = 0;
  std::unique_ptr<grpc::Server> server_;
};

class StatisticsKeeperTest : public ::testing::Test {
 protected:
  // So many papers that have `term`.
  static void Observe(int papers, TermId term, TermStatistics* statistics) {
    const std::vector<TermId> terms = {term};
    for (int i = 0; i < papers; ++i) statistics->Observe(terms);
  }

  std::unique_ptr<StatisticsKeeper> Keep(TermStatistics* statistics,
                                         absl::Duration interval) {
    return std::make_unique<StatisticsKeeper>(statistics, &checkpoints_, &log_,
                                              interval);
  }

  // In how many of the papers that are stored `term` is.
  uint64_t Stored(TermId term) const {
    TermStatistics stored;
    const auto checkpoint = storage_.Find(StatisticsKeeper::kName);
    EXPECT_TRUE(stored.Parse(checkpoint.value()).ok());
    return stored.Frequency(term);
  }

  static bool Await(const std::function<bool()>& done) {
    const absl::Time deadline = absl::Now() + absl::Seconds(30);
    while (absl::Now() < deadline) {
      if (done()) return true;
      absl::SleepFor(absl::Milliseconds(2));
    }
    return false;
  }

  CheckpointServer server_;
  FakeCheckpoints& storage_ = server_.checkpoints;
  Checkpoints checkpoints_{server_.Connect()};
  Logger log_{"ingest", "error"};
};

TEST_F(StatisticsKeeperTest, SavesAtTheEndAndLoadsAtTheStart) {
  TermStatistics first;
  TermStatistics second;
  auto keeper = Keep(&first, absl::Hours(1));
  Observe(7, 42, &first);
  keeper->Stop();
  EXPECT_EQ(Stored(42), 7);
  keeper = Keep(&second, absl::Hours(1));
  EXPECT_TRUE(Await([&] { return second.Frequency(42) == 7; }));
}

TEST_F(StatisticsKeeperTest, SavesWhenSomethingChanged) {
  TermStatistics statistics;
  const auto keeper = Keep(&statistics, absl::Milliseconds(5));
  Observe(3, 42, &statistics);
  EXPECT_TRUE(Await(
      [&] { return storage_.Find(StatisticsKeeper::kName).revision() == 1; }));
  absl::SleepFor(absl::Milliseconds(50));
  EXPECT_EQ(storage_.Find(StatisticsKeeper::kName).revision(), 1);
}

TEST_F(StatisticsKeeperTest, AddsToWhatAnotherProcessSaved) {
  TermStatistics mine;
  const auto keeper = Keep(&mine, absl::Milliseconds(5));
  Observe(3, 42, &mine);
  ASSERT_TRUE(Await(
      [&] { return storage_.Find(StatisticsKeeper::kName).revision() == 1; }));
  TermStatistics others;
  ASSERT_TRUE(
      others.Parse(storage_.Find(StatisticsKeeper::kName).value()).ok());
  Observe(4, 42, &others);
  storage_.Put(StatisticsKeeper::kName, others.Serialize());
  Observe(5, 42, &mine);
  EXPECT_TRUE(Await([&] { return mine.Frequency(42) == 12; }));
  EXPECT_TRUE(Await([&] { return Stored(42) == 12; }));
}

TEST_F(StatisticsKeeperTest, OutlivesAStorageThatIsAway) {
  storage_.FailCalls(3);
  TermStatistics statistics;
  const auto keeper = Keep(&statistics, absl::Milliseconds(5));
  Observe(3, 42, &statistics);
  EXPECT_TRUE(Await(
      [&] { return storage_.Find(StatisticsKeeper::kName).revision() == 1; }));
}

TEST_F(StatisticsKeeperTest, ReplacesWhatNobodyCanRead) {
  storage_.Put(StatisticsKeeper::kName, "something else");
  TermStatistics statistics;
  const auto keeper = Keep(&statistics, absl::Milliseconds(5));
  Observe(3, 42, &statistics);
  EXPECT_TRUE(Await(
      [&] { return storage_.Find(StatisticsKeeper::kName).revision() == 2; }));
  EXPECT_EQ(Stored(42), 3);
}

}  // namespace
}  // namespace broadsheet::ingest
