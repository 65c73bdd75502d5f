#include "storage/snapshot_cache.h"

#include <chrono>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/errors.h"

namespace broadsheet::storage {
namespace {

using internal::v1::GetSnapshotRequest;
using internal::v1::GetSnapshotResponse;

absl::Status Stopping() {
  return MakeError(absl::StatusCode::kUnavailable, "STOPPING",
                   "storage stops; begin the snapshot again elsewhere");
}

absl::Status Gone() {
  return MakeError(absl::StatusCode::kNotFound, "SNAPSHOT_GONE",
                   "the snapshot does not exist any more; begin a new one");
}

}  // namespace

SnapshotCache::SnapshotCache(SnapshotReader* reader, FeedStore* store,
                             const Clock* clock, const Logger& log,
                             Metrics* metrics, Options options)
    : reader_(reader),
      store_(store),
      clock_(clock),
      log_(log),
      options_(std::move(options)),
      builds_(metrics->MakeCounter("storage_snapshot_builds_total",
                                   "Row snapshots read from PostgreSQL.")),
      served_(metrics->MakeCounter("storage_snapshots_served_total",
                                   "Row snapshots given out, or resumed.")),
      bytes_(metrics->MakeGauge("storage_snapshot_bytes",
                                "Of the files of row snapshots.")) {}

SnapshotCache::~SnapshotCache() { Stop(); }

void SnapshotCache::Stop() {
  building_.cancellation().Cancel();
  std::list<Builder> builders;
  {
    std::lock_guard lock(mu_);
    stopped_ = true;
    builders.swap(builders_);
    for (const Kind& kind : kinds_) {
      if (kind.newest) kind.newest->file->Revoke(Stopping());
      if (kind.before) kind.before->file->Revoke(Stopping());
    }
  }
  for (Builder& builder : builders) builder.thread.join();
}

absl::Status SnapshotCache::Check() const {
  return SnapshotFile::Create(options_.dir).status();
}

absl::Status SnapshotCache::Serve(const CallContext& call,
                                  const GetSnapshotRequest& request,
                                  const Write& write) {
  if (request.first_chunk() < 0) {
    return InvalidField("first_chunk", "is negative");
  }
  if (request.first_chunk() > 0 && request.snapshot_id().empty()) {
    return InvalidField("first_chunk", "needs a snapshot_id");
  }
  const auto snapshot =
      request.snapshot_id().empty() ? Find(call, request) : Resume(request);
  if (!snapshot.ok()) return snapshot.status();
  served_.Add();
  GetSnapshotResponse part;
  for (int64_t number = request.first_chunk();; ++number) {
    const auto chunk = (*snapshot)->file->Read(call, number);
    if (chunk.status().code() == absl::StatusCode::kDataLoss) Drop(*snapshot);
    if (!chunk.ok()) return chunk.status();
    if (!part.ParseFromString(*chunk)) return absl::DataLossError("bad chunk");
    if (!write(part)) return absl::CancelledError("the receiver went away");
    if (part.has_trailer()) return absl::OkStatus();
  }
}

absl::StatusOr<std::shared_ptr<SnapshotCache::Snapshot>> SnapshotCache::Resume(
    const GetSnapshotRequest& request) {
  std::lock_guard lock(mu_);
  const Kind& kind = kinds_[request.include_events()];
  for (const auto& snapshot : {kind.newest, kind.before}) {
    if (snapshot && snapshot->id == request.snapshot_id()) return snapshot;
  }
  return Gone();
}

absl::StatusOr<std::shared_ptr<SnapshotCache::Snapshot>> SnapshotCache::Find(
    const CallContext& call, const GetSnapshotRequest& request) {
  const bool with_events = request.include_events();
  std::lock_guard deciding(deciding_[with_events]);
  std::unique_lock lock(mu_);
  const std::shared_ptr<Snapshot> newest = kinds_[with_events].newest;
  lock.unlock();
  const bool any = !request.has_min_position();
  if (newest && IsUsable(call, *newest) &&
      (any || Holds(call, *newest, request.min_position()))) {
    return newest;
  }
  auto begun = Begin(with_events);
  if (any || !begun.ok()) return begun;
  // It began after the position was given out, so it holds what that stands
  // for, also when other transactions of the time are still running.
  v1::Position horizon;
  uint64_t next = 0;
  absl::Status placed = AwaitPlace(call, **begun, &horizon, &next);
  if (!placed.ok()) return placed;
  const v1::Position& wanted = request.min_position();
  if (wanted.epoch().empty()) return begun;
  if (wanted.epoch() != horizon.epoch() || wanted.commit() >= next) {
    return MakeError(absl::StatusCode::kFailedPrecondition, "EPOCH_CHANGED",
                     "min_position is of another history");
  }
  return begun;
}

bool SnapshotCache::Holds(const CallContext& call, const Snapshot& snapshot,
                          const v1::Position& position) {
  v1::Position horizon;
  uint64_t next = 0;
  return AwaitPlace(call, snapshot, &horizon, &next).ok() &&
         horizon.epoch() == position.epoch() &&
         position.commit() < horizon.commit();
}

absl::Status SnapshotCache::AwaitPlace(const CallContext& call,
                                       const Snapshot& snapshot,
                                       v1::Position* horizon, uint64_t* next) {
  std::unique_lock lock(mu_);
  while (!snapshot.horizon) {
    if (snapshot.file->broken() || stopped_) {
      return MakeError(absl::StatusCode::kUnavailable, "SNAPSHOT_FAILED",
                       "the snapshot could not be made; try again");
    }
    if (absl::Status alive = call.Alive(); !alive.ok()) return alive;
    placed_.wait_for(lock, std::chrono::milliseconds(50));
  }
  *horizon = *snapshot.horizon;
  *next = snapshot.next;
  return absl::OkStatus();
}

// Only for the one who decides: the cursor is read without a lock once the file
// is whole, and does not change any more.
bool SnapshotCache::IsUsable(const CallContext& call,
                             const Snapshot& snapshot) {
  if (snapshot.file->broken()) return false;
  if (!snapshot.file->whole()) return true;
  if (clock_->Now() - snapshot.begun >= options_.max_age) return false;
  const auto history = store_->Read(call);
  const auto horizon = store_->Horizon(call);
  if (!history.ok() || !horizon.ok()) return false;
  const FeedPlace place{snapshot.cursor->xid(), snapshot.cursor->ordinal()};
  // As FeedFollower: a number that is yet to come is of another history.
  return history->epoch == snapshot.cursor->epoch() &&
         history->Reaches(place) && place.xid < horizon->newest;
}

absl::StatusOr<std::shared_ptr<SnapshotCache::Snapshot>> SnapshotCache::Begin(
    bool with_events) {
  auto file = SnapshotFile::Create(options_.dir);
  if (!file.ok()) return file.status();
  std::lock_guard lock(mu_);
  if (stopped_) return Stopping();
  ReapBuilders();
  auto snapshot = std::make_shared<Snapshot>();
  snapshot->id = absl::StrCat(options_.owner, "-", ++made_);
  snapshot->file = *std::move(file);
  snapshot->begun = clock_->Now();
  Kind& kind = kinds_[with_events];
  if (kind.before) kind.before->file->Revoke(Gone());
  kind.before = std::exchange(kind.newest, snapshot);
  builds_.Add();
  auto done = std::make_shared<std::atomic<bool>>(false);
  builders_.push_back({std::thread([this, snapshot, with_events, done] {
                         Build(snapshot, with_events);
                         *done = true;
                       }),
                       done});
  return snapshot;
}

void SnapshotCache::Build(const std::shared_ptr<Snapshot>& snapshot,
                          bool with_events) {
  const absl::Time begun = absl::Now();
  const absl::Status built = ReadInto(snapshot.get(), with_events);
  snapshot->file->Finish(built);
  if (built.ok()) {
    log_.Info("a snapshot was made",
              {{"id", snapshot->id},
               {"bytes", absl::StrCat(snapshot->file->bytes())},
               {"took", absl::FormatDuration(absl::Now() - begun)}});
  } else {
    log_.Warning("a snapshot was not made",
                 {{"error", std::string(built.message())}});
    Drop(snapshot);
  }
  std::lock_guard lock(mu_);
  Report();
}

absl::Status SnapshotCache::ReadInto(Snapshot* snapshot, bool with_events) {
  int64_t number = 0;
  absl::Status written;
  const auto place = [&](const v1::Position& horizon, uint64_t next) {
    std::lock_guard lock(mu_);
    snapshot->horizon = horizon;
    snapshot->next = next;
    placed_.notify_all();
  };
  const absl::Status read = reader_->Read(
      building_, with_events,
      [&](const GetSnapshotResponse& part) {
        GetSnapshotResponse chunk = part;
        chunk.set_chunk(number++);
        if (chunk.has_header()) {
          chunk.mutable_header()->set_snapshot_id(snapshot->id);
        }
        if (chunk.has_trailer()) snapshot->cursor = chunk.trailer().cursor();
        written = snapshot->file->Append(chunk.SerializeAsString(),
                                         chunk.has_trailer());
        return written.ok();
      },
      place);
  return written.ok() ? read : written;
}

void SnapshotCache::Drop(const std::shared_ptr<Snapshot>& snapshot) {
  std::lock_guard lock(mu_);
  for (Kind& kind : kinds_) {
    if (kind.newest == snapshot) kind.newest = nullptr;
    if (kind.before == snapshot) kind.before = nullptr;
  }
  Report();
}

void SnapshotCache::ForgetAll() {
  std::lock_guard lock(mu_);
  for (Kind& kind : kinds_) kind = {};
  Report();
}

void SnapshotCache::ReapBuilders() {
  for (auto builder = builders_.begin(); builder != builders_.end();) {
    if (!*builder->done) {
      ++builder;
      continue;
    }
    builder->thread.join();
    builder = builders_.erase(builder);
  }
}

void SnapshotCache::Report() {
  int64_t bytes = 0;
  for (const Kind& kind : kinds_) {
    if (kind.newest) bytes += kind.newest->file->bytes();
    if (kind.before) bytes += kind.before->file->bytes();
  }
  bytes_.Set(static_cast<double>(bytes));
}

}  // namespace broadsheet::storage
