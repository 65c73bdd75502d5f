#ifndef BROADSHEET_STORAGE_SUBMITTED_LISTS_H_
#define BROADSHEET_STORAGE_SUBMITTED_LISTS_H_

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "broadsheet/internal/v1/reader_store_service.pb.h"
#include "common/call_context.h"
#include "common/clock.h"
#include "common/page_token.h"
#include "storage/database.h"

namespace broadsheet::storage {

// The lists of days, weeks and months that submissions make. Thread-safe.
class SubmittedLists {
 public:
  // Pointers must outlive this. `zone` says which day is today: lists of later
  // days are shown only when asked for by name.
  SubmittedLists(Database* database, const PageTokenCodec* tokens,
                 const Clock* clock, absl::TimeZone zone)
      : database_(database), tokens_(tokens), clock_(clock), zone_(zone) {}

  // As PaperService.ListSubmitted; the whole page comes from one snapshot.
  absl::StatusOr<internal::v1::ListSubmittedResponse> List(
      const CallContext& call,
      const internal::v1::ListSubmittedRequest& request);

 private:
  Database* database_;
  const PageTokenCodec* tokens_;
  const Clock* clock_;
  absl::TimeZone zone_;
};

}  // namespace broadsheet::storage

#endif  // BROADSHEET_STORAGE_SUBMITTED_LISTS_H_
