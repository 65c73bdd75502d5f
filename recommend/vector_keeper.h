#ifndef BROADSHEET_RECOMMEND_VECTOR_KEEPER_H_
#define BROADSHEET_RECOMMEND_VECTOR_KEEPER_H_

#include <condition_variable>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "broadsheet/internal/v1/paper_vector.pb.h"
#include "broadsheet/v1/recommend_service.pb.h"
#include "common/call_context.h"
#include "common/clock.h"
#include "common/logger.h"
#include "recommend/encoder/encoder.h"
#include "recommend/engine.h"
#include "recommend/lease.h"

namespace broadsheet::recommend {

// Where vectors are kept: storage, but for tests. Thread-safe.
class VectorStore {
 public:
  virtual ~VectorStore() = default;
  // Answers the ids of papers that it does not know. Idempotent.
  virtual absl::StatusOr<std::vector<std::string>> Put(
      const CallContext& call,
      std::vector<internal::v1::PaperVector> vectors) = 0;
};

// Short: what two replicas encode at once does no harm, and a lease that stays
// behind holds up all papers.
inline constexpr int kEncodingLeaseSeconds = 20;

// Has an embedding server encode the papers whose text has no vector yet, new
// ones as they come, and all others behind them; storage keeps the vectors, and
// its feed brings them back to every recommender. All replicas run one; the one
// that has the lease works. Thread-safe.
class VectorKeeper {
 public:
  struct Options {
    // Between two looks while there is nothing to do.
    absl::Duration interval = absl::Milliseconds(500);
    // The longest pause after a failure.
    absl::Duration longest_backoff = absl::Seconds(30);
    // For the answer to one batch.
    absl::Duration limit = absl::Seconds(60);
  };

  // Pointers must outlive this.
  VectorKeeper(const Engine* engine, Encoder* encoder, VectorStore* store,
               Lease* lease, const Clock* clock, const Logger& log,
               const Options& options);
  ~VectorKeeper();

  // Starts the thread. Once.
  void Start();
  // Ends it. Idempotent. From the thread that started it.
  void Stop();

  // One batch. False: there is nothing to do, or another replica does it.
  absl::StatusOr<bool> Step();

  // For everybody: what the server says, and where it is, the log alone tells.
  v1::EncoderStatus status() const;

 private:
  struct Unencoded {
    DocId doc = 0;
    std::string id;
    uint64_t fingerprint = 0;
    std::string text;
  };

  // The next papers without a vector, at most a batch: those that came since
  // the last look, then the others.
  std::vector<Unencoded> FindNext();
  // Whether the vector is there. Notes the paper when it is to be encoded.
  bool LookAt(const ReadModel& model, DocId doc, std::vector<Unencoded>* found);
  void EndRound();
  absl::Status CheckDimension() const;
  bool IsWaiting(DocId doc, uint64_t fingerprint) const;
  bool HasLease() const { return clock_->Now() < lease_ends_; }
  absl::Status KeepLease();
  void DropLease();
  absl::Status Encode(const std::vector<Unencoded>& papers);
  absl::Status EncodeAlone(const std::vector<Unencoded>& papers);
  absl::Status Put(const std::vector<Unencoded>& papers,
                   const std::vector<std::vector<float>>& vectors);
  void Refuse(const Unencoded& paper, const absl::Status& why);
  // Ends with Stop.
  CallContext Call();
  void Report(const absl::Status& status);
  void Run();
  bool Pause(absl::Duration duration);

  const Engine* engine_;
  Encoder* encoder_;
  VectorStore* store_;
  Lease* lease_;
  const Clock* clock_;
  Logger log_;
  const Options options_;

  // Of the thread alone.
  DocId fresh_ = 0;      // Papers from it on have not been looked at.
  DocId next_ = 0;       // Where the round over all papers goes on.
  int64_t encoded_ = 0;  // In this round.
  int64_t left_ = 0;
  // By paper, the fingerprint of the text that was sent to storage and has not
  // come back yet, and of the text that the server refuses.
  absl::flat_hash_map<DocId, uint64_t> sent_;
  absl::flat_hash_map<DocId, uint64_t> refused_;
  absl::Time lease_ends_ = absl::InfinitePast();
  absl::Time ask_again_ = absl::InfinitePast();  // For a lease of another's.

  mutable std::mutex mu_;
  std::condition_variable wake_;
  bool stopping_ = false;                  // GUARDED_BY(mu_)
  v1::EncoderStatus status_;               // GUARDED_BY(mu_)
  absl::Status failure_;                   // GUARDED_BY(mu_), the last step's.
  std::shared_ptr<Cancellation> calling_;  // GUARDED_BY(mu_)
  std::thread thread_;
};

}  // namespace broadsheet::recommend

#endif  // BROADSHEET_RECOMMEND_VECTOR_KEEPER_H_
