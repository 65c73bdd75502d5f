#ifndef BROADSHEET_INGEST_UPSERTER_H_
#define BROADSHEET_INGEST_UPSERTER_H_

#include <deque>
#include <memory>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "broadsheet/internal/v1/paper_store_service.pb.h"
#include "common/call_context.h"
#include "ingest/retrier.h"
#include "ingest/store.h"

namespace broadsheet::ingest {

// Sends batches of papers to storage ahead of their answers. When storage goes
// away it connects again and sends what was not answered once more: an upsert
// is idempotent. Not thread-safe.
class Upserter {
 public:
  // All must outlive this.
  Upserter(Store* store, const CallContext* call, Retrier retrier);

  // Errors of both are final: storage's own, or the end of the call.
  absl::Status Send(internal::v1::UpsertPapersRequest request);
  // The answer to the oldest batch that has none. Some batch must be
  // unanswered.
  absl::StatusOr<internal::v1::UpsertPapersResponse> Receive();
  // Ends the stream after the last answer.
  void Finish();

 private:
  absl::Status Recover();
  bool SendAll();

  Store* store_;
  const CallContext* call_;
  Retrier retrier_;
  std::unique_ptr<UpsertStream> stream_;
  std::deque<internal::v1::UpsertPapersRequest> unanswered_;
};

}  // namespace broadsheet::ingest

#endif  // BROADSHEET_INGEST_UPSERTER_H_
