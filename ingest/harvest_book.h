#ifndef BROADSHEET_INGEST_HARVEST_BOOK_H_
#define BROADSHEET_INGEST_HARVEST_BOOK_H_

#include <functional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "broadsheet/internal/v1/harvest_state.pb.h"
#include "common/call_context.h"
#include "ingest/backend.h"
#include "ingest/checkpoints.h"
#include "ingest/harvester.h"

namespace broadsheet::ingest {

inline constexpr char kHarvestPrefix[] = "harvest/";

// "harvest/arxiv-oai/..." for the list that a request names by source, url and
// set: its checkpoint, and the lease of who reads it. At most 100 bytes.
std::string ListName(const v1::RunHarvestRequest& request);

// How far a list has been read, in storage: moves behind each page whose
// records are stored, so that a harvest that is cut short goes on there. Runs
// on one thread.
class HarvestBook {
 public:
  // All must outlive this. `request` has passed CheckHarvest.
  HarvestBook(const Backend& backend, Checkpoints* checkpoints,
              const CallContext* call, const HarvestSource* source,
              v1::RunHarvestRequest request);

  // What to read: the rest of an interrupted harvest of the same days, else the
  // list from its beginning. Notes that the operation has begun.
  absl::StatusOr<HarvestJob> Begin(const std::string& operation_id);
  // ABORTED: another process has moved the checkpoint.
  absl::Status MoveTo(const HarvestPlace& place);
  // The list is read.
  absl::Status Finish(const HarvestEnd& end);
  // It is not; the place stays.
  absl::Status Fail(const std::string& error);

 private:
  absl::Status Load();
  absl::Status Save();
  absl::Status Patiently(const std::function<absl::Status()>& attempt);
  bool IsInterrupted() const;
  void Cover(const std::string& until);

  const Backend backend_;
  Checkpoints* checkpoints_;
  const CallContext* call_;
  const HarvestSource* source_;
  const v1::RunHarvestRequest request_;
  Kept<HarvestCheckpoint> kept_;
};

}  // namespace broadsheet::ingest

#endif  // BROADSHEET_INGEST_HARVEST_BOOK_H_
