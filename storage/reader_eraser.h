#ifndef BROADSHEET_STORAGE_READER_ERASER_H_
#define BROADSHEET_STORAGE_READER_ERASER_H_

#include "absl/status/statusor.h"
#include "broadsheet/internal/v1/reader_store_service.pb.h"
#include "common/call_context.h"
#include "storage/database.h"
#include "storage/feed_store.h"

namespace broadsheet::storage {

// Deletes everything of a reader, in many short transactions, in an order that
// lets a later call finish what a crash interrupted: the row in `readers` goes
// last, together with the change that tells followers. Events that were being
// written meanwhile are found by looking again once all transactions that had
// begun by then have ended. Thread-safe.
class ReaderEraser {
 public:
  // Both must outlive this. `batch` rows go in one transaction.
  ReaderEraser(Database* database, FeedStore* feed, int batch = 500)
      : database_(database), feed_(feed), batch_(batch) {}

  // A reader who is unknown is erased already: all counts are 0.
  // DEADLINE_EXCEEDED: not all is gone; the same call goes on.
  absl::StatusOr<internal::v1::EraseReaderResponse> Erase(
      const CallContext& call, const internal::v1::EraseReaderRequest& request);

 private:
  Database* database_;
  FeedStore* feed_;
  const int batch_;
};

}  // namespace broadsheet::storage

#endif  // BROADSHEET_STORAGE_READER_ERASER_H_
