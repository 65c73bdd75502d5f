#include "gateway/system_status.h"

#include <algorithm>
#include <functional>
#include <future>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/clock.h"
#include "gateway/system_problems.h"
#include "google/protobuf/util/time_util.h"

namespace broadsheet::gateway {
namespace {

using google::protobuf::util::TimeUtil;

constexpr absl::Duration kKeep = absl::Seconds(1);
constexpr absl::Duration kLimit = absl::Milliseconds(1500);

v1::HouseStatus Probe(const std::string& name,
                      const std::function<absl::Status()>& ask) {
  const absl::Time start = absl::Now();
  const absl::Status status = ask();
  v1::HouseStatus house;
  house.set_name(name);
  house.set_ok(status.ok());
  house.set_latency_ms(absl::ToDoubleMilliseconds(absl::Now() - start));
  if (!status.ok()) house.set_problem(std::string(status.message()));
  return house;
}

// One house of many: it is up when one of them answers lists.
absl::Status Together(const std::vector<v1::RecommenderStatus>& recommenders) {
  if (recommenders.empty()) {
    return absl::UnavailableError("no address is known");
  }
  for (const v1::RecommenderStatus& one : recommenders) {
    if (one.ok()) return absl::OkStatus();
  }
  return absl::UnavailableError(recommenders.front().problem());
}

// The ready one that has read furthest.
const v1::RecommenderStatus& Furthest(
    const std::vector<v1::RecommenderStatus>& recommenders) {
  return *std::max_element(
      recommenders.begin(), recommenders.end(),
      [](const v1::RecommenderStatus& a, const v1::RecommenderStatus& b) {
        return std::pair(a.ok(), a.status().position().commit()) <
               std::pair(b.ok(), b.status().position().commit());
      });
}

}  // namespace

v1::GetSystemStatusResponse SystemStatus::Get(const CallContext& call) {
  const std::lock_guard<std::mutex> lock(mu_);
  const absl::Time now = clock_->Now();
  if (now - asked_ >= kKeep || now < asked_) {
    last_ = Ask(call);
    // After the answer, however long it took: those who waited share it.
    asked_ = clock_->Now();
  }
  return last_;
}

v1::GetSystemStatusResponse SystemStatus::Ask(const CallContext& call) {
  const absl::Time now = clock_->Now();
  // Others get this answer too, so it must not depend on one caller's deadline.
  const CallContext own(absl::Now() + kLimit, call.request_id());
  absl::StatusOr<StorageReport> report = absl::UnknownError("not asked");
  auto storage = std::async(std::launch::async, [&] {
    return Probe("storage", [&] {
      report = backend_->GetStorageReport(own);
      return absl::Status(report.status());
    });
  });
  std::vector<v1::RecommenderStatus> recommenders;
  auto recommend = std::async(std::launch::async, [&] {
    return Probe("recommend", [&] {
      recommenders = backend_->GetRecommenders(own);
      return Together(recommenders);
    });
  });
  std::vector<std::future<v1::HouseStatus>> others;
  for (const std::string& house : backend_->HousesToReach()) {
    others.push_back(std::async(std::launch::async, [this, &own, house] {
      return Probe(house, [&] { return backend_->Reach(own, house); });
    }));
  }
  v1::GetSystemStatusResponse response;
  *response.add_houses() = storage.get();
  *response.add_houses() = recommend.get();
  for (auto& other : others) *response.add_houses() = other.get();
  *response.add_houses() = Probe("gateway", [] { return absl::OkStatus(); });
  if (report.ok()) {
    *response.mutable_catalogue() = std::move(report->catalogue);
    *response.mutable_storage() = std::move(report->process);
  }
  if (!recommenders.empty()) {
    *response.mutable_recommender() = Furthest(recommenders).status();
  }
  response.mutable_recommenders()->Assign(recommenders.begin(),
                                          recommenders.end());
  response.set_version(version_);
  *response.mutable_asked_at() =
      TimeUtil::MicrosecondsToTimestamp(absl::ToUnixMicros(now));
  for (std::string& problem : ProblemsOf(response)) {
    response.add_problems(std::move(problem));
  }
  return response;
}

}  // namespace broadsheet::gateway
