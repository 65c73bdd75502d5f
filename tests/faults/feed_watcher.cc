#include "tests/faults/feed_watcher.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "common/channel.h"
#include "common/grpc_status.h"
#include "tests/faults/clients.h"

namespace broadsheet::faults {
namespace {

constexpr absl::Duration kSnapshotLimit = absl::Seconds(20);
// Short, so that it resumes often.
constexpr absl::Duration kWatchLimit = absl::Seconds(5);
constexpr absl::Duration kPause = absl::Milliseconds(100);

void SetDeadline(grpc::ClientContext* context, absl::Duration limit) {
  context->set_deadline(absl::ToChronoTime(absl::Now() + limit));
}

}  // namespace

FeedWatcher::FeedWatcher(const std::string& storage, Journal* journal)
    : journal_(journal),
      stub_(Feed::NewStub(MakeChannel({.target = storage, .services = {}}))),
      thread_([this] { Run(); }) {}

FeedWatcher::~FeedWatcher() { Stop(); }

size_t FeedWatcher::size() const {
  std::lock_guard lock(mu_);
  return changes_.size();
}

std::vector<std::string> FeedWatcher::Stop() {
  stopping_ = true;
  if (thread_.joinable()) thread_.join();
  std::lock_guard lock(mu_);
  return std::move(changes_);
}

void FeedWatcher::Run() {
  while (!stopping_) {
    const absl::Status status = cursor_.epoch().empty() ? Begin() : Watch();
    if (status.ok()) continue;
    if (!IsTrouble(status)) {
      journal_->Violation("the feed cannot be resumed: " + status.ToString());
    }
    absl::SleepFor(kPause);
  }
}

// The database is new: the snapshot is empty.
absl::Status FeedWatcher::Begin() {
  grpc::ClientContext context;
  SetDeadline(&context, kSnapshotLimit);
  internal::v1::GetSnapshotRequest request;
  request.set_include_events(true);
  const auto reader = stub_->GetSnapshot(&context, request);
  internal::v1::GetSnapshotResponse part;
  internal::v1::Cursor cursor;
  while (reader->Read(&part)) {
    if (part.has_trailer()) cursor = part.trailer().cursor();
    if (part.papers_size() + part.events_size() > 0) {
      journal_->Violation("the watching began too late");
    }
  }
  const absl::Status status = FromGrpc(reader->Finish());
  if (!status.ok()) return status;
  cursor_ = cursor;
  following_ = true;
  return absl::OkStatus();
}

absl::Status FeedWatcher::Watch() {
  grpc::ClientContext context;
  SetDeadline(&context, kWatchLimit);
  internal::v1::WatchChangesRequest request;
  *request.mutable_cursor() = cursor_;
  const auto reader = stub_->WatchChanges(&context, request);
  internal::v1::WatchChangesResponse message;
  while (!stopping_ && reader->Read(&message)) {
    std::lock_guard lock(mu_);
    for (const auto& change : message.changes()) {
      changes_.push_back(change.SerializeAsString());
    }
    cursor_ = message.cursor();
  }
  context.TryCancel();
  journal_->Count("feed opened");
  return FromGrpc(reader->Finish());
}

}  // namespace broadsheet::faults
