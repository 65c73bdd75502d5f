#ifndef BROADSHEET_STORAGE_VECTOR_REPOSITORY_H_
#define BROADSHEET_STORAGE_VECTOR_REPOSITORY_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "broadsheet/internal/v1/vector_store_service.pb.h"
#include "common/call_context.h"
#include "storage/database.h"

namespace broadsheet::storage {

// Papers' vectors: see VectorStoreService. Thread-safe.
//
// All transactions that write vectors of an encoder hold its row, so that they
// happen in the order of the change feed (HoldEncoder in vector_records.h). A
// deletion takes many of them; the one that finds no vector left tells
// followers. Vectors put during a deletion are deleted by it, and have their
// changes before that of its end; those put after it have theirs behind. So
// followers end with what storage holds, whoever writes meanwhile.
class VectorRepository {
 public:
  // `database` must outlive this. `batch`: vectors that one transaction of a
  // deletion takes.
  explicit VectorRepository(Database* database, int batch = 500)
      : database_(database), batch_(batch) {}

  absl::StatusOr<internal::v1::PutPaperVectorsResponse> Put(
      const CallContext& call,
      const internal::v1::PutPaperVectorsRequest& request);
  absl::StatusOr<internal::v1::ListEncodersResponse> List(
      const CallContext& call,
      const internal::v1::ListEncodersRequest& request);
  absl::StatusOr<internal::v1::DeleteEncoderResponse> Delete(
      const CallContext& call,
      const internal::v1::DeleteEncoderRequest& request);

 private:
  // Ids of papers with a vector of the encoder, behind `after`: one batch.
  absl::StatusOr<std::vector<std::string>> Find(const CallContext& call,
                                                const std::string& encoder,
                                                const std::string& after);

  Database* database_;
  const int batch_;
};

}  // namespace broadsheet::storage

#endif  // BROADSHEET_STORAGE_VECTOR_REPOSITORY_H_
