#ifndef BROADSHEET_RECOMMEND_EDITOR_H_
#define BROADSHEET_RECOMMEND_EDITOR_H_

#include <condition_variable>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "broadsheet/v1/editor_service.pb.h"
#include "broadsheet/v1/reader_service.pb.h"
#include "common/call_context.h"
#include "common/clock.h"
#include "common/logger.h"
#include "recommend/engine.h"
#include "recommend/score_map.h"

namespace broadsheet::recommend {

// What the editor writes: storage, but for tests. Thread-safe.
class EditorStore {
 public:
  virtual ~EditorStore() = default;
  // Takes or renews the lease that lets one editor of all replicas work.
  // ABORTED (reason LEASE_HELD) while another has it.
  virtual absl::Status AcquireLease(const CallContext& call) = 0;
  virtual void ReleaseLease(const CallContext& call) = 0;
  // Idempotent by `request_id`. Answers where the write stands.
  virtual absl::StatusOr<v1::Position> Submit(
      const CallContext& call, const std::string& request_id,
      const v1::Submission& submission) = 0;
};

struct EditorOptions {
  // On a full day's list.
  int papers = 12;
  // Readers have until this hour of the day, in `zone`, to submit first.
  int hour = 6;
  absl::TimeZone zone = absl::UTCTimeZone();
  // Between two looks at today.
  absl::Duration interval = absl::Seconds(15);
};

// Makes the daily list when nobody submits (see EditorService). It submits
// under its own name, only on days with announcements and without submissions
// by others. A list left incomplete by a crash is completed; repetitions
// change nothing. Thread-safe.
class Editor {
 public:
  // All but the log must outlive this.
  Editor(const Engine* engine, EditorStore* store, const Clock* clock,
         const Logger& log, const EditorOptions& options);
  ~Editor();

  // Makes the lists of past days (RunEditor).
  absl::StatusOr<v1::RunEditorResponse> Run(
      const CallContext& call, const v1::RunEditorRequest& request);
  // Makes today's list when it is due.
  absl::Status RunToday(const CallContext& call);

  // Runs RunToday at intervals, on a thread of its own, until Stop.
  void Start();
  // Idempotent. From the thread that started it.
  void Stop();

 private:
  // Chooses for one day, and submits unless `dry_run`: `last` becomes the
  // position of the last submission, if any.
  absl::StatusOr<v1::EditedDay> Edit(const CallContext& call,
                                     absl::CivilDay day, bool dry_run,
                                     v1::Position* last);
  v1::EditedDay Choose(absl::CivilDay day, absl::Time as_of);
  absl::Status SubmitAll(const CallContext& call, const v1::EditedDay& day,
                         absl::Time at, v1::Position* last);
  // A day's own time: that of `hour`, but not in the future.
  absl::Time TimeOf(absl::CivilDay day) const;

  const Engine* engine_;
  EditorStore* store_;
  const Clock* clock_;
  Logger log_;
  EditorOptions options_;
  ScoreMapPool pool_;
  std::mutex running_;  // One run at a time.

  std::mutex mu_;
  std::condition_variable wake_;
  bool stopping_ = false;  // GUARDED_BY(mu_)
  std::thread thread_;
};

}  // namespace broadsheet::recommend

#endif  // BROADSHEET_RECOMMEND_EDITOR_H_
