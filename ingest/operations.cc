#include "ingest/operations.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/errors.h"
#include "ingest/timestamps.h"

namespace broadsheet::ingest {

Operations::Operations(size_t limit, const Clock* clock)
    : limit_(limit), clock_(clock) {}

absl::StatusOr<Operations::Begun> Operations::Begin(const std::string& id,
                                                    const std::string& title) {
  v1::Operation operation;
  operation.set_id(id);
  operation.set_title(title);
  SetTimestamp(clock_->Now(), operation.mutable_started_at());
  return Resume(std::move(operation));
}

absl::StatusOr<Operations::Begun> Operations::Resume(v1::Operation operation) {
  std::lock_guard<std::mutex> lock(mu_);
  const auto known = operations_.find(operation.id());
  if (known != operations_.end()) return Begun{known->second, false};
  MakeRoom();
  if (operations_.size() >= limit_) {
    return MakeError(absl::StatusCode::kUnavailable, "TOO_MANY_HARVESTS",
                     "too many operations run");
  }
  order_.push_back(operation.id());
  operations_.emplace(operation.id(), operation);
  return Begun{std::move(operation), true};
}

// Drops the oldest one that has ended, if there are too many.
void Operations::MakeRoom() {
  if (operations_.size() < limit_) return;
  const auto ended = std::ranges::find_if(
      order_, [this](const auto& id) { return operations_.at(id).done(); });
  if (ended == order_.end()) return;
  operations_.erase(*ended);
  order_.erase(ended);
}

void Operations::Forget(const std::string& id) {
  std::lock_guard<std::mutex> lock(mu_);
  operations_.erase(id);
  std::erase(order_, id);
}

void Operations::AddDone(const std::string& id, int64_t done, int64_t refused) {
  std::lock_guard<std::mutex> lock(mu_);
  v1::Operation& operation = operations_.at(id);
  operation.set_items_done(operation.items_done() + done);
  operation.set_items_refused(operation.items_refused() + refused);
}

void Operations::SetTotal(const std::string& id, int64_t total) {
  std::lock_guard<std::mutex> lock(mu_);
  operations_.at(id).set_items_total(total);
}

void Operations::End(const std::string& id, const absl::Status& status) {
  std::lock_guard<std::mutex> lock(mu_);
  v1::Operation& operation = operations_.at(id);
  operation.set_done(true);
  if (!status.ok()) operation.set_error(std::string(status.message()));
  SetTimestamp(clock_->Now(), operation.mutable_ended_at());
}

absl::StatusOr<v1::Operation> Operations::Find(const std::string& id) const {
  std::lock_guard<std::mutex> lock(mu_);
  const auto known = operations_.find(id);
  if (known != operations_.end()) return known->second;
  return MakeError(absl::StatusCode::kNotFound, "UNKNOWN_OPERATION",
                   "no such operation; about the newest 1,000 are known");
}

}  // namespace broadsheet::ingest
