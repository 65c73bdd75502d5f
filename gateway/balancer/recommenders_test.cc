// Recommenders that answer, fail, hang, come and go, over real gRPC.

#include "gateway/balancer/recommenders.h"

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <future>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "common/errors.h"
#include "common/grpc_status.h"
#include "gateway/house_stubs.h"
#include "gmock/gmock.h"
#include "grpcpp/grpcpp.h"
#include "gtest/gtest.h"

namespace broadsheet::gateway {
namespace {

using ::testing::AllOf;
using ::testing::Each;
using ::testing::Ge;
using ::testing::Le;

constexpr char kService[] = "broadsheet.v1.RecommendService";
constexpr absl::Duration kPatience = absl::Seconds(20);

// Answers with its name, or with `failure`, or only when it is released.
class FakeRecommender final : public v1::RecommendService::Service {
 public:
  explicit FakeRecommender(std::string name) : name_(std::move(name)) {}

  grpc::Status Search(grpc::ServerContext* context, const v1::SearchRequest*,
                      v1::SearchResponse* response) override {
    ++calls;
    {
      std::unique_lock lock(mu_);
      while (hanging_ && !context->IsCancelled()) {
        released_.wait_for(lock, std::chrono::milliseconds(5));
      }
      if (!failure_.ok()) return ToGrpc(failure_);
    }
    response->mutable_info()->set_replica(name_);
    return grpc::Status::OK;
  }

  // As a hung process: its status does not come either.
  grpc::Status GetStatus(grpc::ServerContext* context,
                         const v1::GetStatusRequest*,
                         v1::GetStatusResponse*) override {
    std::unique_lock lock(mu_);
    while (hanging_ && !context->IsCancelled()) {
      released_.wait_for(lock, std::chrono::milliseconds(5));
    }
    return grpc::Status::OK;
  }

  void Hang(bool hang) {
    std::lock_guard lock(mu_);
    hanging_ = hang;
    released_.notify_all();
  }
  void FailWith(absl::Status failure) {
    std::lock_guard lock(mu_);
    failure_ = std::move(failure);
  }

  std::atomic<int> calls{0};

 private:
  const std::string name_;
  std::mutex mu_;
  std::condition_variable released_;
  bool hanging_ = false;  // GUARDED_BY(mu_)
  absl::Status failure_;  // GUARDED_BY(mu_)
};

// A fake on a port of its own.
class Host {
 public:
  explicit Host(const std::string& name) : fake(name) { Start(); }
  ~Host() { Kill(); }

  void Start() {
    grpc::EnableDefaultHealthCheckService(true);
    grpc::ServerBuilder builder;
    builder.AddListeningPort(address(), grpc::InsecureServerCredentials(),
                             &port_);
    builder.RegisterService(&fake);
    server_ = builder.BuildAndStart();
    ASSERT_NE(server_, nullptr);
    Serve(true);
  }
  void Serve(bool serving) {
    server_->GetHealthCheckService()->SetServingStatus(kService, serving);
  }
  void Kill() {
    fake.Hang(false);
    if (server_ != nullptr) server_->Shutdown(std::chrono::system_clock::now());
    server_.reset();
  }
  std::string address() const { return absl::StrCat("127.0.0.1:", port_); }

  FakeRecommender fake;

 private:
  int port_ = 0;
  std::unique_ptr<grpc::Server> server_;
};

// Addresses that a test changes.
class Addresses {
 public:
  void Set(std::vector<std::string> now) {
    std::lock_guard lock(mu_);
    now_ = std::move(now);
  }
  std::vector<std::string> Get() const {
    std::lock_guard lock(mu_);
    return now_;
  }

 private:
  mutable std::mutex mu_;
  std::vector<std::string> now_;  // GUARDED_BY(mu_)
};

class TestSource final : public AddressSource {
 public:
  explicit TestSource(const Addresses* addresses) : addresses_(addresses) {}
  absl::StatusOr<std::vector<std::string>> Resolve() override {
    auto now = addresses_->Get();
    if (now.empty()) return absl::UnavailableError("no address");
    return now;
  }

 private:
  const Addresses* addresses_;
};

// The system's, which can be stopped.
class StoppableClock final : public Clock {
 public:
  absl::Time Now() const override {
    std::lock_guard lock(mu_);
    return stopped_at_.value_or(absl::Now());
  }
  void Stop() {
    std::lock_guard lock(mu_);
    stopped_at_ = absl::Now();
  }
  void GoOn() {
    std::lock_guard lock(mu_);
    stopped_at_.reset();
  }

 private:
  mutable std::mutex mu_;
  std::optional<absl::Time> stopped_at_;  // GUARDED_BY(mu_)
};

class RecommendersTest : public ::testing::Test {
 protected:
  // `hedging` is off where calls are counted: a busy machine would add some.
  void Begin(const HedgePolicy::Options& hedging = {.share = 0, .burst = 0}) {
    std::vector<std::string> addresses;
    for (const auto& host : hosts_) addresses.push_back(host->address());
    addresses_.Set(addresses);
    replicas_ = std::make_unique<ReplicaSet>(
        std::make_unique<TestSource>(&addresses_), ReplicaConnector(), &clock_,
        &metrics_, &log_);
    recommenders_ =
        std::make_unique<Recommenders>(replicas_.get(), &metrics_, hedging);
    AwaitConnected(hosts_.size());
  }

  Host* Add(const std::string& name) {
    hosts_.push_back(std::make_unique<Host>(name));
    return hosts_.back().get();
  }

  void AwaitConnected(size_t count) {
    const absl::Time limit = absl::Now() + kPatience;
    size_t connected = 0;
    while (connected != count && absl::Now() < limit) {
      connected = 0;
      for (const auto& replica : replicas_->All()) {
        if (replica->Connected()) ++connected;
      }
      absl::SleepFor(absl::Milliseconds(5));
    }
    ASSERT_EQ(connected, count);
  }

  absl::StatusOr<std::string> Ask(absl::Duration limit = absl::Seconds(10)) {
    auto answer =
        recommenders_->Call(CallContext(absl::Now() + limit),
                            {absl::Seconds(10)}, kSearch, v1::SearchRequest());
    if (!answer.ok()) return answer.status();
    return answer->info().replica();
  }

  std::map<std::string, int> AskOften(int times) {
    std::map<std::string, int> by_replica;
    for (int i = 0; i < times; ++i) {
      const auto answer = Ask();
      ++by_replica[answer.ok() ? *answer : answer.status().ToString()];
    }
    return by_replica;
  }

  StoppableClock clock_;
  Metrics metrics_;
  Logger log_{"test", "error"};
  std::vector<std::unique_ptr<Host>> hosts_;
  Addresses addresses_;
  std::unique_ptr<ReplicaSet> replicas_;
  std::unique_ptr<Recommenders> recommenders_;
};

TEST_F(RecommendersTest, SpreadCallsEvenly) {
  for (const char* name : {"a", "b", "c"}) Add(name);
  Begin();
  const auto by_replica = AskOften(300);
  ASSERT_EQ(by_replica.size(), 3u);
  for (const auto& [name, count] : by_replica) EXPECT_EQ(count, 100) << name;
}

TEST_F(RecommendersTest, LoseNoCallWhenOneIsKilled) {
  Add("a");
  Host* killed = Add("b");
  Begin();
  std::atomic<bool> stop{false};
  std::atomic<int> failed{0};
  std::mutex errors_mu;
  std::string errors;
  std::atomic<int> answered{0};
  std::vector<std::thread> callers;
  for (int i = 0; i < 4; ++i) {
    callers.emplace_back([&] {
      while (!stop) {
        const auto answer = Ask();
        ++(answer.ok() ? answered : failed);
        if (answer.ok()) continue;
        std::lock_guard lock(errors_mu);
        absl::StrAppend(&errors, answer.status().ToString(), "\n");
      }
    });
  }
  const absl::Time limit = absl::Now() + kPatience;
  const auto await_answers = [&](int count) {
    const int until = answered + count;
    while (answered < until && failed == 0 && absl::Now() < limit) {
      absl::SleepFor(absl::Milliseconds(1));
    }
    EXPECT_GE(answered, until);
  };
  await_answers(200);
  killed->Kill();
  await_answers(500);
  stop = true;
  for (std::thread& caller : callers) caller.join();
  EXPECT_EQ(failed, 0) << errors;
}

TEST_F(RecommendersTest, TakeOneBackThatReturns) {
  Add("a");
  Host* host = Add("b");
  Begin();
  host->Kill();
  AwaitConnected(1);
  EXPECT_EQ(AskOften(10)["a"], 10);
  host->Start();
  AwaitConnected(2);
  EXPECT_EQ(AskOften(10)["b"], 5);
}

TEST_F(RecommendersTest, LeaveOneAloneThatDrains) {
  Add("a");
  Host* host = Add("b");
  Begin();
  host->Serve(false);
  AwaitConnected(1);
  const int before = host->fake.calls;
  EXPECT_EQ(AskOften(10)["a"], 10);
  EXPECT_EQ(host->fake.calls, before);
}

TEST_F(RecommendersTest, FindNewOnesAndForgetThoseThatAreGone) {
  Host* first = Add("a");
  Begin();
  Host* second = Add("b");
  addresses_.Set({first->address(), second->address()});
  AwaitConnected(2);
  EXPECT_EQ(AskOften(10)["b"], 5);
  addresses_.Set({second->address()});
  AwaitConnected(1);
  EXPECT_EQ(AskOften(10)["b"], 10);
}

TEST_F(RecommendersTest, KeepTheLastAddressesWhileNoneCanBeFoundOut) {
  Add("a");
  Begin();
  addresses_.Set({});
  // More than one look later.
  absl::SleepFor(absl::Milliseconds(1500));
  EXPECT_EQ(AskOften(1)["a"], 1);
}

TEST_F(RecommendersTest, AskASecondOneWhenTheFirstHangsAndThenLeaveItAlone) {
  Add("a");
  Host* hung = Add("b");
  Begin(HedgePolicy::Options());
  hung->fake.Hang(true);
  // Its rest does not end meanwhile, however slow the machine is.
  clock_.Stop();
  EXPECT_EQ(AskOften(100)["a"], 100);
  // Few, and not half: also those who ask it because "a" is slow here and now,
  // which is no strike.
  const int asked = hung->fake.calls;
  EXPECT_THAT(asked, AllOf(Ge(ReplicaHealth::kStrikes),
                           Le(2 * ReplicaHealth::kStrikes)));
  hung->fake.Hang(false);
  clock_.GoOn();
  const absl::Time limit = absl::Now() + kPatience;
  while (Ask().value_or("") != "b" && absl::Now() < limit) {
  }
  EXPECT_GT(hung->fake.calls, asked);
}

TEST_F(RecommendersTest, AskASecondOneForAPositionTooWhenTheFirstHangs) {
  Add("a");
  Host* hung = Add("b");
  Begin(HedgePolicy::Options());
  hung->fake.Hang(true);
  v1::SearchRequest request;
  request.mutable_min_position()->set_epoch("e");
  for (int i = 0; i < 2; ++i) {
    const auto answer = recommenders_->Call(CallContext(), {absl::Seconds(30)},
                                            kSearch, request);
    ASSERT_TRUE(answer.ok()) << answer.status();
    EXPECT_EQ(answer->info().replica(), "a");
  }
}

TEST_F(RecommendersTest, FailAtOnceWhenAllHang) {
  Host* only = Add("a");
  Begin();
  only->fake.Hang(true);
  for (int i = 0; i < ReplicaHealth::kStrikes; ++i) {
    EXPECT_EQ(Ask(absl::Milliseconds(600)).status().code(),
              absl::StatusCode::kDeadlineExceeded);
  }
  const absl::Status status = Ask().status();
  EXPECT_EQ(status.code(), absl::StatusCode::kUnavailable);
  EXPECT_EQ(ReasonOf(status), "NO_RECOMMENDER");
}

TEST_F(RecommendersTest, GiveACallUpWhenItsCallerGoesAway) {
  Host* only = Add("a");
  Begin();
  only->fake.Hang(true);
  const CallContext caller;
  std::promise<absl::Status> ended;
  recommenders_->Start(caller, {absl::Hours(1)}, kSearch, v1::SearchRequest(),
                       [&](const absl::StatusOr<grpc::ByteBuffer>& answer) {
                         ended.set_value(answer.status());
                       });
  caller.cancellation().Cancel();
  EXPECT_TRUE(absl::IsCancelled(ended.get_future().get()));
}

// Each attempt holds its replica: what is left over shows there.
TEST_F(RecommendersTest, KeepNothingOfACallThatPausedAndFailed) {
  Host* host = Add("a");
  Begin();
  host->fake.FailWith(
      MakeError(absl::StatusCode::kUnavailable, "BEHIND", "not yet"));
  const std::weak_ptr<Replica> replica = replicas_->All().front();
  EXPECT_EQ(ReasonOf(Ask().status()), "BEHIND");
  EXPECT_EQ(host->fake.calls, static_cast<int>(kMostAttempts));
  recommenders_.reset();
  replicas_.reset();
  const absl::Time limit = absl::Now() + kPatience;
  while (!replica.expired() && absl::Now() < limit) {
    absl::SleepFor(absl::Milliseconds(5));
  }
  EXPECT_TRUE(replica.expired());
}

TEST_F(RecommendersTest, TakeACallElsewhereWhenOneIsBehindOrOverloaded) {
  Host* other = Add("a");
  Host* host = Add("b");
  Begin();
  for (const auto& [code, reason] :
       {std::pair(absl::StatusCode::kUnavailable, "BEHIND"),
        std::pair(absl::StatusCode::kResourceExhausted, "OVERLOADED")}) {
    host->fake.FailWith(MakeError(code, reason, "elsewhere"));
    EXPECT_EQ(AskOften(10)["a"], 10) << reason;
  }
  other->fake.FailWith(
      MakeError(absl::StatusCode::kUnavailable, "BEHIND", "both"));
  EXPECT_EQ(ReasonOf(Ask().status()), "OVERLOADED");
}

TEST_F(RecommendersTest, DoNotRepeatACallThatIsRefused) {
  Host* host = Add("a");
  Begin();
  host->fake.FailWith(InvalidField("query", "is too long"));
  EXPECT_EQ(Ask().status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(host->fake.calls, 1);
}

TEST_F(RecommendersTest, SayWhenNoneIsThere) {
  Host* host = Add("a");
  Begin();
  host->Kill();
  AwaitConnected(0);
  EXPECT_EQ(Ask().status().code(), absl::StatusCode::kUnavailable);
}

}  // namespace
}  // namespace broadsheet::gateway
