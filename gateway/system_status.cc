#include "gateway/system_status.h"

#include <functional>
#include <future>

#include "absl/status/status.h"
#include "absl/time/clock.h"

namespace broadsheet::gateway {
namespace {

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

absl::Status StatusOfRecommender(const v1::GetStatusResponse& response) {
  if (response.ready()) return absl::OkStatus();
  return absl::UnavailableError(response.activity());
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
  // Others get this answer too, so it must not depend on one caller's deadline.
  const CallContext own(absl::Now() + kLimit, call.request_id());
  v1::CatalogueStatus catalogue;
  auto storage = std::async(std::launch::async, [&] {
    return Probe("storage", [&] {
      auto found = backend_->GetCatalogueStatus(own);
      if (found.ok()) catalogue = *std::move(found);
      return absl::Status(found.status());
    });
  });
  v1::GetStatusResponse recommender;
  auto recommend = std::async(std::launch::async, [&] {
    return Probe("recommend", [&] {
      auto found = backend_->GetRecommenderStatus(own);
      if (!found.ok()) return absl::Status(found.status());
      recommender = *std::move(found);
      return StatusOfRecommender(recommender);
    });
  });
  v1::HouseStatus ingest =
      Probe("ingest", [&] { return backend_->CheckIngest(own); });
  v1::GetSystemStatusResponse response;
  *response.add_houses() = storage.get();
  *response.add_houses() = std::move(ingest);
  *response.add_houses() = recommend.get();
  *response.add_houses() = Probe("gateway", [] { return absl::OkStatus(); });
  *response.mutable_catalogue() = std::move(catalogue);
  *response.mutable_recommender() = std::move(recommender);
  response.set_version(version_);
  return response;
}

}  // namespace broadsheet::gateway
