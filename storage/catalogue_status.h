#ifndef BROADSHEET_STORAGE_CATALOGUE_STATUS_H_
#define BROADSHEET_STORAGE_CATALOGUE_STATUS_H_

#include "absl/status/statusor.h"
#include "broadsheet/internal/v1/paper_store_service.pb.h"
#include "common/call_context.h"
#include "storage/database.h"

namespace broadsheet::storage {

// Counts everything, exactly and as of one moment: some 50 ms for a million
// rows.
absl::StatusOr<internal::v1::GetCatalogueStatusResponse> ReadCatalogueStatus(
    const CallContext& call, Database* database);

}  // namespace broadsheet::storage

#endif  // BROADSHEET_STORAGE_CATALOGUE_STATUS_H_
