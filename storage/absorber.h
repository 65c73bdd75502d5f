#ifndef BROADSHEET_STORAGE_ABSORBER_H_
#define BROADSHEET_STORAGE_ABSORBER_H_

#include <condition_variable>
#include <cstdint>
#include <map>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/logger.h"
#include "storage/database.h"
#include "storage/feed_store.h"

namespace broadsheet::storage {

// A record that was found to be another paper leaves votes, saves, submissions,
// comments and claims behind: this takes them to the paper that it became, in
// short transactions, each of which deletes what it moves. So nothing is
// counted twice, whatever is interrupted and however many processes do it. Of a
// reader's two standings the later event's counts; of two submissions to one
// day, the paper's. What an editor took off a day's list does not come back
// from another record. Its vectors go: the paper has its own text.
//
// Writers that had begun before the merge may still write to the old record:
// its row in `absorptions` goes only when all that had a number by the time it
// was first seen have ended, and nothing more was found. Thread-safe.
class Absorber {
 public:
  struct Options {
    absl::Duration interval = absl::Milliseconds(500);
    // Standings of one transaction: some 10 ms.
    int batch = 200;
  };

  // Pointers must outlive this.
  Absorber(Database* database, FeedStore* feed, const Logger& log,
           Options options);
  ~Absorber();

  void Start();
  // Ends it after the transaction under way. Idempotent.
  void Stop();

  // One round; answers how many records are left to be looked at again. Only
  // one thread.
  absl::StatusOr<int64_t> Work();

 private:
  struct Absorption {
    std::string paper_id;
    std::string into_id;
  };

  void Run();
  absl::StatusOr<std::vector<Absorption>> List(const CallContext& call);
  absl::StatusOr<uint64_t> TakeNumber(const CallContext& call);
  absl::Status MoveAll(const CallContext& call, const Absorption& absorption);
  absl::StatusOr<int64_t> MoveStandings(const CallContext& call,
                                        const Absorption& absorption);
  absl::Status MoveSubmissions(const CallContext& call,
                               const Absorption& absorption);
  absl::StatusOr<int64_t> MoveSubmissionsOf(Transaction& tx,
                                            const Absorption& absorption);
  absl::StatusOr<int64_t> MoveComments(const CallContext& call,
                                       const Absorption& absorption);
  absl::Status MoveRest(const CallContext& call, const Absorption& absorption);
  absl::Status Forget(const CallContext& call, const Absorption& absorption);
  bool Pause();

  Database* database_;
  FeedStore* feed_;
  const Logger log_;
  const Options options_;
  // By paper: a transaction's number that was given out after it was first
  // seen.
  std::map<std::string, uint64_t> seen_;

  std::mutex mu_;
  std::condition_variable wake_;
  bool stopped_ = false;  // GUARDED_BY(mu_)
  std::thread thread_;
};

}  // namespace broadsheet::storage

#endif  // BROADSHEET_STORAGE_ABSORBER_H_
