#ifndef BROADSHEET_RECOMMEND_ARTIFACT_CACHE_H_
#define BROADSHEET_RECOMMEND_ARTIFACT_CACHE_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "broadsheet/internal/v1/artifact.pb.h"
#include "common/call_context.h"
#include "recommend/artifact_store.h"

namespace broadsheet::recommend {

// The SHA-256 of a file's bytes; NOT_FOUND when it cannot be read.
absl::StatusOr<std::string> Sha256OfFile(const std::string& path);

// Artifacts as files of a folder that only this process and its successors use.
// A file under its own name is whole: it was checked before it got it. One
// thread at a time.
class ArtifactCache {
 public:
  // Makes `dir` when it is first needed. `store` must outlive this.
  ArtifactCache(ArtifactStore* store, std::string dir)
      : store_(store), dir_(std::move(dir)) {}

  // The path of the artifact's file, fetched unless it is there. A broken
  // download goes on where it broke with the next call. DATA_LOSS: what came
  // is not what was announced; the next call begins anew.
  absl::StatusOr<std::string> Fetch(const CallContext& call,
                                    const internal::v1::Artifact& artifact);
  // What `open` makes of that file: absl::StatusOr of anything. DATA_LOSS from
  // it means that a disk has spoiled the file, which then is fetched again,
  // once.
  template <class Open>
  auto FetchAndOpen(const CallContext& call,
                    const internal::v1::Artifact& artifact, const Open& open)
      -> decltype(open(std::string())) {
    auto path = Fetch(call, artifact);
    if (!path.ok()) return path.status();
    auto opened = open(*path);
    if (!absl::IsDataLoss(opened.status())) return opened;
    Drop(artifact);
    path = Fetch(call, artifact);
    if (!path.ok()) return path.status();
    return open(*path);
  }
  // Forgets a file that turned out to be damaged.
  void Drop(const internal::v1::Artifact& artifact);
  // Deletes all files of the kind but these artifacts'.
  void KeepOnly(const std::string& kind, const std::vector<std::string>& ids);

 private:
  std::string PathOf(const std::string& kind, const std::string& id) const;
  absl::Status Download(const CallContext& call,
                        const internal::v1::Artifact& artifact,
                        const std::string& path);

  ArtifactStore* store_;
  const std::string dir_;
};

}  // namespace broadsheet::recommend

#endif  // BROADSHEET_RECOMMEND_ARTIFACT_CACHE_H_
