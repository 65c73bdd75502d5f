#include "storage/catalogue_status.h"

#include "storage/records.h"

namespace broadsheet::storage {

absl::StatusOr<internal::v1::GetCatalogueStatusResponse> ReadCatalogueStatus(
    const CallContext& call, Database* database) {
  return database->Read(
      call,
      [](Transaction& tx)
          -> absl::StatusOr<internal::v1::GetCatalogueStatusResponse> {
        const auto row = tx.sql.exec_prepared("catalogue_status")[0];
        internal::v1::GetCatalogueStatusResponse status;
        status.set_papers(row[0].as<int64_t>());
        status.set_withdrawn(row[1].as<int64_t>());
        status.set_readers(row[2].as<int64_t>());
        status.set_events(row[3].as<int64_t>());
        status.set_submissions(row[4].as<int64_t>());
        status.set_dead_letters(row[5].as<int64_t>());
        status.set_changes(row[6].as<int64_t>());
        status.set_latest_announced(DayFromSql(row[7].c_str()));
        status.set_latest_list(DayFromSql(row[8].c_str()));
        return status;
      });
}

}  // namespace broadsheet::storage
