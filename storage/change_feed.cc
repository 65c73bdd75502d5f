#include "storage/change_feed.h"

#include <algorithm>
#include <utility>

#include "broadsheet/internal/v1/change_feed_service.pb.h"

namespace broadsheet::storage {
namespace {

constexpr int kPageRows = 500;
constexpr absl::Duration kPollLimit = absl::Seconds(5);
// Between two polls, however often it is nudged.
constexpr absl::Duration kLeastPause = absl::Milliseconds(2);

// By the tag of its one field, a length-delimited one: payloads are not parsed
// here. https://protobuf.dev/programming-guides/encoding/
bool IsErasure(const std::string& payload) {
  constexpr int kTag = internal::v1::Change::kErasedReaderFieldNumber << 3 | 2;
  return !payload.empty() && payload[0] == kTag;
}

}  // namespace

ChangeFeed::ChangeFeed(FeedStore* store, const Clock* clock, const Logger& log,
                       Metrics* metrics, Options options,
                       std::function<void(bool)> on_health,
                       std::function<void()> on_erasure)
    : store_(store),
      clock_(clock),
      log_(log),
      options_(options),
      on_health_(std::move(on_health)),
      on_erasure_(std::move(on_erasure)),
      lag_(metrics->MakeGauge(
          "storage_feed_lag_seconds",
          "Time that the oldest running transaction has held back the feed.")),
      ring_bytes_gauge_(metrics->MakeGauge("storage_feed_ring_bytes",
                                           "Changes kept in memory.")),
      changes_(metrics->MakeCounter("storage_feed_changes_total",
                                    "Changes read from the feed.")),
      horizon_since_(clock->Now()),
      own_commits_(options.ring_bytes) {}

ChangeFeed::~ChangeFeed() { Stop(); }

absl::Status ChangeFeed::Start() {
  if (absl::Status opened = OpenHistory(); !opened.ok()) return opened;
  tailer_ = std::thread([this] { Tail(); });
  return absl::OkStatus();
}

void ChangeFeed::Stop() {
  {
    std::lock_guard lock(mu_);
    stopped_ = true;
    news_.notify_all();
    nudged_.notify_all();
  }
  if (tailer_.joinable()) tailer_.join();
}

void ChangeFeed::Offer(Commit commit) {
  std::lock_guard lock(mu_);
  // Numbers below the horizon have been read already.
  if (commit.epoch == epoch_ && commit.xid >= horizon_) {
    own_commits_.Add(commit.xid, std::move(commit.changes));
  }
  nudge_ = true;
  nudged_.notify_one();
}

ChangeFeed::View ChangeFeed::Wait(FeedPlace place, uint64_t horizon,
                                  absl::Duration limit, size_t max_entries,
                                  size_t max_bytes) {
  std::unique_lock lock(mu_);
  const std::string epoch = epoch_;
  news_.wait_for(lock, absl::ToChronoNanoseconds(limit), [&] {
    return stopped_ || epoch_ != epoch || place < begin_ ||
           horizon_ > horizon ||
           (!ring_.empty() && ring_.back()->place > place);
  });
  View view{epoch_,
            {},
            place,
            horizon_,
            /*behind=*/place < begin_,
            // Else the tailer stands in the middle of a page.
            /*caught_up=*/readable_ && tail_ <= FeedPlace::Before(horizon_),
            /*pending=*/0,
            stopped_};
  if (view.behind) view.pending = static_cast<int64_t>(ring_.size());
  if (view.behind || view.stopped) return view;
  auto next = std::upper_bound(
      ring_.begin(), ring_.end(), place,
      [](const FeedPlace& p, const auto& entry) { return p < entry->place; });
  for (size_t bytes = 0; next != ring_.end(); ++next) {
    bytes += (*next)->payload.size();
    const bool full = view.entries.size() == max_entries || bytes > max_bytes;
    if (full && !view.entries.empty()) {
      view.next = view.entries.back()->place;
      view.horizon = view.next.xid;
      view.caught_up = false;
      view.pending = ring_.end() - next;
      return view;
    }
    view.entries.push_back(*next);
  }
  view.next = std::max(place, tail_);
  return view;
}

void ChangeFeed::Tail() {
  while (true) {
    bool found = false;
    absl::Status polled = opened_ ? absl::OkStatus() : OpenHistory();
    if (polled.ok()) polled = Poll(&found);
    // After a failure the database may be another one.
    if (!polled.ok()) opened_ = false;
    ReportHealth(polled);
    Pause(found ? options_.busy : options_.idle);
    std::lock_guard lock(mu_);
    if (stopped_) return;
  }
}

absl::Status ChangeFeed::OpenHistory() {
  const CallContext call(absl::Now() + kPollLimit);
  const auto history = store_->Open(call);
  if (!history.ok()) return history.status();
  opened_ = true;
  std::unique_lock lock(mu_);
  if (history->epoch == epoch_) return absl::OkStatus();
  lock.unlock();
  const auto horizon = store_->DurableHorizon(call, /*known=*/0);
  if (!horizon.ok()) return horizon.status();
  lock.lock();
  epoch_ = history->epoch;
  ring_.clear();
  ring_bytes_ = 0;
  own_commits_.Clear();
  horizon_ = horizon->safe;
  begin_ = tail_ = FeedPlace::Before(horizon_);
  news_.notify_all();
  return absl::OkStatus();
}

absl::Status ChangeFeed::Poll(bool* found) {
  const CallContext call(absl::Now() + kPollLimit);
  std::unique_lock lock(mu_);
  const uint64_t known = horizon_;
  FeedPlace tail = tail_;
  lock.unlock();
  const auto horizon = store_->DurableHorizon(call, known);
  if (!horizon.ok()) return horizon.status();
  ReportHorizon(*horizon);
  if (horizon->safe <= known) return absl::OkStatus();
  lock.lock();
  FeedEntries own = own_commits_.Take(tail, horizon->safe);
  lock.unlock();
  for (bool complete = false; !complete;) {
    const auto page = ReadOn(call, tail, horizon->safe, &own);
    if (!page.ok()) return page.status();
    *found = *found || !page->entries.empty();
    Push(*page, horizon->safe);
    if (!page->entries.empty()) tail = page->entries.back()->place;
    complete = page->complete;
  }
  return absl::OkStatus();
}

// The next changes after `tail`: those of `own`, which are taken from it, and
// between them what others wrote.
absl::StatusOr<FeedPage> ChangeFeed::ReadOn(const CallContext& call,
                                            FeedPlace tail, uint64_t below,
                                            FeedEntries* own) {
  const FeedPlace from = Skip(*own, tail);
  absl::StatusOr<FeedPage> page = FeedPage{{}, /*complete=*/true};
  if (from < FeedPlace::Before(below)) {
    page = store_->ReadPage(call, from, below, kPageRows, TransactionsOf(*own));
    if (!page.ok()) return page;
  }
  MergeInto(&*page, own);
  return page;
}

void ChangeFeed::Push(const FeedPage& page, uint64_t below) {
  if (on_erasure_ && std::any_of(page.entries.begin(), page.entries.end(),
                                 [](const auto& entry) {
                                   return IsErasure(entry->payload);
                                 })) {
    on_erasure_();
  }
  changes_.Add(static_cast<double>(page.entries.size()));
  std::lock_guard lock(mu_);
  for (const auto& entry : page.entries) {
    ring_bytes_ += entry->payload.size();
    ring_.push_back(entry);
  }
  if (page.complete) {
    tail_ = FeedPlace::Before(below);
    horizon_ = below;
  } else {
    tail_ = page.entries.back()->place;
    horizon_ = std::max(horizon_, tail_.xid);
  }
  while (ring_bytes_ > options_.ring_bytes) {
    begin_ = ring_.front()->place;
    ring_bytes_ -= ring_.front()->payload.size();
    ring_.pop_front();
  }
  ring_bytes_gauge_.Set(static_cast<double>(ring_bytes_));
  news_.notify_all();
}

void ChangeFeed::ReportHorizon(const FeedHorizon& horizon) {
  const absl::Time now = clock_->Now();
  if (horizon.safe != last_horizon_.safe || horizon.safe == horizon.newest) {
    horizon_since_ = now;
  }
  last_horizon_ = horizon;
  ReportLag();
}

void ChangeFeed::ReportLag() {
  lag_nanos_ = absl::ToInt64Nanoseconds(clock_->Now() - horizon_since_);
  lag_.Set(absl::ToDoubleSeconds(lag()));
}

absl::Duration ChangeFeed::lag() const {
  return absl::Nanoseconds(lag_nanos_.load());
}

void ChangeFeed::ReportHealth(const absl::Status& status) {
  if (!status.ok()) ReportLag();
  {
    std::lock_guard lock(mu_);
    readable_ = status.ok();
  }
  if (status.ok() == healthy_) return;
  healthy_ = status.ok();
  if (healthy_) {
    log_.Info("the database can be read again");
  } else {
    log_.Error("the database cannot be read",
               {{"error", std::string(status.message())}});
  }
  if (on_health_) on_health_(healthy_);
}

void ChangeFeed::Pause(absl::Duration duration) {
  std::unique_lock lock(mu_);
  nudged_.wait_for(lock, absl::ToChronoNanoseconds(kLeastPause),
                   [this] { return stopped_; });
  nudged_.wait_for(lock, absl::ToChronoNanoseconds(duration - kLeastPause),
                   [this] { return stopped_ || nudge_; });
  nudge_ = false;
}

}  // namespace broadsheet::storage
