#include "storage/log_position.h"

#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "common/errors.h"

namespace broadsheet::storage {
namespace {

constexpr int kPolls = 10;
constexpr absl::Duration kPause = absl::Milliseconds(1);

bool IsFlushed(Transaction& tx, const std::string& end) {
  return tx.sql.exec_prepared("log_is_flushed", end)[0][0].as<bool>();
}

}  // namespace

std::string LogEnd(Transaction& tx) {
  return tx.sql.exec_prepared("log_end")[0][0].as<std::string>();
}

absl::Status AwaitLog(Transaction& tx, const std::string& end,
                      const std::function<void()>& flush) {
  for (int polls = 0; polls < kPolls; ++polls) {
    if (IsFlushed(tx, end)) return absl::OkStatus();
    absl::SleepFor(kPause);
  }
  flush();
  if (IsFlushed(tx, end)) return absl::OkStatus();
  return MakeError(absl::StatusCode::kUnavailable, "LOG_NOT_FLUSHED",
                   "PostgreSQL's log is not on disk yet; try again");
}

void FlushLog(Transaction& tx) { tx.sql.exec_prepared("flush_log"); }

}  // namespace broadsheet::storage
