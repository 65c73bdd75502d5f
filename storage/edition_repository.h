#ifndef BROADSHEET_STORAGE_EDITION_REPOSITORY_H_
#define BROADSHEET_STORAGE_EDITION_REPOSITORY_H_

#include "absl/status/statusor.h"
#include "broadsheet/v1/edition_service.pb.h"
#include "common/call_context.h"
#include "storage/database.h"

namespace broadsheet::storage {

// Editions: see EditionService. Thread-safe.
class EditionRepository {
 public:
  // `database` must outlive this.
  explicit EditionRepository(Database* database) : database_(database) {}

  absl::StatusOr<v1::ListEditionsResponse> List(
      const CallContext& call, const v1::ListEditionsRequest& request);
  absl::StatusOr<v1::GetEditionResponse> Get(
      const CallContext& call, const v1::GetEditionRequest& request);
  absl::StatusOr<v1::PutEditionResponse> Put(
      const CallContext& call, const v1::PutEditionRequest& request);
  absl::StatusOr<v1::DeleteEditionResponse> Delete(
      const CallContext& call, const v1::DeleteEditionRequest& request);

 private:
  Database* database_;
};

}  // namespace broadsheet::storage

#endif  // BROADSHEET_STORAGE_EDITION_REPOSITORY_H_
