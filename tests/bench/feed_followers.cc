#include "tests/bench/feed_followers.h"

#include <algorithm>
#include <atomic>
#include <cstdio>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "absl/time/clock.h"
#include "broadsheet/internal/v1/change_feed_service.grpc.pb.h"
#include "broadsheet/internal/v1/reader_store_service.grpc.pb.h"
#include "tests/bench/measures.h"

namespace broadsheet::bench {
namespace {

using internal::v1::ChangeFeedService;
using internal::v1::ReaderStoreService;

constexpr absl::Duration kCallLimit = absl::Seconds(10);
constexpr absl::Duration kRest = absl::Seconds(10);
// Each waits for its commit.
constexpr int kWriters = 8;

struct Start {
  internal::v1::Cursor cursor;
  std::string paper;
};

std::optional<Start> ReadStart(const std::string& storage) {
  const auto stub = ChangeFeedService::NewStub(Connect(storage));
  const auto call = NewCall(absl::Minutes(5));
  const auto reader = stub->GetSnapshot(call.get(), {});
  Start start;
  internal::v1::GetSnapshotResponse part;
  while (reader->Read(&part)) {
    if (part.papers_size() > 0) start.paper = part.papers(0).id();
    if (part.has_trailer()) start.cursor = part.trailer().cursor();
  }
  const grpc::Status status = reader->Finish();
  if (status.ok() && !start.paper.empty()) return start;
  std::fprintf(stderr, "no snapshot, or no paper in it: %s\n",
               status.error_message().c_str());
  return std::nullopt;
}

// The changes of one run, by number, and when they were made.
class Course {
 public:
  Course(const FeedFollowersOptions& options, Start start)
      : options_(options),
        start_(std::move(start)),
        run_(absl::StrCat("bench-", absl::ToUnixNanos(absl::Now()))),
        sent_(static_cast<size_t>(total())),
        acknowledged_(static_cast<size_t>(total())) {}

  bool Run() {
    std::vector<std::thread> followers, writers;
    for (int i = 0; i < options_.followers; ++i) {
      followers.emplace_back([this] { Follow(); });
    }
    absl::SleepFor(absl::Seconds(1));
    const absl::Time begin = absl::Now();
    for (int i = 0; i < kWriters; ++i) {
      writers.emplace_back([this, i, begin] { WriteShare(i, begin); });
    }
    for (std::thread& writer : writers) writer.join();
    ended_ = absl::Now();
    written_ = true;
    for (std::thread& follower : followers) follower.join();
    std::printf("%d changes to %d followers, %.0f a second\n", total(),
                options_.followers,
                total() / absl::ToDoubleSeconds(ended_ - begin));
    std::printf("  from the acknowledgement: %s\n",
                from_acknowledgement_.Summary().c_str());
    std::printf("  from the sending:         %s\n",
                from_sending_.Summary().c_str());
    return !failed_;
  }

 private:
  int total() const { return options_.rate * options_.seconds; }

  // Every kWriters-th batch, each when it is due.
  void WriteShare(int writer, absl::Time begin) {
    const auto stub = ReaderStoreService::NewStub(Connect(options_.storage));
    for (int first = writer * options_.batch; first < total();
         first += kWriters * options_.batch) {
      absl::SleepFor(begin + absl::Seconds(1) * first / options_.rate -
                     absl::Now());
      if (!Write(stub.get(), first)) failed_ = true;
    }
  }

  bool Write(ReaderStoreService::Stub* stub, int first) {
    const int last = std::min(first + options_.batch, total());
    internal::v1::AppendEventsRequest request;
    for (int i = first; i < last; ++i) {
      v1::Event* event = request.add_events();
      event->set_event_id(absl::StrCat(run_, ".", i));
      event->set_reader_id(run_);
      event->set_paper_id(start_.paper);
      event->set_kind(v1::EVENT_KIND_VIEW);
    }
    const int64_t now = absl::ToUnixNanos(absl::Now());
    for (int i = first; i < last; ++i) sent_[static_cast<size_t>(i)] = now;
    internal::v1::AppendEventsResponse response;
    const grpc::Status status =
        stub->AppendEvents(NewCall(kCallLimit).get(), request, &response);
    const int64_t then = absl::ToUnixNanos(absl::Now());
    for (int i = first; i < last; ++i) {
      acknowledged_[static_cast<size_t>(i)] = then;
    }
    if (!status.ok()) {
      std::fprintf(stderr, "%s\n", status.error_message().c_str());
    }
    return status.ok();
  }

  void Follow() {
    const auto stub = ChangeFeedService::NewStub(Connect(options_.storage));
    const auto call = NewCall(absl::Seconds(options_.seconds) + kRest * 3);
    internal::v1::WatchChangesRequest request;
    *request.mutable_cursor() = start_.cursor;
    const auto reader = stub->WatchChanges(call.get(), request);
    std::vector<std::pair<size_t, int64_t>> arrivals;
    internal::v1::WatchChangesResponse response;
    const auto wanted = static_cast<size_t>(total());
    while (arrivals.size() < wanted && reader->Read(&response)) {
      const int64_t now = absl::ToUnixNanos(absl::Now());
      for (const auto& change : response.changes()) {
        if (const auto number = NumberOf(change.event())) {
          arrivals.emplace_back(*number, now);
        }
      }
      if (written_ && absl::Now() - ended_ > kRest) break;
    }
    call->TryCancel();
    (void)reader->Finish();
    Judge(std::move(arrivals));
  }

  std::optional<size_t> NumberOf(const v1::Event& event) const {
    if (event.reader_id() != run_) return std::nullopt;
    absl::string_view number = event.event_id();
    size_t value = 0;
    if (!absl::ConsumePrefix(&number, run_ + ".") ||
        !absl::SimpleAtoi(number, &value)) {
      return std::nullopt;
    }
    return value;
  }

  // A change can arrive before the acknowledgement of its write does.
  void Judge(std::vector<std::pair<size_t, int64_t>> arrivals) {
    std::sort(arrivals.begin(), arrivals.end());
    bool exact = arrivals.size() == static_cast<size_t>(total());
    for (size_t i = 0; i < arrivals.size() && exact; ++i) {
      exact = arrivals[i].first == i;
    }
    if (!exact) {
      std::fprintf(stderr, "changes were missed or came twice\n");
      failed_ = true;
      return;
    }
    while (!written_) absl::SleepFor(absl::Milliseconds(10));
    for (const auto& [number, at] : arrivals) {
      from_sending_.Add(absl::Nanoseconds(at - sent_[number]));
      from_acknowledgement_.Add(
          absl::Nanoseconds(std::max<int64_t>(0, at - acknowledged_[number])));
    }
  }

  const FeedFollowersOptions options_;
  const Start start_;
  const std::string run_;
  // Unix nanoseconds, by the number of the change.
  std::vector<std::atomic<int64_t>> sent_;
  std::vector<std::atomic<int64_t>> acknowledged_;
  Times from_sending_;
  Times from_acknowledgement_;
  absl::Time ended_;  // Before `written_`.
  std::atomic<bool> written_{false};
  std::atomic<bool> failed_{false};
};

}  // namespace

bool MeasureFeedFollowers(const FeedFollowersOptions& options) {
  auto start = ReadStart(options.storage);
  if (!start) return false;
  return Course(options, *std::move(start)).Run();
}

}  // namespace broadsheet::bench
