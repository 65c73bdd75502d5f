#ifndef BROADSHEET_INGEST_UPSERT_LANES_H_
#define BROADSHEET_INGEST_UPSERT_LANES_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <vector>

#include "absl/status/statusor.h"
#include "broadsheet/internal/v1/paper_store_service.pb.h"
#include "common/call_context.h"
#include "common/retrier.h"
#include "ingest/store.h"
#include "ingest/upserter.h"

namespace broadsheet::ingest {

// Streams of batches to storage, which merges and writes a batch of one while
// the commits of the others' wait for the disk. Batches with a common
// paper, or with one DOI, go one behind the other on one stream. Not
// thread-safe but for Cancel.
class UpsertLanes {
 public:
  using Request = internal::v1::UpsertPapersRequest;
  using Response = internal::v1::UpsertPapersResponse;

  // All must outlive this.
  UpsertLanes(Store* store, const CallContext* call, const Retrier& retrier);

  // False: receive first.
  bool HasRoom() const;
  // False, and nothing is sent: its papers are under way on several streams;
  // receive first.
  bool Send(Request* request);
  // The answer to the oldest batch that has none; there must be one. Errors as
  // Upserter's.
  absl::StatusOr<Response> Receive();
  // After the last answer.
  void Finish();
  // Lets the calls above fail soon, now and later.
  void Cancel();

 private:
  static constexpr size_t kLanes = 3;
  // Sorted hashes of what papers can be known by.
  using Names = std::vector<uint64_t>;
  struct Sent {
    size_t lane;
    Names names;
  };

  static Names NamesOf(const Request& request);
  std::optional<size_t> LaneFor(const Names& names) const;

  std::array<Upserter, kLanes> lanes_;
  std::deque<Sent> sent_;
};

}  // namespace broadsheet::ingest

#endif  // BROADSHEET_INGEST_UPSERT_LANES_H_
