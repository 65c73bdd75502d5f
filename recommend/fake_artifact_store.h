#ifndef BROADSHEET_RECOMMEND_FAKE_ARTIFACT_STORE_H_
#define BROADSHEET_RECOMMEND_FAKE_ARTIFACT_STORE_H_

// For tests.

#include <map>
#include <mutex>
#include <string>

#include "absl/strings/str_cat.h"
#include "common/errors.h"
#include "recommend/artifact_store.h"

namespace broadsheet::recommend {

// Artifacts in memory, as storage keeps them. Thread-safe.
class FakeArtifactStore final : public ArtifactStore {
 public:
  absl::Status Read(const CallContext&, const std::string& id, int64_t offset,
                    const OnBytes& on_bytes) override {
    std::string bytes;
    {
      std::lock_guard lock(mu_);
      ++reads_;
      const auto found = bytes_.find(id);
      if (found == bytes_.end()) return absl::NotFoundError(id);
      bytes = found->second.substr(static_cast<size_t>(offset));
      if (damaged_reads_ > 0) {
        --damaged_reads_;
        if (!bytes.empty()) {
          char& byte = bytes[bytes.size() / 2];
          byte = static_cast<char>(byte ^ 1);
        }
      }
    }
    for (size_t at = 0; at < bytes.size(); at += 1000) {
      absl::Status taken = on_bytes(std::string_view(bytes).substr(at, 1000));
      if (!taken.ok()) return taken;
    }
    return absl::OkStatus();
  }

  absl::StatusOr<internal::v1::ListArtifactsResponse> List(
      const CallContext&,
      const internal::v1::ListArtifactsRequest& request) override {
    std::lock_guard lock(mu_);
    internal::v1::ListArtifactsResponse response;
    const int limit = request.page_size() == 0 ? 20 : request.page_size();
    for (auto at = artifacts_.rbegin(); at != artifacts_.rend(); ++at) {
      if (response.artifacts_size() == limit) break;
      if (!request.kind().empty() && at->second.kind() != request.kind()) {
        continue;
      }
      *response.add_artifacts() = at->second;
    }
    return response;
  }

  absl::StatusOr<internal::v1::BeginArtifactResponse> Begin(
      const CallContext&,
      const internal::v1::BeginArtifactRequest& request) override {
    std::lock_guard lock(mu_);
    internal::v1::BeginArtifactResponse response;
    response.set_chunk_bytes(1000);
    *response.mutable_artifact() = request.artifact();
    response.mutable_artifact()->set_id(absl::StrCat("m", 100 + begun_.size()));
    begun_[response.artifact().id()] = response.artifact();
    return response;
  }

  absl::Status Write(
      const CallContext&,
      const internal::v1::WriteArtifactRequest& request) override {
    std::lock_guard lock(mu_);
    bytes_[request.artifact_id()] += request.data();
    return absl::OkStatus();
  }

  absl::Status Finish(const CallContext&, const std::string& id) override {
    std::lock_guard lock(mu_);
    artifacts_[id] = begun_[id];
    return absl::OkStatus();
  }

  absl::StatusOr<internal::v1::PromoteArtifactResponse> Promote(
      const CallContext&,
      const internal::v1::PromoteArtifactRequest& request) override {
    std::lock_guard lock(mu_);
    auto& artifact = artifacts_[request.artifact_id()];
    artifact.mutable_promoted_at()->set_seconds(++promotions_);
    internal::v1::PromoteArtifactResponse response;
    *response.mutable_artifact() = artifact;
    return response;
  }

  absl::StatusOr<internal::v1::RollbackArtifactResponse> Rollback(
      const CallContext&,
      const internal::v1::RollbackArtifactRequest&) override {
    return absl::UnimplementedError("not here");
  }

  absl::Status DeleteOld(const CallContext&, const std::string&, int) override {
    return absl::OkStatus();
  }

  // The next reads bring other bytes than there are.
  void DamageReads(int count) {
    std::lock_guard lock(mu_);
    damaged_reads_ = count;
  }
  int reads() const {
    std::lock_guard lock(mu_);
    return reads_;
  }
  internal::v1::Artifact Get(const std::string& id) {
    std::lock_guard lock(mu_);
    return artifacts_[id];
  }
  void Put(const internal::v1::Artifact& artifact, std::string bytes) {
    std::lock_guard lock(mu_);
    artifacts_[artifact.id()] = artifact;
    bytes_[artifact.id()] = std::move(bytes);
  }

 private:
  mutable std::mutex mu_;
  std::map<std::string, internal::v1::Artifact> begun_;
  std::map<std::string, internal::v1::Artifact> artifacts_;
  std::map<std::string, std::string> bytes_;
  int damaged_reads_ = 0;
  int reads_ = 0;
  int64_t promotions_ = 0;
};

}  // namespace broadsheet::recommend

#endif  // BROADSHEET_RECOMMEND_FAKE_ARTIFACT_STORE_H_
