#ifndef BROADSHEET_INGEST_STATISTICS_KEEPER_H_
#define BROADSHEET_INGEST_STATISTICS_KEEPER_H_

#include <condition_variable>
#include <mutex>
#include <string>
#include <thread>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "common/logger.h"
#include "ingest/checkpoints.h"
#include "ingest/term_statistics.h"

namespace broadsheet::ingest {

// Keeps the term statistics of all processes of ingest in one checkpoint: loads
// it at the start, or as soon as storage is there, and adds what this process
// counted every `interval` and at the end. A thread of its own does so;
// statistics that cannot be kept stop nothing, a warning is logged.
class StatisticsKeeper {
 public:
  static constexpr char kName[] = "ingest/term-statistics";

  // All must outlive this.
  StatisticsKeeper(TermStatistics* statistics, Checkpoints* checkpoints,
                   const Logger* log,
                   absl::Duration interval = absl::Seconds(30));
  ~StatisticsKeeper();

  // Saves what is new and ends. At most some seconds. Once.
  void Stop();

 private:
  void Run();
  // Loads when nothing was, else saves when something changed.
  absl::Status Keep();
  absl::Status Load();
  absl::Status Save();
  // False: stop.
  bool Wait(absl::Duration duration);

  TermStatistics* statistics_;
  Checkpoints* checkpoints_;
  const Logger* log_;
  const absl::Duration interval_;

  // Of the thread: what is stored, as far as this process knows.
  TermStatistics base_;
  int64_t revision_ = -1;  // Not loaded; 0: there is none.

  std::mutex mu_;
  std::condition_variable wake_;
  bool stopping_ = false;  // GUARDED_BY(mu_)
  std::thread thread_;     // The last member: it uses the others.
};

}  // namespace broadsheet::ingest

#endif  // BROADSHEET_INGEST_STATISTICS_KEEPER_H_
