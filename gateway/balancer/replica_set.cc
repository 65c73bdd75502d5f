#include "gateway/balancer/replica_set.h"

#include <algorithm>
#include <chrono>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/time/clock.h"
#include "common/call_context.h"
#include "common/channel.h"
#include "common/grpc_status.h"
#include "gateway/balancer/call_rules.h"
#include "grpcpp/client_context.h"

namespace broadsheet::gateway {
namespace {

constexpr std::chrono::seconds kLookEvery{1};
// Calls under way with a replica beside the mean of all: so many times as many
// and so many more are not too many.
constexpr double kMoreThanMean = 1.5;
constexpr int kMoreCalls = 2;
constexpr absl::Duration kTrialLimit = absl::Milliseconds(800);

bool Contains(const Replicas& replicas, const Replica* replica) {
  return std::any_of(replicas.begin(), replicas.end(),
                     [&](const auto& one) { return one.get() == replica; });
}

// The next in turn of those that do not have many more calls under way than the
// others. One with the fewest calls always would get the most calls where
// recommenders share processors: it runs, answers and is asked again while
// others wait to run.
std::shared_ptr<Replica> InTurn(const Replicas& replicas, uint64_t turn) {
  if (replicas.empty()) return nullptr;
  int total = 0;
  for (const auto& replica : replicas) total += replica->load();
  const size_t count = replicas.size();
  const double mean = static_cast<double>(total) / static_cast<double>(count);
  for (size_t i = 0; i < count; ++i) {
    const auto& replica = replicas[(turn + i) % count];
    if (replica->load() <= kMoreThanMean * mean + kMoreCalls) return replica;
  }
  // Their loads have grown since they were added up.
  return replicas[turn % count];
}

// What an ejected replica is asked, when its time has come: so that no caller
// has to wait for one that still hangs.
struct Trial {
  grpc::ClientContext context;
  v1::GetStatusRequest request;
  v1::GetStatusResponse response;
};

void TryAgain(const std::shared_ptr<Replica>& replica, absl::Time now) {
  if (!replica->ejected() || !replica->Usable(now)) return;
  auto trial = std::make_shared<Trial>();
  PrepareCall(CallContext(), kTrialLimit, &trial->context);
  replica->Began();
  replica->GetStatus(&trial->context, &trial->request, &trial->response,
                     [replica, trial](const grpc::Status& status) {
                       replica->Ended(Judge(FromGrpc(status), kTrialLimit),
                                      absl::Now());
                     });
}

Metrics::Gauge& StateGauge(Metrics* metrics, const char* state) {
  return metrics->MakeGauge("gateway_recommenders", "Recommenders by state",
                            {{"state", state}});
}

}  // namespace

ReplicaSet::ReplicaSet(std::unique_ptr<AddressSource> addresses,
                       Connect connect, const Clock* clock, Metrics* metrics,
                       const Logger* log)
    : addresses_(std::move(addresses)),
      connect_(std::move(connect)),
      clock_(clock),
      log_(log),
      connected_(StateGauge(metrics, "connected")),
      unreachable_(StateGauge(metrics, "unreachable")),
      ejected_(StateGauge(metrics, "ejected")) {
  Look();
  thread_ = std::thread([this] { Watch(); });
}

ReplicaSet::~ReplicaSet() {
  {
    std::lock_guard lock(mu_);
    stopping_ = true;
  }
  wake_.notify_all();
  thread_.join();
}

std::shared_ptr<Replica> ReplicaSet::Pick(const Replicas& tried) {
  Replicas usable = All();
  std::erase_if(usable, [&](const auto& replica) {
    return replica->ejected() || Contains(tried, replica.get());
  });
  Replicas connected = usable;
  std::erase_if(connected,
                [](const auto& replica) { return !replica->Connected(); });
  return InTurn(connected.empty() ? usable : connected, turn_++);
}

Replicas ReplicaSet::All() const {
  std::lock_guard lock(mu_);
  return replicas_;
}

size_t ReplicaSet::size() const {
  std::lock_guard lock(mu_);
  return replicas_.size();
}

void ReplicaSet::Watch() {
  std::unique_lock lock(mu_);
  while (!wake_.wait_for(lock, kLookEvery, [this] { return stopping_; })) {
    lock.unlock();
    Look();
    lock.lock();
  }
}

void ReplicaSet::Look() {
  const auto addresses = addresses_->Resolve();
  const Replicas known = All();
  for (const auto& replica : known) TryAgain(replica, clock_->Now());
  if (!addresses.ok()) return Report(known);
  Replicas now;
  for (const std::string& address : *addresses) {
    const auto same = std::find_if(
        known.begin(), known.end(),
        [&](const auto& replica) { return replica->address() == address; });
    now.push_back(same != known.end()
                      ? *same
                      : std::make_shared<Replica>(address, connect_(address)));
  }
  {
    std::lock_guard lock(mu_);
    replicas_ = now;
  }
  Report(now);
}

void ReplicaSet::Report(const Replicas& replicas) {
  int connected = 0;
  int ejected = 0;
  std::vector<std::string> states;
  for (const auto& replica : replicas) {
    const bool reached = replica->Connected();
    connected += reached ? 1 : 0;
    ejected += replica->ejected() ? 1 : 0;
    states.push_back(absl::StrCat(
        replica->address(),
        replica->ejected() ? " ejected" : (reached ? "" : " unreachable")));
  }
  connected_.Set(connected);
  unreachable_.Set(static_cast<double>(replicas.size()) - connected);
  ejected_.Set(ejected);
  const std::string report = absl::StrJoin(states, ", ");
  if (report == last_report_) return;
  log_->Info("recommenders", {{"now", report}});
  last_report_ = report;
}

}  // namespace broadsheet::gateway
