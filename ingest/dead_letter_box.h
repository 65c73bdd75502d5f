#ifndef BROADSHEET_INGEST_DEAD_LETTER_BOX_H_
#define BROADSHEET_INGEST_DEAD_LETTER_BOX_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "broadsheet/v1/ingest_service.pb.h"
#include "common/call_context.h"
#include "common/clock.h"
#include "common/retrier.h"
#include "ingest/record.h"
#include "ingest/store.h"

namespace broadsheet::ingest {

// Where a file or a stream of records comes from.
struct Origin {
  std::string source;
  std::string file_name;
  // Of the bytes that come; records that come as messages have none, whatever
  // this says.
  v1::InputFormat format = v1::INPUT_FORMAT_UNSPECIFIED;
  bool ids_only = false;
  // Records are events, not papers.
  bool event = false;
};

// Keeps refused records in storage, with ids made of their content: the same
// file twice leaves each letter once. Not thread-safe.
class DeadLetterBox {
 public:
  // All pointers must outlive this.
  DeadLetterBox(Origin origin, Store* store, const Clock* clock,
                const CallContext* call, Retrier retrier);

  // Blocks until all are kept. Retries while storage is away.
  absl::Status Add(const std::vector<Refusal>& refusals);

 private:
  v1::DeadLetter ToLetter(const Refusal& refusal) const;

  const Origin origin_;
  Store* store_;
  const Clock* clock_;
  const CallContext* call_;
  Retrier retrier_;
};

}  // namespace broadsheet::ingest

#endif  // BROADSHEET_INGEST_DEAD_LETTER_BOX_H_
