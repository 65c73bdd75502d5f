#include "storage/feed_store.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "storage/log_position.h"
#include "storage/sql_array.h"

namespace broadsheet::storage {
namespace {

FeedHistory ReadHistory(Transaction& tx) {
  const auto row = tx.sql.exec_prepared("feed_state")[0];
  return {row[0].as<std::string>(), row[2].as<uint64_t>()};
}

FeedHorizon ReadHorizon(Transaction& tx) {
  const auto row = tx.sql.exec_prepared("feed_horizon")[0];
  return {row[0].as<uint64_t>(), row[1].as<uint64_t>()};
}

// The cluster and the database. Without the right to know the cluster, a dump
// restored into a database with the same number would not be noticed.
std::string ReadOrigin(Transaction& tx) {
  const auto row = tx.sql.exec(
      "select oid, has_function_privilege('pg_control_system()', 'execute') "
      "from pg_database where datname = current_database()")[0];
  std::string cluster = "unknown";
  if (row[1].as<bool>()) {
    cluster =
        tx.sql.exec("select system_identifier from pg_control_system()")[0][0]
            .as<std::string>();
  }
  return absl::StrCat(cluster, "/", row[0].c_str());
}

// Changes of another history carry numbers that transactions here have yet to
// reach: they would collide.
void BeginHistory(Transaction& tx, const std::string& origin, bool copied) {
  if (copied) {
    tx.sql.exec(
        "delete from changes;"
        "delete from feed_marks;"
        "update feed_state set epoch = gen_random_uuid()::text, "
        "trimmed_below = pg_current_xact_id(), readers_since = '0', "
        "erased_at = '0';"
        "update encoders set written_by = '0'");
    // Nobody can go on behind a segment of another history.
    tx.sql.exec_prepared("hide_segments");
  }
  tx.sql.exec_params("update feed_state set origin = $1", origin);
}

}  // namespace

absl::StatusOr<FeedHistory> FeedStore::Open(const CallContext& call) {
  return database_->Write(
      call, [](Transaction& tx) -> absl::StatusOr<FeedHistory> {
        tx.sql.exec("select id from feed_state where id = 1 for update");
        const std::string known =
            tx.sql.exec_prepared("feed_state")[0][1].as<std::string>();
        const std::string origin = ReadOrigin(tx);
        if (known != origin) BeginHistory(tx, origin, !known.empty());
        return ReadHistory(tx);
      });
}

absl::StatusOr<FeedHistory> FeedStore::Read(const CallContext& call) {
  return database_->Read(call,
                         [](Transaction& tx) -> absl::StatusOr<FeedHistory> {
                           return ReadHistory(tx);
                         });
}

absl::StatusOr<FeedHorizon> FeedStore::Horizon(const CallContext& call) {
  return database_->Read(call,
                         [](Transaction& tx) -> absl::StatusOr<FeedHorizon> {
                           return ReadHorizon(tx);
                         });
}

absl::StatusOr<FeedHorizon> FeedStore::DurableHorizon(const CallContext& call,
                                                      uint64_t known) {
  return database_->Read(
      call, [&](Transaction& tx) -> absl::StatusOr<FeedHorizon> {
        const FeedHorizon horizon = ReadHorizon(tx);
        if (horizon.safe <= known) return horizon;
        const absl::Status durable =
            AwaitLog(tx, LogEnd(tx), [&tx] { FlushLog(tx); });
        if (!durable.ok()) return durable;
        return horizon;
      });
}

absl::StatusOr<FeedPage> FeedStore::ReadPage(
    const CallContext& call, FeedPlace after, uint64_t below, int limit,
    const std::vector<uint64_t>& without) {
  SqlArray skipped;
  for (const uint64_t xid : without) skipped.AddInt(static_cast<int64_t>(xid));
  return database_->Read(
      call, [&](Transaction& tx) -> absl::StatusOr<FeedPage> {
        FeedPage page;
        for (const auto& row : tx.sql.exec_prepared(
                 "feed_page", std::to_string(after.xid),
                 static_cast<int>(after.ordinal), std::to_string(below), limit,
                 skipped.Text())) {
          auto entry = std::make_shared<FeedEntry>();
          entry->place = {row[0].as<uint64_t>(), row[1].as<uint32_t>()};
          entry->payload = BytesFromEscaped({row[2].c_str(), row[2].size()});
          page.entries.push_back(std::move(entry));
        }
        page.complete = page.entries.size() < static_cast<size_t>(limit);
        return page;
      });
}

}  // namespace broadsheet::storage
