#include "storage/snapshot_reader.h"

#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/errors.h"
#include "storage/artifact_records.h"
#include "storage/artifact_statements.h"
#include "storage/feed_store.h"
#include "storage/log_position.h"
#include "storage/records.h"
#include "storage/sql_array.h"
#include "storage/transaction_snapshot.h"
#include "storage/vector_records.h"
#include "storage/vector_statements.h"

namespace broadsheet::storage {
namespace {

using internal::v1::GetSnapshotResponse;

constexpr size_t kChunkBytes = 900 << 10;
constexpr int kFetchRows = 500;

absl::Status Cancelled() {
  return absl::CancelledError("the receiver of the snapshot went away");
}

// One snapshot, within its transaction.
class SnapshotRun {
 public:
  SnapshotRun(const CallContext& call, Transaction& tx, Database* database,
              const SnapshotReader::Write& write,
              const SnapshotReader::OnPlace& on_place)
      : call_(call),
        tx_(tx),
        database_(database),
        write_(write),
        on_place_(on_place) {}

  absl::Status Run(bool include_events) {
    ReadPlace();
    if (absl::Status s = MakeDurable(); !s.ok()) return s;
    if (!WriteHeader(include_events)) return Cancelled();
    if (!SendSmall()) return Cancelled();
    absl::Status sent = SendPapers();
    if (sent.ok()) sent = SendVectors();
    if (sent.ok()) sent = SendSubmissions();
    if (sent.ok() && include_events) sent = SendEvents();
    if (!sent.ok()) return sent;
    GetSnapshotResponse last;
    *last.mutable_trailer() = trailer_;
    return write_(last) ? absl::OkStatus() : Cancelled();
  }

 private:
  // The first statement: its snapshot is that of the whole transaction.
  void ReadPlace() {
    const auto row = tx_.sql.exec(
        "select epoch, pg_current_snapshot()::text, "
        "pg_snapshot_xmin(pg_current_snapshot())::text, "
        "pg_snapshot_xmax(pg_current_snapshot())::text from feed_state")[0];
    const uint64_t horizon = row[2].as<uint64_t>();
    const FeedPlace place = FeedPlace::Before(horizon);
    internal::v1::Cursor* cursor = trailer_.mutable_cursor();
    cursor->set_epoch(row[0].c_str());
    cursor->set_xid(place.xid);
    cursor->set_ordinal(place.ordinal);
    cursor->set_snapshot(row[1].c_str());
    trailer_.mutable_horizon()->set_epoch(row[0].c_str());
    trailer_.mutable_horizon()->set_commit(horizon);
    if (on_place_) on_place_(trailer_.horizon(), row[3].as<uint64_t>());
  }

  // What is in the snapshot is durable anyway; its horizon must be.
  absl::Status MakeDurable() {
    absl::Status flushed;
    absl::Status durable = AwaitLog(tx_, LogEnd(tx_), [&] {
      flushed = database_->RunRead(call_, [](Transaction& other) {
        FlushLog(other);
        return absl::OkStatus();
      });
    });
    return flushed.ok() ? durable : flushed;
  }

  bool WriteHeader(bool include_events) {
    GetSnapshotResponse first;
    first.mutable_header()->set_papers(Count("papers"));
    if (include_events) first.mutable_header()->set_events(Count("events"));
    return write_(first);
  }

  // Editions, and what is promoted: at most hundreds.
  bool SendSmall() {
    GetSnapshotResponse chunk;
    for (const auto& row : tx_.sql.exec(
             "select record from editions where not deleted order by name")) {
      if (!chunk.add_editions()->ParseFromString(
              BytesFromSql(row[0].c_str()))) {
        chunk.mutable_editions()->RemoveLast();
      }
    }
    for (const auto& row : tx_.sql.exec(absl::StrCat(
             "select ", kArtifactColumns,
             " from artifacts where id in "
             "(select artifact_id from promotions) order by kind"))) {
      *chunk.add_promoted() = ArtifactFromRow(row);
    }
    const bool empty = chunk.editions().empty() && chunk.promoted().empty();
    return empty || write_(chunk);
  }

  int64_t Count(const char* table) {
    return tx_.sql.exec(absl::StrCat("select count(*) from ", table))[0][0]
        .as<int64_t>();
  }

  absl::Status SendPapers() {
    int64_t sent = 0;
    absl::Status status =
        Send(absl::StrCat("select ", kPaperColumns, " from papers order by id"),
             &sent, [](const pqxx::row& row, GetSnapshotResponse* chunk) {
               *chunk->add_papers() = PaperFromRow(row);
               return chunk->papers(chunk->papers_size() - 1).ByteSizeLong();
             });
    trailer_.set_papers(sent);
    return status;
  }

  absl::Status SendVectors() {
    int64_t sent = 0;
    absl::Status status =
        Send(absl::StrCat("select ", kVectorColumns,
                          " from paper_vectors order by paper_id, encoder"),
             &sent, [](const pqxx::row& row, GetSnapshotResponse* chunk) {
               *chunk->add_vectors() = VectorFromRow(row);
               return chunk->vectors(chunk->vectors_size() - 1).ByteSizeLong();
             });
    trailer_.set_vectors(sent);
    return status;
  }

  absl::Status SendSubmissions() {
    int64_t sent = 0;
    absl::Status status =
        Send(absl::StrCat("select ", kSubmissionColumns,
                          " from submissions s order by s.paper_id, s.day"),
             &sent, [](const pqxx::row& row, GetSnapshotResponse* chunk) {
               *chunk->add_submissions() = SubmissionFromRow(row);
               return chunk->submissions(chunk->submissions_size() - 1)
                   .ByteSizeLong();
             });
    trailer_.set_submissions(sent);
    return status;
  }

  absl::Status SendEvents() {
    int64_t sent = 0;
    absl::Status status =
        Send(absl::StrCat("select ", kEventColumns,
                          " from events order by reader_id, event_id"),
             &sent, [](const pqxx::row& row, GetSnapshotResponse* chunk) {
               *chunk->add_events() = EventFromRow(row);
               return chunk->events(chunk->events_size() - 1).ByteSizeLong();
             });
    trailer_.set_events(sent);
    return status;
  }

  // `add(row, chunk)` answers the bytes that it added.
  template <class Add>
  absl::Status Send(const std::string& query, int64_t* sent, Add add) {
    tx_.sql.exec("declare snapshot_rows no scroll cursor for " + query);
    GetSnapshotResponse chunk;
    size_t bytes = 0;
    while (true) {
      if (absl::Status alive = call_.Alive(); !alive.ok()) return alive;
      const auto rows =
          tx_.sql.exec(absl::StrCat("fetch ", kFetchRows, " snapshot_rows"));
      for (const auto& row : rows) {
        bytes += add(row, &chunk);
        ++*sent;
        if (bytes < kChunkBytes) continue;
        if (!write_(chunk)) return Cancelled();
        chunk.Clear();
        bytes = 0;
      }
      if (rows.size() < kFetchRows) break;
    }
    tx_.sql.exec("close snapshot_rows");
    if (bytes > 0 && !write_(chunk)) return Cancelled();
    return absl::OkStatus();
  }

  const CallContext& call_;
  Transaction& tx_;
  Database* database_;  // For another connection.
  const SnapshotReader::Write& write_;
  const SnapshotReader::OnPlace& on_place_;
  internal::v1::SnapshotTrailer trailer_;
};

}  // namespace

absl::Status SnapshotReader::Read(const CallContext& call, bool include_events,
                                  const Write& write, const OnPlace& on_place) {
  if (running_.fetch_add(1) >= limit_) {
    running_.fetch_sub(1);
    return MakeError(absl::StatusCode::kResourceExhausted, "SNAPSHOTS_BUSY",
                     "too many snapshots are being read; try again");
  }
  bool begun = false;
  absl::Status status = database_->RunSnapshot(call, [&](Transaction& tx) {
    // What was sent cannot be taken back.
    if (std::exchange(begun, true)) {
      return MakeError(absl::StatusCode::kUnavailable, "DATABASE_UNREACHABLE",
                       "the connection broke; load the snapshot again");
    }
    return SnapshotRun(call, tx, database_, write, on_place)
        .Run(include_events);
  });
  running_.fetch_sub(1);
  return status;
}

}  // namespace broadsheet::storage
