#ifndef BROADSHEET_RECOMMEND_SEGMENT_KEEPER_H_
#define BROADSHEET_RECOMMEND_SEGMENT_KEEPER_H_

#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "broadsheet/internal/v1/artifact.pb.h"
#include "broadsheet/internal/v1/change_feed_service.pb.h"
#include "common/call_context.h"
#include "common/logger.h"
#include "recommend/artifact_cache.h"
#include "recommend/artifact_store.h"
#include "recommend/read_model.h"

namespace broadsheet::recommend {

inline constexpr char kSegmentKind[] = "segment";

// Writes all that a read model holds, with the model in use, to a file;
// `cursor` is where the feed goes on behind it. UNAVAILABLE when the disk does
// not allow it.
absl::Status WriteSegment(const std::string& path, const ReadModel& model,
                          const internal::v1::Cursor& cursor);

// The model whose vectors go into a segment of `model`: the promoted one, when
// it is in use; else null.
const ServingModel* ServingOfSegment(const ReadModel& model);

struct LoadedSegment {
  std::unique_ptr<ReadModel> model;
  internal::v1::Cursor cursor;
};

// A segment's file as a read model. As SegmentFile::Open and ReadModel::Load.
absl::StatusOr<LoadedSegment> ReadSegment(const std::string& path,
                                          const ReadModelOptions& options);

// Brings the newest of the segments that storage has. One thread at a time.
class SegmentKeeper {
 public:
  // Pointers must outlive this. The cache is this one's own; others may use its
  // folder, for artifacts of another kind.
  SegmentKeeper(ArtifactStore* store, ArtifactCache* cache, const Logger& log)
      : store_(store), cache_(cache), log_(log) {}

  // NOT_FOUND: storage has none. A damaged file is fetched again, once. After
  // any error it is up to the rows.
  absl::StatusOr<LoadedSegment> Load(const CallContext& call,
                                     const ReadModelOptions& options);

  // No file of a segment stays on this disk: a reader was erased.
  void Forget() { cache_->KeepOnly(kSegmentKind, {}); }

 private:
  ArtifactStore* store_;
  ArtifactCache* cache_;
  Logger log_;
};

}  // namespace broadsheet::recommend

#endif  // BROADSHEET_RECOMMEND_SEGMENT_KEEPER_H_
