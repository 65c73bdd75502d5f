#include "storage/feed_trimmer.h"

#include <algorithm>
#include <utility>

#include "common/errors.h"
#include "storage/records.h"

namespace broadsheet::storage {
namespace {

constexpr char kLease[] = "feed-trim";
constexpr absl::Duration kRoundLimit = absl::Minutes(10);
// Between two transactions: writers and followers go first.
constexpr absl::Duration kBreath = absl::Milliseconds(10);

// Over before the next round but one, so that another process goes on soon
// after a kill. A round that takes longer may meet another: no harm.
int64_t LeaseSeconds(absl::Duration interval) {
  return std::clamp<int64_t>(absl::ToInt64Seconds(2 * interval), 1, 600);
}

}  // namespace

FeedTrimmer::FeedTrimmer(Database* database, LeaseRepository* leases,
                         const Clock* clock, const Logger& log,
                         Metrics* metrics, Options options)
    : database_(database),
      leases_(leases),
      clock_(clock),
      log_(log),
      options_(std::move(options)),
      trimmed_(metrics->MakeCounter("storage_feed_trimmed_total",
                                    "Changes deleted for their age.")),
      kept_(metrics->MakeGauge(
          "storage_feed_kept_changes",
          "Changes in the table, as PostgreSQL estimates them.")),
      oldest_(metrics->MakeGauge("storage_feed_oldest_seconds",
                                 "Age of the oldest change, to a minute.")) {}

FeedTrimmer::~FeedTrimmer() { Stop(); }

void FeedTrimmer::Start() {
  if (options_.retention == absl::ZeroDuration()) return;
  thread_ = std::thread([this] { Run(); });
}

void FeedTrimmer::Stop() {
  {
    std::lock_guard lock(mu_);
    stopped_ = true;
  }
  wake_.notify_all();
  if (thread_.joinable()) thread_.join();
}

void FeedTrimmer::Run() {
  do {
    const auto trimmed = Trim();
    if (!trimmed.ok() && ReasonOf(trimmed.status()) != "LEASE_HELD") {
      log_.Warning("the change feed was not trimmed",
                   {{"error", std::string(trimmed.status().message())}});
    }
  } while (Pause(options_.interval));
  internal::v1::ReleaseLeaseRequest release;
  release.set_name(kLease);
  release.set_owner(options_.owner);
  // A lease that stays behind ends by itself.
  (void)leases_->Release(CallContext(absl::Now() + absl::Seconds(2)), release);
}

absl::StatusOr<int64_t> FeedTrimmer::Trim() {
  const CallContext call(absl::Now() + kRoundLimit);
  internal::v1::AcquireLeaseRequest lease;
  lease.set_name(kLease);
  lease.set_owner(options_.owner);
  lease.mutable_duration()->set_seconds(LeaseSeconds(options_.interval));
  if (auto held = leases_->Acquire(call, lease); !held.ok()) {
    return held.status();
  }
  const absl::Time now = clock_->Now();
  if (absl::Status marked = Mark(call, now); !marked.ok()) return marked;
  const auto below = Target(call, now);
  if (!below.ok()) return below.status();
  int64_t total = 0;
  if (!below->empty()) {
    absl::Status moved = MoveBorder(call, *below);
    if (!moved.ok()) return moved;
    for (int64_t deleted = options_.batch; deleted == options_.batch;) {
      const auto batch = DeleteBelow(call, *below);
      if (!batch.ok()) return batch.status();
      deleted = *batch;
      total += deleted;
      if (!Pause(kBreath)) break;
    }
  }
  trimmed_.Add(static_cast<double>(total));
  if (absl::Status s = Measure(call, now); !s.ok()) return s;
  return total;
}

absl::Status FeedTrimmer::Mark(const CallContext& call, absl::Time now) {
  return database_->RunWrite(call, [&](Transaction& tx) {
    tx.sql.exec_prepared("mark_feed", SqlTime(now));
    return absl::OkStatus();
  });
}

// The number below which to trim; empty when nothing is old enough.
absl::StatusOr<std::string> FeedTrimmer::Target(const CallContext& call,
                                                absl::Time now) {
  return database_->Write(
      call, [&](Transaction& tx) -> absl::StatusOr<std::string> {
        const auto rows = tx.sql.exec_prepared(
            "newest_mark", SqlTime(now - options_.retention));
        if (rows.empty()) return std::string();
        tx.sql.exec_prepared("forget_marks", rows[0][0].c_str());
        return std::string(rows[0][1].c_str());
      });
}

absl::Status FeedTrimmer::MoveBorder(const CallContext& call,
                                     const std::string& below) {
  return database_->RunWrite(call, [&](Transaction& tx) {
    tx.sql.exec_prepared("trim_below", below);
    return absl::OkStatus();
  });
}

absl::StatusOr<int64_t> FeedTrimmer::DeleteBelow(const CallContext& call,
                                                 const std::string& below) {
  return database_->Write(
      call, [&](Transaction& tx) -> absl::StatusOr<int64_t> {
        return tx.sql.exec_prepared("trim_changes", below, options_.batch)
            .affected_rows();
      });
}

absl::Status FeedTrimmer::Measure(const CallContext& call, absl::Time now) {
  return database_->RunRead(call, [&](Transaction& tx) {
    const auto row = tx.sql.exec_prepared("feed_extent")[0];
    kept_.Set(std::max(0.0, row[0].as<double>()));
    const int64_t since = row[1].as<int64_t>(absl::ToUnixMicros(now));
    oldest_.Set(absl::ToDoubleSeconds(
        std::max(absl::ZeroDuration(), now - absl::FromUnixMicros(since))));
    return absl::OkStatus();
  });
}

bool FeedTrimmer::Pause(absl::Duration duration) {
  std::unique_lock lock(mu_);
  return !wake_.wait_for(lock, absl::ToChronoNanoseconds(duration),
                         [this] { return stopped_; });
}

}  // namespace broadsheet::storage
