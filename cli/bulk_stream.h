#ifndef BROADSHEET_CLI_BULK_STREAM_H_
#define BROADSHEET_CLI_BULK_STREAM_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "broadsheet/v1/ingest_service.pb.h"

namespace broadsheet::cli {

// What became of one record, papers and events alike.
struct BulkResult {
  enum class Outcome { kNew, kUpdated, kUnchanged, kRefused };
  // Line of the file or number of the element, from 1.
  int64_t record = 0;
  // Paper or event id; empty when the record had no readable one.
  std::string id;
  Outcome outcome = Outcome::kRefused;
  // For kRefused.
  std::string field;
  std::string rule;
};

// One run of IngestPapers or IngestEvents. One thread may write while another
// reads; Cancel may come from any.
class BulkStream {
 public:
  virtual ~BulkStream() = default;
  // Both block until the transport has taken the message, which is the
  // back-pressure. False: the stream is broken; Finish says why.
  virtual bool SendHeader(const v1::IngestHeader& header) = 0;
  virtual bool SendChunk(const std::string& bytes) = 0;
  // No more chunks will come.
  virtual void CloseWrites() = 0;
  // Blocks until results came. False: there will be no more.
  virtual bool Read(std::vector<BulkResult>* results) = 0;
  // How the stream ended. Once, after Read answered false.
  virtual absl::Status Finish() = 0;
  virtual void Cancel() = 0;
};

}  // namespace broadsheet::cli

#endif  // BROADSHEET_CLI_BULK_STREAM_H_
