#ifndef BROADSHEET_STORAGE_DATABASE_H_
#define BROADSHEET_STORAGE_DATABASE_H_

#include <cstdint>
#include <functional>
#include <mutex>
#include <optional>
#include <pqxx/pqxx>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "broadsheet/v1/position.pb.h"
#include "common/call_context.h"
#include "common/metrics.h"
#include "storage/pool.h"

namespace broadsheet::storage {

// What the body of a transaction works with. Lives as long as the body runs.
struct Transaction {
  explicit Transaction(pqxx::transaction_base& statements) : sql(statements) {}

  pqxx::transaction_base& sql;
  // The transaction's number once WritePosition has asked for it; 0: unknown.
  uint64_t xid = 0;
  // The history of the feed that the number belongs to, once it is asked for.
  std::string epoch;
  // The payloads of the rows that it wrote to the change feed, by ordinal.
  std::vector<std::string> changes;
};

// What a committed transaction wrote to the change feed.
struct Commit {
  // 0: not known, and neither is what it wrote.
  uint64_t xid = 0;
  std::string epoch;
  std::vector<std::string> changes;
};

// Where the transaction stands: its own number when it wrote everything that
// its answer speaks of. When `saw_others`, the answer also rests on rows of
// others (duplicates, unchanged papers), so the position is that of the newest
// transaction that it can have seen.
v1::Position WritePosition(Transaction& tx, bool saw_others);

// Everything up to it is visible to the transaction. Below the horizon, so that
// a follower can have it while nothing is written.
v1::Position ReadPosition(Transaction& tx);

// Runs transactions: takes a connection for each, within the call's deadline,
// and repeats it when it lost against others or lost its connection. Bodies
// must therefore be idempotent, keep nothing from an earlier run, and write for
// less than 100 ms, since a writing transaction holds back the change feed.
// Bodies may throw what libpqxx throws. Thread-safe.
class Database {
 public:
  using Body = std::function<absl::Status(Transaction&)>;

  // `pool` and `metrics` must outlive this. `on_change` is called after each
  // commit of a transaction that wrote to the change feed.
  Database(Pool* pool, Metrics* metrics,
           std::function<void(Commit)> on_change = {});

  // One read-write transaction, committed when the body answers OK. When the
  // connection breaks during COMMIT, the outcome is read back.
  absl::Status RunWrite(const CallContext& call, const Body& body);
  // Statements that need no common snapshot, without BEGIN and COMMIT.
  absl::Status RunRead(const CallContext& call, const Body& body);
  // Statements that see the same snapshot of the data.
  absl::Status RunSnapshot(const CallContext& call, const Body& body);

  // The same for bodies that answer absl::StatusOr<R>.
  template <class F>
  auto Write(const CallContext& call, F body) {
    return Capture(body, [&](const Body& b) { return RunWrite(call, b); });
  }
  template <class F>
  auto Read(const CallContext& call, F body) {
    return Capture(body, [&](const Body& b) { return RunRead(call, b); });
  }
  template <class F>
  auto Snapshot(const CallContext& call, F body) {
    return Capture(body, [&](const Body& b) { return RunSnapshot(call, b); });
  }

 private:
  enum class Mode { kWrite, kRead, kSnapshot };
  struct Try {
    absl::Status status;
    bool again = false;
  };
  // Unproven: not committed, or nothing proves it; running it again is safe.
  enum class Fate { kUnknown, kCommitted, kUnproven };

  template <class F, class Run>
  static auto Capture(F& body, Run run)
      -> decltype(body(std::declval<Transaction&>())) {
    decltype(body(std::declval<Transaction&>())) result =
        absl::InternalError("the transaction did not run");
    absl::Status status = run([&](Transaction& tx) {
      result = body(tx);
      return result.status();
    });
    if (!status.ok()) return status;
    return result;
  }

  absl::Status Run(const CallContext& call, Mode mode, const Body& body);
  Try RunOnce(const CallContext& call, Mode mode, const Body& body);
  absl::Status RunBody(Session& session, Mode mode, const Body& body,
                       Commit* commit);
  Try ResolveCommit(const CallContext& call, Commit commit);
  Fate ReadFate(const CallContext& call, const Commit& commit);
  void Announce(Commit commit) const;
  void BackOff(const CallContext& call, int tries);

  Pool* pool_;
  std::function<void(Commit)> on_change_;
  Metrics::Counter& retries_;
  Metrics::Counter& in_doubt_;

  std::mutex mu_;
  std::minstd_rand random_;  // GUARDED_BY(mu_)
};

}  // namespace broadsheet::storage

#endif  // BROADSHEET_STORAGE_DATABASE_H_
