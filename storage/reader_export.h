#ifndef BROADSHEET_STORAGE_READER_EXPORT_H_
#define BROADSHEET_STORAGE_READER_EXPORT_H_

#include "absl/status/statusor.h"
#include "broadsheet/internal/v1/reader_store_service.pb.h"
#include "common/call_context.h"
#include "common/page_token.h"
#include "storage/database.h"

namespace broadsheet::storage {

// Everything that is kept about a reader, in pages. Thread-safe.
class ReaderExport {
 public:
  // Both must outlive this.
  ReaderExport(Database* database, const PageTokenCodec* tokens)
      : database_(database), tokens_(tokens) {}

  // Empty for an unknown reader.
  absl::StatusOr<internal::v1::ExportReaderResponse> Export(
      const CallContext& call,
      const internal::v1::ExportReaderRequest& request);

 private:
  Database* database_;
  const PageTokenCodec* tokens_;
};

}  // namespace broadsheet::storage

#endif  // BROADSHEET_STORAGE_READER_EXPORT_H_
