#ifndef BROADSHEET_INGEST_UPSERTER_H_
#define BROADSHEET_INGEST_UPSERTER_H_

#include <deque>
#include <memory>
#include <mutex>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "broadsheet/internal/v1/paper_store_service.pb.h"
#include "common/call_context.h"
#include "common/retrier.h"
#include "ingest/store.h"

namespace broadsheet::ingest {

// Sends batches of papers to storage ahead of their answers. When storage goes
// away it connects again and sends what was not answered once more: an upsert
// is idempotent. Not thread-safe but for Cancel.
class Upserter {
 public:
  // All must outlive this.
  Upserter(Store* store, const CallContext* call, Retrier retrier);

  // False: receive first. Beyond, the answers on their way could fill the
  // stream's window, so that storage would stop reading while Send writes.
  bool HasRoom() const;
  // Failures show when the answer is received.
  void Send(internal::v1::UpsertPapersRequest request);
  // The answer to the oldest batch that has none; there must be one. Errors are
  // final: storage's own, or the end of the call.
  absl::StatusOr<internal::v1::UpsertPapersResponse> Receive();
  // Ends the stream after the last answer.
  void Finish();
  // Lets the calls above fail soon, now and later.
  void Cancel();

 private:
  void Open();
  void Close();
  void Write(const internal::v1::UpsertPapersRequest& request);
  absl::Status Recover();

  Store* store_;
  const CallContext* call_;
  Retrier retrier_;
  std::deque<internal::v1::UpsertPapersRequest> unanswered_;
  bool broken_ = false;  // The stream takes no more; answers may come.

  std::mutex mu_;  // Held while stream_ changes, and by Cancel.
  std::unique_ptr<UpsertStream> stream_;
  bool cancelled_ = false;  // GUARDED_BY(mu_)
};

}  // namespace broadsheet::ingest

#endif  // BROADSHEET_INGEST_UPSERTER_H_
