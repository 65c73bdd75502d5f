#include "storage/database.h"

#include <algorithm>
#include <thread>

#include "common/errors.h"
#include "storage/sql_array.h"
#include "storage/sql_errors.h"

namespace broadsheet::storage {
namespace {

constexpr int kMaxTries = 8;
constexpr absl::Duration kFirstPause = absl::Milliseconds(4);
constexpr absl::Duration kLongestPause = absl::Milliseconds(250);

// Within a catch block: PostgreSQL has yet to give out the number that it was
// asked about (invalid_parameter_value).
bool NumberIsOfTheFuture() {
  try {
    throw;
  } catch (const pqxx::sql_error& error) {
    return error.sqlstate() == "22023";
  } catch (...) {
    return false;
  }
}

void Sleep(absl::Duration duration) {
  std::this_thread::sleep_for(absl::ToChronoMicroseconds(duration));
}

}  // namespace

v1::Position WritePosition(Transaction& tx, bool saw_others) {
  const pqxx::result rows = tx.sql.exec_prepared("write_position");
  tx.xid = rows[0][1].as<uint64_t>(0);
  v1::Position position;
  tx.epoch = rows[0][0].c_str();
  position.set_epoch(tx.epoch);
  position.set_commit(tx.xid);
  if (saw_others || tx.xid == 0) {
    const uint64_t next = rows[0][2].as<uint64_t>();
    position.set_commit(std::max(tx.xid, next - 1));
  }
  return position;
}

v1::Position ReadPosition(Transaction& tx) {
  const pqxx::result rows = tx.sql.exec_prepared("read_position");
  v1::Position position;
  position.set_epoch(rows[0][0].as<std::string>());
  const uint64_t horizon = rows[0][1].as<uint64_t>();
  position.set_commit(horizon == 0 ? 0 : horizon - 1);
  return position;
}

Database::Database(Pool* pool, Metrics* metrics,
                   std::function<void(Commit)> on_change)
    : pool_(pool),
      on_change_(std::move(on_change)),
      retries_(metrics->MakeCounter("storage_transaction_retries_total",
                                    "Transactions that were run again.")),
      in_doubt_(
          metrics->MakeCounter("storage_commits_in_doubt_total",
                               "Commits whose outcome had to be read back.")),
      random_(std::random_device{}()) {}

absl::Status Database::RunWrite(const CallContext& call, const Body& body) {
  return Run(call, Mode::kWrite, body);
}

absl::Status Database::RunRead(const CallContext& call, const Body& body) {
  return Run(call, Mode::kRead, body);
}

absl::Status Database::RunSnapshot(const CallContext& call, const Body& body) {
  return Run(call, Mode::kSnapshot, body);
}

absl::Status Database::Run(const CallContext& call, Mode mode,
                           const Body& body) {
  for (int tries = 1;; ++tries) {
    if (absl::Status alive = call.Alive(); !alive.ok()) return alive;
    Try outcome = RunOnce(call, mode, body);
    if (!outcome.again || tries == kMaxTries) return outcome.status;
    retries_.Add();
    BackOff(call, tries);
  }
}

Database::Try Database::RunOnce(const CallContext& call, Mode mode,
                                const Body& body) {
  auto lease = pool_->Acquire(call.deadline());
  if (!lease.ok()) return {lease.status()};
  Commit commit;
  try {
    (*lease)->LimitStatements(call.TimeLeft());
    absl::Status status = RunBody(**lease, mode, body, &commit);
    if (status.ok()) Announce(std::move(commit));
    return {status};
  } catch (...) {
    SqlFailure failure = DescribeFailure();
    switch (failure.trouble) {
      case Trouble::kFinal:
        return {failure.status};
      case Trouble::kConflict:
        return {failure.status, /*again=*/true};
      case Trouble::kBroken:
        lease->Drop();
        return {failure.status, /*again=*/true};
      case Trouble::kInDoubt:
        lease->Drop();
        break;
    }
  }
  return ResolveCommit(call, std::move(commit));
}

absl::Status Database::RunBody(Session& session, Mode mode, const Body& body,
                               Commit* commit) {
  if (mode == Mode::kRead) {
    pqxx::nontransaction statements(session.connection());
    Transaction tx(statements);
    return body(tx);
  }
  pqxx::work statements(session.connection());
  Transaction tx(statements);
  if (mode == Mode::kSnapshot) {
    tx.sql.exec("set transaction isolation level repeatable read, read only");
  }
  absl::Status status = body(tx);
  if (!status.ok()) return status;  // The destructor rolls back.
  *commit = {tx.xid, std::move(tx.epoch), std::move(tx.changes)};
  statements.commit();
  return absl::OkStatus();
}

// Without a number nothing of value was written, or the body does not care:
// running it again is as good as knowing.
Database::Try Database::ResolveCommit(const CallContext& call, Commit commit) {
  in_doubt_.Add();
  const absl::Status unknown =
      MakeError(absl::StatusCode::kUnavailable, "COMMIT_IN_DOUBT",
                "the connection broke during the commit and its outcome could "
                "not be read back; a retry is safe");
  if (commit.xid == 0) return {unknown, /*again=*/true};
  for (int tries = 1; call.Alive().ok(); ++tries) {
    const Fate fate = ReadFate(call, commit);
    if (fate == Fate::kUnproven) return {unknown, /*again=*/true};
    if (fate == Fate::kCommitted) {
      Announce(std::move(commit));
      return {absl::OkStatus()};
    }
    BackOff(call, tries);
  }
  return {unknown};
}

// A server that crashed gives out again the numbers of transactions of which it
// had written nothing to disk. So "committed" may be another transaction's: the
// change that only this one wrote must be there too.
Database::Fate Database::ReadFate(const CallContext& call,
                                  const Commit& commit) {
  auto lease = pool_->Acquire(call.deadline());
  if (!lease.ok()) return Fate::kUnknown;
  try {
    (*lease)->LimitStatements(call.TimeLeft());
    pqxx::nontransaction statements((*lease)->connection());
    const std::string xid = std::to_string(commit.xid);
    const pqxx::result state =
        statements.exec_prepared("transaction_state", xid);
    if (state[0][0].as<std::string>("") == "in progress") return Fate::kUnknown;
    const pqxx::result change = statements.exec_prepared("first_change", xid);
    const bool proven =
        !commit.changes.empty() && !change.empty() &&
        BytesFromSql(change[0][0].c_str()) == commit.changes.front();
    return proven ? Fate::kCommitted : Fate::kUnproven;
  } catch (...) {
    if (DescribeFailure().trouble != Trouble::kFinal) lease->Drop();
    return NumberIsOfTheFuture() ? Fate::kUnproven : Fate::kUnknown;
  }
}

void Database::Announce(Commit commit) const {
  if (!commit.changes.empty() && on_change_) on_change_(std::move(commit));
}

// Doubles each time, and is drawn at random from its upper half: writers that
// collided once do not collide again in step.
void Database::BackOff(const CallContext& call, int tries) {
  absl::Duration pause = kFirstPause;
  for (int i = 1; i < tries && pause < kLongestPause; ++i) pause *= 2;
  std::unique_lock lock(mu_);
  std::uniform_real_distribution<double> jitter(0.5, 1.0);
  pause *= jitter(random_);
  lock.unlock();
  Sleep(std::min({pause, kLongestPause, call.TimeLeft()}));
}

}  // namespace broadsheet::storage
