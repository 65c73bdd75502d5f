#ifndef BROADSHEET_INGEST_STORE_H_
#define BROADSHEET_INGEST_STORE_H_

#include <memory>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "broadsheet/internal/v1/paper_store_service.pb.h"
#include "broadsheet/internal/v1/reader_store_service.pb.h"
#include "common/call_context.h"

namespace broadsheet::ingest {

// A stream of batches to storage. One thread writes and reads.
class UpsertStream {
 public:
  // Cancels what has not ended.
  virtual ~UpsertStream() = default;
  // Blocks. False: the stream broke. Answers may still be there to be read.
  virtual bool Write(const internal::v1::UpsertPapersRequest& request) = 0;
  // Blocks. False: there are no more answers; Finish says why.
  virtual bool Read(internal::v1::UpsertPapersResponse* response) = 0;
  // Ends the stream when all answers have been read: it would wait for ever
  // on an unread one. Once.
  virtual absl::Status Finish() = 0;
  // Lets the blocking calls return soon. From any thread.
  virtual void Cancel() = 0;
};

// Storage as ingest needs it. All calls block, obey the deadline and the
// cancellation of `call` and carry its request id; errors are storage's own.
// Thread-safe.
class Store {
 public:
  virtual ~Store() = default;
  // `call` must outlive the stream.
  virtual std::unique_ptr<UpsertStream> OpenUpserts(
      const CallContext& call) = 0;
  virtual absl::StatusOr<internal::v1::ListPapersResponse> ListPapers(
      const CallContext& call,
      const internal::v1::ListPapersRequest& request) = 0;
  virtual absl::StatusOr<internal::v1::SetWithdrawnResponse> SetWithdrawn(
      const CallContext& call,
      const internal::v1::SetWithdrawnRequest& request) = 0;
  virtual absl::StatusOr<internal::v1::AppendEventsResponse> AppendEvents(
      const CallContext& call,
      const internal::v1::AppendEventsRequest& request) = 0;
  virtual absl::StatusOr<internal::v1::AddDeadLettersResponse> AddDeadLetters(
      const CallContext& call,
      const internal::v1::AddDeadLettersRequest& request) = 0;
  virtual absl::StatusOr<internal::v1::ListDeadLettersResponse> ListDeadLetters(
      const CallContext& call,
      const internal::v1::ListDeadLettersRequest& request) = 0;
  virtual absl::StatusOr<internal::v1::DeleteDeadLettersResponse>
  DeleteDeadLetters(const CallContext& call,
                    const internal::v1::DeleteDeadLettersRequest& request) = 0;
};

}  // namespace broadsheet::ingest

#endif  // BROADSHEET_INGEST_STORE_H_
