#include "recommend/storage_client.h"

#include <algorithm>
#include <utility>

#include "absl/time/time.h"
#include "common/channel.h"
#include "common/errors.h"
#include "common/grpc_status.h"
#include "common/silence_watch.h"

namespace broadsheet::recommend {
namespace {

constexpr char kFeed[] = "broadsheet.internal.v1.ChangeFeedService";
constexpr char kReaders[] = "broadsheet.internal.v1.ReaderStoreService";
constexpr char kVectors[] = "broadsheet.internal.v1.VectorStoreService";
constexpr char kEditorLease[] = "editor";
constexpr int kEditorLeaseSeconds = 60;
constexpr int kMaxListPage = 500;

constexpr absl::Duration kSnapshotLimit = absl::Hours(1);
// Streams are begun anew this often, so that followers spread over storage
// processes that came later.
constexpr absl::Duration kWatchLimit = absl::Seconds(30);
// To a follower that is caught up heartbeats come every 200 ms at least.
constexpr absl::Duration kHeartbeatSilence = absl::Seconds(2);
// For another one storage may read its table, 30 s at most.
constexpr absl::Duration kReadingSilence = absl::Seconds(35);

// How long the message after this one may take.
absl::Duration Patience(const internal::v1::GetSnapshotResponse&) {
  return kReadingSilence;
}
absl::Duration Patience(const internal::v1::WatchChangesResponse& message) {
  return message.caught_up() ? kHeartbeatSilence : kReadingSilence;
}
constexpr absl::Duration kCallLimit = absl::Seconds(5);
// Attempts in a row to resume a snapshot that bring nothing.
constexpr int kMaxFruitless = 10;
constexpr absl::Duration kResumePause = absl::Milliseconds(500);

std::shared_ptr<grpc::Channel> Connect(const StorageAddress& storage,
                                       std::vector<std::string> services) {
  return MakeChannel({.target = storage.target,
                      .services = std::move(services),
                      .tls = storage.tls,
                      .peer_name = "storage"});
}

}  // namespace

GrpcChangeSource::GrpcChangeSource(const StorageAddress& storage,
                                   SnapshotAge age)
    : stub_(
          internal::v1::ChangeFeedService::NewStub(Connect(storage, {kFeed}))),
      age_(age) {}

template <class Message, class Start, class OnMessage>
absl::Status GrpcChangeSource::ReadAll(absl::Duration limit, Start start,
                                       const OnMessage& on_message) {
  grpc::ClientContext context;
  PrepareCall(CallContext(), limit, &context);
  {
    std::lock_guard lock(mu_);
    if (cancelled_) return absl::CancelledError("the follower stops");
    running_ = &context;
  }
  auto reader = start(&context);
  Message message;
  absl::Status status;
  {
    SilenceWatch watch(kReadingSilence, [&context] { context.TryCancel(); });
    while (status.ok() && reader->Read(&message)) {
      status = on_message(message);
      watch.Heard(Patience(message));
    }
  }
  if (!status.ok()) context.TryCancel();
  const absl::Status end = FromGrpc(reader->Finish());
  std::lock_guard lock(mu_);
  running_ = nullptr;
  return status.ok() ? end : status;
}

// A stream that breaks is resumed at the chunk after the last one that came, as
// long as chunks come and storage still has the snapshot. The error of the
// broken stream is answered otherwise: all begins again.
absl::Status GrpcChangeSource::GetSnapshot(const OnSnapshot& on_message) {
  internal::v1::GetSnapshotRequest request;
  request.set_include_events(true);
  if (age_ == SnapshotAge::kNow) request.mutable_min_position();
  bool whole = false;
  absl::Status refused;
  const auto take = [&](const internal::v1::GetSnapshotResponse& chunk) {
    refused = chunk.chunk() == request.first_chunk()
                  ? on_message(chunk)
                  : absl::DataLossError("a chunk of the snapshot is missing");
    if (chunk.has_header()) {
      request.set_snapshot_id(chunk.header().snapshot_id());
    }
    request.set_first_chunk(chunk.chunk() + 1);
    whole = chunk.has_trailer();
    return refused;
  };
  for (int fruitless = 0;; ++fruitless) {
    const int64_t before = request.first_chunk();
    const absl::Status status = ReadSnapshot(request, take);
    if (status.ok() || whole || !refused.ok()) return status;
    if (request.first_chunk() > before) fruitless = 0;
    if (status.code() != absl::StatusCode::kUnavailable ||
        request.snapshot_id().empty() || fruitless == kMaxFruitless ||
        !Pause(kResumePause)) {
      return status;
    }
  }
}

bool GrpcChangeSource::Pause(absl::Duration duration) {
  std::unique_lock lock(mu_);
  return !cancelling_.wait_for(lock, absl::ToChronoNanoseconds(duration),
                               [this] { return cancelled_; });
}

absl::Status GrpcChangeSource::ReadSnapshot(
    const internal::v1::GetSnapshotRequest& request,
    const OnSnapshot& on_message) {
  return ReadAll<internal::v1::GetSnapshotResponse>(
      kSnapshotLimit,
      [&](grpc::ClientContext* context) {
        return stub_->GetSnapshot(context, request);
      },
      on_message);
}

absl::Status GrpcChangeSource::WatchChanges(const internal::v1::Cursor& cursor,
                                            const OnChanges& on_message) {
  internal::v1::WatchChangesRequest request;
  *request.mutable_cursor() = cursor;
  return ReadAll<internal::v1::WatchChangesResponse>(
      kWatchLimit,
      [&](grpc::ClientContext* context) {
        return stub_->WatchChanges(context, request);
      },
      on_message);
}

void GrpcChangeSource::Cancel() {
  std::lock_guard lock(mu_);
  cancelled_ = true;
  cancelling_.notify_all();
  if (running_ != nullptr) running_->TryCancel();
}

GrpcEditorStore::GrpcEditorStore(const StorageAddress& storage,
                                 std::string owner)
    : lease_(storage, kEditorLease, std::move(owner), kEditorLeaseSeconds),
      readers_(internal::v1::ReaderStoreService::NewStub(
          Connect(storage, {kReaders}))) {}

absl::StatusOr<EditorStore::Submitted> GrpcEditorStore::Submit(
    const CallContext& call, const std::string& request_id,
    const v1::Submission& submission) {
  grpc::ClientContext context;
  PrepareCall(call, kCallLimit, &context);
  internal::v1::SubmitPaperRequest request;
  *request.mutable_submission() = submission;
  request.set_request_id(request_id);
  request.set_unless_retracted(true);
  internal::v1::SubmitPaperResponse response;
  const absl::Status status =
      FromGrpc(readers_->SubmitPaper(&context, request, &response));
  if (!status.ok()) return status;
  if (response.created()) return Submitted{true, response.position()};
  // The answer to an old request_id is the same whether it stands or was taken
  // back since.
  const auto stands = IsOnList(call, response.submission());
  if (!stands.ok()) return stands.status();
  return Submitted{*stands, response.position()};
}

// Looks at the largest page: the editor's own lists, which it asks about, are
// far shorter.
absl::StatusOr<bool> GrpcEditorStore::IsOnList(
    const CallContext& call, const v1::Submission& submission) {
  grpc::ClientContext context;
  PrepareCall(call, kCallLimit, &context);
  internal::v1::ListSubmittedRequest request;
  request.mutable_query()->set_period(submission.day());
  request.mutable_query()->set_page_size(kMaxListPage);
  internal::v1::ListSubmittedResponse response;
  const absl::Status status =
      FromGrpc(readers_->ListSubmitted(&context, request, &response));
  if (!status.ok()) return status;
  const auto& papers = response.page().papers();
  return std::any_of(
      papers.begin(), papers.end(), [&](const v1::SubmittedPaper& paper) {
        return paper.listed().paper().id() == submission.paper_id();
      });
}

GrpcVectorStore::GrpcVectorStore(const StorageAddress& storage)
    : stub_(internal::v1::VectorStoreService::NewStub(
          Connect(storage, {kVectors}))) {}

absl::StatusOr<std::vector<std::string>> GrpcVectorStore::Put(
    const CallContext& call, std::vector<internal::v1::PaperVector> vectors) {
  grpc::ClientContext context;
  PrepareCall(call, kCallLimit, &context);
  internal::v1::PutPaperVectorsRequest request;
  for (auto& vector : vectors) *request.add_vectors() = std::move(vector);
  internal::v1::PutPaperVectorsResponse response;
  const absl::Status status =
      FromGrpc(stub_->PutPaperVectors(&context, request, &response));
  if (!status.ok()) return status;
  return std::vector<std::string>(response.unknown_paper_ids().begin(),
                                  response.unknown_paper_ids().end());
}

}  // namespace broadsheet::recommend
