#ifndef BROADSHEET_INGEST_HARVEST_SCHEDULER_H_
#define BROADSHEET_INGEST_HARVEST_SCHEDULER_H_

#include <condition_variable>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "common/cancellation.h"
#include "ingest/checkpoints.h"
#include "ingest/harvest_runner.h"
#include "ingest/schedule.h"

namespace broadsheet::ingest {

// Starts what is due, and has the runner take up what other processes left. All
// processes with the same schedules may run: a run that is due has the same
// operation in each of them, which only one can begin. Tick is for one thread,
// the rest is thread-safe.
class HarvestScheduler {
 public:
  // All but `schedules` must outlive this.
  HarvestScheduler(const HarvestParts& parts, std::vector<Schedule> schedules,
                   HarvestRunner* runner);
  ~HarvestScheduler();

  // Does it again and again on a thread of its own, until Stop.
  void Run();
  void Stop();

  // Once. Failures are logged: the next time comes soon.
  void Tick();

 private:
  struct Entry {
    Schedule schedule;
    // Share of the greatest delay that this process waits, so that not all
    // sources are asked at the same moment.
    double jitter;
  };

  void StartIfDue(const CallContext& call, const Entry& entry);
  void ResumeSometimes(const CallContext& call);
  void Log(const char* what, const absl::Status& status);

  const HarvestParts parts_;
  std::vector<Entry> entries_;
  HarvestRunner* runner_;
  absl::Time next_resume_ = absl::InfinitePast();
  std::map<std::string, absl::Time> next_log_;  // By what failed.
  std::shared_ptr<Cancellation> stopping_;
  std::mutex mu_;
  std::condition_variable wake_;
  std::thread thread_;
};

}  // namespace broadsheet::ingest

#endif  // BROADSHEET_INGEST_HARVEST_SCHEDULER_H_
