#ifndef BROADSHEET_STORAGE_PAPER_LISTS_H_
#define BROADSHEET_STORAGE_PAPER_LISTS_H_

#include "absl/status/statusor.h"
#include "broadsheet/internal/v1/paper_store_service.pb.h"
#include "common/call_context.h"
#include "common/page_token.h"
#include "storage/database.h"

namespace broadsheet::storage {

// The catalogue, newest announcement first. Thread-safe.
class PaperLists {
 public:
  // Both must outlive this.
  PaperLists(Database* database, const PageTokenCodec* tokens)
      : database_(database), tokens_(tokens) {}

  // As PaperService.ListPapers.
  absl::StatusOr<internal::v1::ListPapersResponse> List(
      const CallContext& call, const internal::v1::ListPapersRequest& request);

 private:
  Database* database_;
  const PageTokenCodec* tokens_;
};

}  // namespace broadsheet::storage

#endif  // BROADSHEET_STORAGE_PAPER_LISTS_H_
