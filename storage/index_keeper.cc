#include "storage/index_keeper.h"

#include <utility>

#include "absl/time/clock.h"
#include "common/errors.h"

namespace broadsheet::storage {
namespace {

constexpr char kLease[] = "index-merge";
// A list that was left alone for long takes long.
constexpr absl::Duration kLimit = absl::Minutes(10);

}  // namespace

IndexKeeper::IndexKeeper(Database* database, LeaseRepository* leases,
                         const Logger& log, Options options)
    : database_(database),
      leases_(leases),
      log_(log),
      options_(std::move(options)) {}

IndexKeeper::~IndexKeeper() { Stop(); }

void IndexKeeper::Start() {
  thread_ = std::thread([this] { Run(); });
}

void IndexKeeper::Stop() {
  {
    std::lock_guard lock(mu_);
    stopped_ = true;
    if (cancel_) cancel_();
  }
  wake_.notify_all();
  if (thread_.joinable()) thread_.join();
}

void IndexKeeper::Run() {
  while (Pause()) {
    const absl::Status merged = Merge().status();
    if (merged.ok() || ReasonOf(merged) == "LEASE_HELD") continue;
    std::lock_guard lock(mu_);
    if (stopped_) return;
    log_.Warning("the indexes of papers were not merged",
                 {{"error", std::string(merged.message())}});
  }
}

absl::StatusOr<bool> IndexKeeper::Merge() {
  internal::v1::AcquireLeaseRequest lease;
  lease.set_name(kLease);
  lease.set_owner(options_.owner);
  // A process that was killed is followed by another after that.
  lease.mutable_duration()->set_seconds(60);
  const CallContext call(absl::Now() + kLimit);
  if (auto held = leases_->Acquire(call, lease); !held.ok()) {
    return held.status();
  }
  return database_->Read(call, [this](Transaction& tx) -> absl::StatusOr<bool> {
    // PostgreSQL counts with a second's delay or more: good enough.
    const int64_t written =
        tx.sql.exec_prepared("papers_written")[0][0].as<int64_t>();
    if (!IsDue(written)) return false;
    MergeLists(tx);
    merged_at_ = written;
    return true;
  });
}

bool IndexKeeper::IsDue(int64_t written) {
  const int64_t before = std::exchange(looked_at_, written);
  // The counts begin anew after a crash of the database.
  if (before < 0 || merged_at_ < 0 || written < merged_at_) return true;
  return written - before <= options_.quiet ||
         written - merged_at_ >= options_.most;
}

void IndexKeeper::MergeLists(Transaction& tx) {
  auto& connection = tx.sql.conn();
  {
    std::lock_guard lock(mu_);
    if (stopped_) return;
    cancel_ = [&connection] { connection.cancel_query(); };
  }
  const auto end = [this] {
    std::lock_guard lock(mu_);
    cancel_ = nullptr;
  };
  try {
    tx.sql.exec_prepared("merge_author_keys");
    tx.sql.exec_prepared("merge_categories");
    tx.sql.exec_prepared("summarize_changes");
  } catch (...) {
    end();
    throw;
  }
  end();
}

bool IndexKeeper::Pause() {
  std::unique_lock lock(mu_);
  return !wake_.wait_for(lock, absl::ToChronoNanoseconds(options_.interval),
                         [this] { return stopped_; });
}

}  // namespace broadsheet::storage
