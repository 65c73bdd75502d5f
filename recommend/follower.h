#ifndef BROADSHEET_RECOMMEND_FOLLOWER_H_
#define BROADSHEET_RECOMMEND_FOLLOWER_H_

#include <condition_variable>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <random>
#include <thread>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "broadsheet/internal/v1/change_feed_service.pb.h"
#include "common/logger.h"
#include "recommend/change_source.h"
#include "recommend/engine.h"
#include "recommend/paper_analysis.h"
#include "recommend/read_model.h"
#include "recommend/segment_keeper.h"

namespace broadsheet::recommend {

struct FollowerOptions {
  ReadModelOptions model;
  absl::Duration first_backoff = absl::Milliseconds(100);
  absl::Duration longest_backoff = absl::Seconds(5);
  uint64_t jitter_seed = 1;
  // Called for each loaded snapshot before answers are made from it: puts the
  // promoted model in. May be empty.
  std::function<void(ReadModel*)> prepare;
  // Called when segments on this disk may know a reader who was erased. May be
  // empty.
  std::function<void()> drop_segments;
  // Brings a segment to begin from instead of a row snapshot. May be empty.
  std::function<absl::StatusOr<LoadedSegment>()> load_segment;
};

// Keeps an engine in step with storage: loads a segment, or else a row
// snapshot, into a model of its own, switches the engine to it, then tails the
// change feed. A lost connection goes on from the last cursor while the engine
// still answers. A trimmed cursor, another epoch, a feed that storage cannot
// read on or a snapshot with missing rows means a new snapshot beside the old
// model.
class Follower {
 public:
  // Called once, when the engine is ready.
  using OnReady = std::function<void()>;

  // `source` and `engine` must outlive this.
  Follower(ChangeSource* source, Engine* engine, const Logger& log,
           const FollowerOptions& options, OnReady on_ready);
  ~Follower();

  // Starts the thread. Once.
  void Start();
  // Ends it. Idempotent. From the thread that started it.
  void Stop();
  // Where the feed goes on behind what was applied. After Stop.
  const std::optional<internal::v1::Cursor>& cursor() const { return cursor_; }

 private:
  void Run();
  absl::Status Step();
  absl::Status Load();
  bool LoadSegment();
  absl::Status LoadSnapshot();
  // The engine answers from `model`, which the feed goes on behind at `cursor`.
  void Use(std::unique_ptr<ReadModel> model,
           const internal::v1::Cursor& cursor);
  absl::Status Tail();
  absl::Status TakeChunk(const internal::v1::GetSnapshotResponse& chunk,
                         ReadModel* model);
  absl::Status TakeChanges(const internal::v1::WatchChangesResponse& message);
  absl::Status CheckComplete(const internal::v1::SnapshotTrailer& trailer);
  void BecomeReady();
  // Whether no more comes from the cursor after a call that ended so.
  bool NeedsSnapshot(const absl::Status& status);
  // False when stopped meanwhile.
  bool Pause(const absl::Status& reason);

  // Rows of a snapshot as they came.
  struct Received {
    int64_t papers = 0;
    int64_t vectors = 0;
    int64_t submissions = 0;
    int64_t events = 0;
  };

  ChangeSource* source_;
  Engine* engine_;
  Logger log_;
  FollowerOptions options_;
  OnReady on_ready_;
  // Of the thread alone.
  PaperAnalyzer analyzer_;
  std::optional<internal::v1::Cursor> cursor_;
  // Nothing has come from the feed behind the segment yet.
  bool only_segment_ = false;
  // The feed does not go on behind the newest one.
  bool segment_is_old_ = false;
  int refusals_ = 0;  // In a row, since the last message.
  std::optional<internal::v1::SnapshotTrailer> trailer_;
  Received received_;
  int64_t expected_papers_ = 0;
  absl::Duration backoff_;
  std::mt19937_64 random_;

  std::mutex mu_;
  std::condition_variable wake_;
  bool stopping_ = false;  // GUARDED_BY(mu_)
  std::thread thread_;
};

}  // namespace broadsheet::recommend

#endif  // BROADSHEET_RECOMMEND_FOLLOWER_H_
