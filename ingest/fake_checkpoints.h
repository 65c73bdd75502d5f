#ifndef BROADSHEET_INGEST_FAKE_CHECKPOINTS_H_
#define BROADSHEET_INGEST_FAKE_CHECKPOINTS_H_

#include <map>
#include <memory>
#include <mutex>
#include <string>

#include "absl/strings/str_cat.h"
#include "broadsheet/internal/v1/checkpoint_service.grpc.pb.h"
#include "grpcpp/health_check_service_interface.h"
#include "grpcpp/server.h"
#include "grpcpp/server_builder.h"

namespace broadsheet::ingest {

// For tests: storage's checkpoints in memory, behind a real gRPC server.
// Thread-safe.
class FakeCheckpoints final : public internal::v1::CheckpointService::Service {
 public:
  FakeCheckpoints() {
    grpc::EnableDefaultHealthCheckService(true);
    grpc::ServerBuilder builder;
    builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(),
                             &port_);
    builder.RegisterService(this);
    server_ = builder.BuildAndStart();
    server_->GetHealthCheckService()->SetServingStatus(
        internal::v1::CheckpointService::service_full_name(), true);
  }

  std::string target() const { return absl::StrCat("127.0.0.1:", port_); }

  // Empty when there is none.
  internal::v1::Checkpoint Find(const std::string& name) const {
    std::lock_guard<std::mutex> lock(mu_);
    const auto found = checkpoints_.find(name);
    return found == checkpoints_.end() ? internal::v1::Checkpoint()
                                       : found->second;
  }

  void Put(const std::string& name, const std::string& value) {
    std::lock_guard<std::mutex> lock(mu_);
    internal::v1::Checkpoint& checkpoint = checkpoints_[name];
    checkpoint.set_name(name);
    checkpoint.set_value(value);
    checkpoint.set_revision(checkpoint.revision() + 1);
  }

  // The next calls fail so often with UNAVAILABLE.
  void FailCalls(int count) {
    std::lock_guard<std::mutex> lock(mu_);
    failed_calls_ = count;
  }

  grpc::Status GetCheckpoint(
      grpc::ServerContext* /*context*/,
      const internal::v1::GetCheckpointRequest* request,
      internal::v1::GetCheckpointResponse* response) override {
    if (Fails()) return {grpc::StatusCode::UNAVAILABLE, "storage restarts"};
    const auto found = Find(request->name());
    if (found.revision() == 0) return {grpc::StatusCode::NOT_FOUND, "unknown"};
    *response->mutable_checkpoint() = found;
    return grpc::Status::OK;
  }

  grpc::Status SetCheckpoint(
      grpc::ServerContext* /*context*/,
      const internal::v1::SetCheckpointRequest* request,
      internal::v1::SetCheckpointResponse* response) override {
    if (Fails()) return {grpc::StatusCode::UNAVAILABLE, "storage restarts"};
    if (Find(request->name()).revision() != request->revision()) {
      return {grpc::StatusCode::ABORTED, "it moved"};
    }
    Put(request->name(), request->value());
    response->set_revision(request->revision() + 1);
    return grpc::Status::OK;
  }

 private:
  bool Fails() {
    std::lock_guard<std::mutex> lock(mu_);
    if (failed_calls_ == 0) return false;
    --failed_calls_;
    return true;
  }

  mutable std::mutex mu_;
  std::map<std::string, internal::v1::Checkpoint>
      checkpoints_;       // GUARDED_BY(mu_)
  int failed_calls_ = 0;  // GUARDED_BY(mu_)
  int port_ = 0;
  std::unique_ptr<grpc::Server> server_;
};

}  // namespace broadsheet::ingest

#endif  // BROADSHEET_INGEST_FAKE_CHECKPOINTS_H_
