#ifndef BROADSHEET_RECOMMEND_EDITOR_H_
#define BROADSHEET_RECOMMEND_EDITOR_H_

#include <condition_variable>
#include <map>
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
#include "recommend/editor_choice.h"
#include "recommend/engine.h"
#include "recommend/score_map.h"

namespace broadsheet::recommend {

// What the editor writes: storage, but for tests. Thread-safe.
class EditorStore {
 public:
  struct Submitted {
    // Whether the paper is on the day's list, by this request or an earlier
    // one. Not when a person took it off since.
    bool stands = false;
    // Where the write stands.
    v1::Position position;
  };

  virtual ~EditorStore() = default;
  // Takes or renews the lease that lets one editor of all replicas work.
  // ABORTED (reason LEASE_HELD) while another has it.
  virtual absl::Status AcquireLease(const CallContext& call) = 0;
  virtual void ReleaseLease(const CallContext& call) = 0;
  // Idempotent by `request_id`. FAILED_PRECONDITION: a person took the paper
  // off the list.
  virtual absl::StatusOr<Submitted> Submit(
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
// by others. A list left incomplete by a crash is completed; in the place of
// what a person took off comes the next best; repetitions change nothing.
// Thread-safe.
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
  // Chooses for one day, and submits unless `dry_run`: then answers what
  // stands, and `last` becomes the position of the last submission, if any.
  absl::StatusOr<v1::EditedDay> Edit(const CallContext& call,
                                     absl::CivilDay day, bool dry_run,
                                     v1::Position* last);
  v1::EditedDay Choose(absl::CivilDay day, absl::Time as_of);
  // Chooses again as long as something is refused.
  absl::StatusOr<v1::EditedDay> SubmitBest(const CallContext& call,
                                           absl::CivilDay day, absl::Time at,
                                           v1::Position* last);
  // Adds what stands to `made`. Answers whether anything was refused.
  absl::StatusOr<bool> SubmitAll(const CallContext& call,
                                 const v1::EditedDay& chosen, absl::Time at,
                                 v1::EditedDay* made, v1::Position* last);
  // Whether it is on the list then.
  absl::StatusOr<bool> Submit(const CallContext& call,
                              const v1::ListedPaper& paper,
                              const std::string& day, absl::Time at,
                              v1::Position* last);
  PaperNames RefusedOn(const std::string& day) const;
  void Refuse(const std::string& day, const std::string& paper);
  // A day's own time: that of `hour`, but not in the future.
  absl::Time TimeOf(absl::CivilDay day) const;

  const Engine* engine_;
  EditorStore* store_;
  const Clock* clock_;
  Logger log_;
  EditorOptions options_;
  ScoreMapPool pool_;
  std::mutex running_;  // One run at a time.

  mutable std::mutex mu_;
  std::condition_variable wake_;
  bool stopping_ = false;  // GUARDED_BY(mu_)
  // What people took off the lists of days, as far as it was tried.
  std::map<std::string, PaperNames> refused_;  // GUARDED_BY(mu_)
  std::thread thread_;
};

}  // namespace broadsheet::recommend

#endif  // BROADSHEET_RECOMMEND_EDITOR_H_
