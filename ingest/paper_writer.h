#ifndef BROADSHEET_INGEST_PAPER_WRITER_H_
#define BROADSHEET_INGEST_PAPER_WRITER_H_

#include <deque>
#include <functional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "broadsheet/v1/ingest_service.pb.h"
#include "ingest/backend.h"
#include "ingest/batcher.h"
#include "ingest/dead_letter_box.h"
#include "ingest/upsert_lanes.h"

namespace broadsheet::ingest {

// Takes batches of papers, has them stored and answers for them in the order of
// the input: only after their commit, and after their dead letters are kept.
// Runs on one thread.
class PaperWriter {
 public:
  // False: nobody listens any more, stop.
  using Answer = std::function<bool(const v1::IngestPapersResponse&)>;

  // `batcher` and `call` must outlive this.
  PaperWriter(const Backend& backend, const Origin& origin,
              PaperBatcher* batcher, const CallContext* call, Answer answer);

  // Returns after the batcher's last batch, or with the first final error.
  absl::Status Run();

  // Lets Run end soon, even when storage does not answer. From any thread.
  void Cancel() { upserter_.Cancel(); }

 private:
  // A batch that was sent. Its papers are with the upserter.
  struct Sent {
    PaperBatcher::Batch items;
    int papers = 0;
    bool withdraws = false;
    absl::Time at;
  };

  std::optional<PaperBatcher::Batch> NextBatch();
  bool MaySend() const;
  absl::Status Send(PaperBatcher::Batch batch);
  absl::Status AnswerOldest();
  absl::StatusOr<v1::PaperResult> Withdraw(const std::string& paper_id);
  void Reach(const v1::Position& position);
  absl::Status KeepDeadLetters(const Sent& sent,
                               const v1::IngestPapersResponse& response);

  const Backend backend_;
  PaperBatcher* batcher_;
  const CallContext* call_;
  const Answer answer_;
  const int32_t precedence_;
  UpsertLanes upserter_;
  DeadLetterBox dead_letters_;
  Retrier retrier_;
  std::deque<Sent> sent_;
  v1::Position position_;  // All that is answered is before it.
};

}  // namespace broadsheet::ingest

#endif  // BROADSHEET_INGEST_PAPER_WRITER_H_
