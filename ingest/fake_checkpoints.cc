#include "ingest/fake_checkpoints.h"

namespace broadsheet::ingest {

namespace pb = internal::v1;

grpc::Status FakeCheckpoints::GetCheckpoint(
    grpc::ServerContext* /*context*/, const pb::GetCheckpointRequest* request,
    pb::GetCheckpointResponse* response) {
  if (Fails()) return {grpc::StatusCode::UNAVAILABLE, "storage restarts"};
  std::lock_guard<std::mutex> lock(mu_);
  const auto found = all_.find(request->name());
  if (found == all_.end()) return {grpc::StatusCode::NOT_FOUND, "unknown"};
  *response->mutable_checkpoint() = found->second;
  return grpc::Status::OK;
}

grpc::Status FakeCheckpoints::ListCheckpoints(
    grpc::ServerContext* /*context*/, const pb::ListCheckpointsRequest* request,
    pb::ListCheckpointsResponse* response) {
  std::lock_guard<std::mutex> lock(mu_);
  for (auto at = all_.lower_bound(request->prefix());
       at != all_.end() && at->first.starts_with(request->prefix()) &&
       response->checkpoints_size() < 1000;
       ++at) {
    *response->add_checkpoints() = at->second;
  }
  return grpc::Status::OK;
}

grpc::Status FakeCheckpoints::SetCheckpoint(
    grpc::ServerContext* /*context*/, const pb::SetCheckpointRequest* request,
    pb::SetCheckpointResponse* response) {
  if (Fails()) return {grpc::StatusCode::UNAVAILABLE, "storage restarts"};
  std::lock_guard<std::mutex> lock(mu_);
  const auto found = all_.find(request->name());
  const int64_t revision = found == all_.end() ? 0 : found->second.revision();
  if (revision != request->revision()) {
    if (found != all_.end() && found->second.value() == request->value()) {
      response->set_revision(revision);
      return grpc::Status::OK;
    }
    return {grpc::StatusCode::ABORTED, "the checkpoint has moved"};
  }
  pb::Checkpoint& checkpoint = all_[request->name()];
  checkpoint.set_name(request->name());
  checkpoint.set_value(request->value());
  checkpoint.set_revision(revision + 1);
  response->set_revision(revision + 1);
  return grpc::Status::OK;
}

grpc::Status FakeCheckpoints::DeleteCheckpoint(
    grpc::ServerContext* /*context*/,
    const pb::DeleteCheckpointRequest* request,
    pb::DeleteCheckpointResponse* /*response*/) {
  std::lock_guard<std::mutex> lock(mu_);
  all_.erase(request->name());
  return grpc::Status::OK;
}

pb::Checkpoint FakeCheckpoints::Find(const std::string& name) const {
  std::lock_guard<std::mutex> lock(mu_);
  const auto found = all_.find(name);
  return found == all_.end() ? pb::Checkpoint() : found->second;
}

void FakeCheckpoints::Put(const std::string& name, const std::string& value) {
  std::lock_guard<std::mutex> lock(mu_);
  pb::Checkpoint& checkpoint = all_[name];
  checkpoint.set_name(name);
  checkpoint.set_value(value);
  checkpoint.set_revision(checkpoint.revision() + 1);
}

void FakeCheckpoints::FailCalls(int count) {
  std::lock_guard<std::mutex> lock(mu_);
  failed_calls_ = count;
}

bool FakeCheckpoints::Fails() {
  std::lock_guard<std::mutex> lock(mu_);
  if (failed_calls_ == 0) return false;
  --failed_calls_;
  return true;
}

grpc::Status FakeLeases::AcquireLease(grpc::ServerContext* /*context*/,
                                      const pb::AcquireLeaseRequest* request,
                                      pb::AcquireLeaseResponse* response) {
  std::lock_guard<std::mutex> lock(mu_);
  if (failed_calls_ > 0) {
    --failed_calls_;
    return {grpc::StatusCode::UNAVAILABLE, "storage restarts"};
  }
  const auto [held, is_new] =
      owners_.emplace(request->name(), request->owner());
  if (held->second != request->owner()) {
    return {grpc::StatusCode::ABORTED, "another owner holds the lease"};
  }
  durations_[request->name()] = absl::Seconds(request->duration().seconds()) +
                                absl::Nanoseconds(request->duration().nanos());
  response->set_fence(1);
  return grpc::Status::OK;
}

grpc::Status FakeLeases::ReleaseLease(grpc::ServerContext* /*context*/,
                                      const pb::ReleaseLeaseRequest* request,
                                      pb::ReleaseLeaseResponse* /*response*/) {
  std::lock_guard<std::mutex> lock(mu_);
  const auto held = owners_.find(request->name());
  if (held != owners_.end() && held->second == request->owner()) {
    owners_.erase(held);
  }
  return grpc::Status::OK;
}

void FakeLeases::ExpireAll() {
  std::lock_guard<std::mutex> lock(mu_);
  owners_.clear();
  durations_.clear();
}

void FakeLeases::FailCalls(int count) {
  std::lock_guard<std::mutex> lock(mu_);
  failed_calls_ = count;
}

absl::Duration FakeLeases::DurationOf(const std::string& name) const {
  std::lock_guard<std::mutex> lock(mu_);
  const auto found = durations_.find(name);
  return found == durations_.end() ? absl::ZeroDuration() : found->second;
}

}  // namespace broadsheet::ingest
