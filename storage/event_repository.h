#ifndef BROADSHEET_STORAGE_EVENT_REPOSITORY_H_
#define BROADSHEET_STORAGE_EVENT_REPOSITORY_H_

#include <vector>

#include "absl/status/statusor.h"
#include "broadsheet/internal/v1/reader_store_service.pb.h"
#include "common/call_context.h"
#include "common/clock.h"
#include "storage/database.h"

namespace broadsheet::storage {

// The only writer of events and of what derives from them. Thread-safe.
class EventRepository {
 public:
  // Both must outlive this.
  EventRepository(Database* database, const Clock* clock)
      : database_(database), clock_(clock) {}

  // Appends a batch in one transaction, with readers, standings, counters and
  // changes. A bad event is REFUSED; the others go in.
  absl::StatusOr<internal::v1::AppendEventsResponse> Append(
      const CallContext& call,
      const internal::v1::AppendEventsRequest& request);

  // Several requests, of at most 1,000 events together, in one transaction;
  // answers one response for each. Of equal events the first request's counts.
  absl::StatusOr<std::vector<internal::v1::AppendEventsResponse>> AppendAll(
      const CallContext& call,
      const std::vector<const internal::v1::AppendEventsRequest*>& requests);

 private:
  Database* database_;
  const Clock* clock_;
};

}  // namespace broadsheet::storage

#endif  // BROADSHEET_STORAGE_EVENT_REPOSITORY_H_
