#include "gateway/rpc/record_export.h"

#include "absl/time/time.h"
#include "common/channel.h"
#include "common/errors.h"
#include "common/grpc_status.h"
#include "grpcpp/client_context.h"

namespace broadsheet::gateway {
namespace {

using internal::v1::GetSnapshotResponse;

constexpr absl::Duration kExportLimit = absl::Hours(6);

// Moves the records of the kind; answers their number.
int64_t Take(v1::RecordKind kind, GetSnapshotResponse* from,
             v1::ExportRecordsResponse* to) {
  switch (kind) {
    case v1::RECORD_KIND_PAPERS:
      to->mutable_papers()->Swap(from->mutable_papers());
      return to->papers_size();
    case v1::RECORD_KIND_EVENTS:
      to->mutable_events()->Swap(from->mutable_events());
      return to->events_size();
    default:
      to->mutable_submissions()->Swap(from->mutable_submissions());
      return to->submissions_size();
  }
}

int64_t Promised(v1::RecordKind kind,
                 const internal::v1::SnapshotTrailer& trailer) {
  switch (kind) {
    case v1::RECORD_KIND_PAPERS:
      return trailer.papers();
    case v1::RECORD_KIND_EVENTS:
      return trailer.events();
    default:
      return trailer.submissions();
  }
}

absl::Status WriteLast(int64_t records,
                       StreamWriter<v1::ExportRecordsResponse>& stream) {
  v1::ExportRecordsResponse last;
  last.set_last(true);
  last.set_records(records);
  return stream.Write(last) ? absl::OkStatus()
                            : absl::CancelledError("the caller went away");
}

}  // namespace

absl::Status ExportRecords(const CallContext& call,
                           internal::v1::ChangeFeedService::Stub& storage,
                           const v1::ExportRecordsRequest& request,
                           StreamWriter<v1::ExportRecordsResponse>& stream) {
  if (request.kind() == v1::RECORD_KIND_UNSPECIFIED ||
      !v1::RecordKind_IsValid(request.kind())) {
    return InvalidField("kind", "is not papers, events or submissions");
  }
  grpc::ClientContext context;
  PrepareCall(call, kExportLimit, &context);
  internal::v1::GetSnapshotRequest ask;
  ask.set_include_events(request.kind() == v1::RECORD_KIND_EVENTS);
  // All that is there when the export begins.
  (void)ask.mutable_min_position();
  const auto reader = storage.GetSnapshot(&context, ask);
  int64_t records = 0;
  int64_t promised = -1;
  GetSnapshotResponse chunk;
  while (reader->Read(&chunk)) {
    v1::ExportRecordsResponse part;
    const int64_t taken = Take(request.kind(), &chunk, &part);
    records += taken;
    if (chunk.has_trailer())
      promised = Promised(request.kind(), chunk.trailer());
    if (taken > 0 && !stream.Write(part)) {
      context.TryCancel();
      (void)reader->Finish();
      return absl::CancelledError("the caller went away");
    }
  }
  const absl::Status ended = FromGrpc(reader->Finish());
  if (!ended.ok()) return ended;
  if (records != promised) {
    return absl::DataLossError("storage did not send all records");
  }
  return WriteLast(records, stream);
}

}  // namespace broadsheet::gateway
