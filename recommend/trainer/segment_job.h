#ifndef BROADSHEET_RECOMMEND_TRAINER_SEGMENT_JOB_H_
#define BROADSHEET_RECOMMEND_TRAINER_SEGMENT_JOB_H_

#include <functional>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "broadsheet/internal/v1/artifact.pb.h"
#include "common/call_context.h"
#include "common/logger.h"
#include "recommend/artifact_store.h"
#include "recommend/change_source.h"
#include "recommend/read_model.h"
#include "recommend/trainer/job_progress.h"
#include "recommend/trainer/stored_counts.h"

namespace broadsheet::recommend {

// What storage held when a segment was begun: more than is inside, where
// withdrawn papers and impressions are not.
inline constexpr char kStoredPapers[] = "stored_papers";
inline constexpr char kStoredEvents[] = "stored_events";

struct SegmentJobOptions {
  // As the recommenders have them: they refuse segments made with others.
  ReadModelOptions model;
  // A folder for files of gigabytes, this process's own; it must exist.
  std::string dir;
  // Segments that storage keeps: a replica may still fetch the one before.
  int keep = 2;
};

// Makes the next segment: the newest one, or else all rows, with what the feed
// brings behind it, as a recommender that answers nobody. Recommenders are not
// disturbed. One thread at a time.
class SegmentJob {
 public:
  using MakeSource = std::function<std::unique_ptr<ChangeSource>()>;

  // `store` must outlive this.
  SegmentJob(MakeSource make_source, ArtifactStore* store, const Logger& log,
             const SegmentJobOptions& options)
      : make_source_(std::move(make_source)),
        store_(store),
        log_(log),
        options_(options) {}

  // Answers what it stored. `name` is a file name.
  // `stored`: before it, for the metrics kStoredPapers and kStoredEvents.
  absl::StatusOr<internal::v1::Artifact> Make(const CallContext& call,
                                              const std::string& name,
                                              const StoredCounts& stored,
                                              const JobProgress& progress);

 private:
  // Of `call`, until its end. Answers what is to be told of the file.
  absl::StatusOr<internal::v1::Artifact> Write(const CallContext& call,
                                               const std::string& path,
                                               const JobProgress& progress);

  const MakeSource make_source_;
  ArtifactStore* store_;
  const Logger log_;
  const SegmentJobOptions options_;
};

}  // namespace broadsheet::recommend

#endif  // BROADSHEET_RECOMMEND_TRAINER_SEGMENT_JOB_H_
