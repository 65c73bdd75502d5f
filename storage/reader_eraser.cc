#include "storage/reader_eraser.h"

#include <algorithm>
#include <functional>
#include <map>
#include <random>
#include <string>
#include <thread>
#include <vector>

#include "common/errors.h"
#include "storage/artifact_deletion.h"
#include "storage/change_log.h"
#include "storage/comment_records.h"
#include "storage/event_rules.h"
#include "storage/mail_erasure.h"
#include "storage/records.h"
#include "storage/rules.h"
#include "storage/sql_array.h"

namespace broadsheet::storage {
namespace {

using internal::v1::Change;
using internal::v1::EraseReaderRequest;
using internal::v1::EraseReaderResponse;

// Each finds what was written during the one before; a reader who goes on
// writing is not run after.
constexpr int kMaxRounds = 5;
constexpr int kChangesPage = 2000;
constexpr absl::Duration kLook = absl::Milliseconds(10);

// Whether a change names the reader: it tells what was true, and must go. What
// followers need of it, they get from later ones.
bool IsAbout(const Change& change, const std::string& reader) {
  return change.event().reader_id() == reader ||
         change.submission().submitter() == reader ||
         change.paper().submitted_by() == reader;
}

// The erasure of one reader, for the time of one call.
class Erasure {
 public:
  Erasure(const CallContext& call, Database* database, FeedStore* feed,
          int batch, const std::string& reader)
      : call_(call),
        database_(database),
        feed_(feed),
        batch_(batch),
        reader_(reader) {}

  absl::StatusOr<EraseReaderResponse> Run() {
    for (int round = 0; round < kMaxRounds; ++round) {
      const auto known = Begin();
      if (!known.ok()) return known.status();
      if (!*known) break;
      if (absl::Status round_done = Round(); !round_done.ok()) {
        return round_done;
      }
    }
    if (absl::Status told = PurgeChanges(); !told.ok()) return told;
    absl::Status gone = DeleteHiddenSegments(call_, database_);
    if (!gone.ok()) return gone;
    return response_;
  }

 private:
  v1::EraseReaderResponse& erased() { return *response_.mutable_erased(); }

  // Whether there is anything of the reader; then also the row that is deleted
  // last, so that an interrupted round is told to followers by the next.
  absl::StatusOr<bool> Begin() {
    return database_->Write(
        call_, [&](Transaction& tx) -> absl::StatusOr<bool> {
          const bool known =
              tx.sql.exec_prepared("reader_is_known", reader_)[0][0].as<bool>();
          if (known) {
            tx.sql.exec_prepared("make_reader", reader_,
                                 SqlTime(absl::UnixEpoch()));
          }
          *erased().mutable_position() = WritePosition(tx, true);
          return known;
        });
  }

  absl::Status Round() {
    absl::Status status = EraseTokens();
    if (status.ok()) {
      status = Repeat([this](Transaction& tx) { return Blank(tx); }, &blanked_);
    }
    if (status.ok()) status = Repeat(Deleter("erase_requests"), &ignored_);
    if (status.ok()) status = Repeat(Deleter("erase_retractions"), &ignored_);
    if (status.ok()) {
      status = Repeat([this](Transaction& tx) { return BlankRetractions(tx); },
                      &ignored_);
    }
    if (status.ok()) {
      status =
          Repeat([this](Transaction& tx) { return Unvote(tx); }, &ignored_);
    }
    if (status.ok()) {
      status =
          Repeat([this](Transaction& tx) { return Silence(tx); }, &comments_);
    }
    if (status.ok()) status = Repeat(Deleter("erase_events"), &events_);
    if (status.ok()) status = Finish();
    if (status.ok()) status = AwaitOthers();
    erased().set_submissions(blanked_);
    erased().set_events(events_);
    erased().set_comments(comments_);
    return status;
  }

  absl::Status EraseTokens() {
    struct Rows {
      int64_t subscriptions = 0;
      int64_t tokens = 0;
    };
    const auto rows =
        database_->Write(call_, [&](Transaction& tx) -> absl::StatusOr<Rows> {
          // With them what could be tried again, and would bring them back.
          tx.sql.exec_prepared("erase_letters", reader_);
          Rows gone;
          gone.subscriptions =
              static_cast<int64_t>(EraseMailsOf(tx, reader_).readers.size());
          EraseAccount(tx);
          gone.tokens =
              tx.sql.exec_prepared("erase_tokens", reader_).affected_rows();
          return gone;
        });
    if (!rows.ok()) return rows.status();
    erased().set_tokens(erased().tokens() + rows->tokens);
    erased().set_subscriptions(erased().subscriptions() + rows->subscriptions);
    return absl::OkStatus();
  }

  void EraseAccount(Transaction& tx) {
    tx.sql.exec_prepared("erase_links", reader_);
    // The account first: who adds an identity holds it, and either is done
    // before, or finds none.
    tx.sql.exec_prepared("erase_account", reader_);
    tx.sql.exec_prepared("erase_identities", reader_);
    tx.sql.exec_prepared("erase_tries", "account:" + reader_);
    tx.sql.exec_prepared("lift_ban", reader_);
    tx.sql.exec_prepared("erase_reports", reader_);
    tx.sql.exec_prepared("erase_claims", reader_);
  }

  // Runs `step`, which answers the rows it took, until it takes less than a
  // batch.
  template <class Step>
  absl::Status Repeat(Step step, int64_t* total) {
    while (true) {
      const auto rows = database_->Write(
          call_,
          [&](Transaction& tx) -> absl::StatusOr<int64_t> { return step(tx); });
      if (!rows.ok()) return rows.status();
      *total += *rows;
      if (*rows < batch_) return absl::OkStatus();
    }
  }

  std::function<int64_t(Transaction&)> Deleter(const char* statement) {
    return [this, statement](Transaction& tx) -> int64_t {
      return tx.sql.exec_prepared(statement, reader_, batch_).affected_rows();
    };
  }

  // Papers stay on their lists, without who put them there.
  int64_t Blank(Transaction& tx) {
    ChangeLog log;
    std::vector<std::string> papers;
    for (const auto& row :
         tx.sql.exec_prepared("blank_submissions", reader_, batch_)) {
      const v1::Submission submission = SubmissionFromRow(row);
      papers.push_back(submission.paper_id());
      log.Add(submission);
    }
    const auto rows = static_cast<int64_t>(papers.size());
    std::sort(papers.begin(), papers.end());
    for (const auto& row : tx.sql.exec_prepared("blank_submitted_papers",
                                                reader_, TextArray(papers))) {
      log.Add(PaperFromRow(row));
    }
    log.Append(tx);
    return rows;
  }

  int64_t BlankRetractions(Transaction& tx) {
    return tx.sql.exec_prepared("blank_retractions", reader_, batch_, lot_)
        .affected_rows();
  }

  // Comments keep their places in threads, without words and name.
  int64_t Silence(Transaction& tx) {
    std::map<std::string, int64_t> deltas;
    const auto rows = tx.sql.exec_prepared("erase_comments", reader_, batch_);
    for (const auto& row : rows) {
      if (row[1].as<bool>()) --deltas[row[0].c_str()];
    }
    CountComments(tx, deltas);
    return static_cast<int64_t>(rows.size());
  }

  // Standings go with their votes, in one transaction: a vote is taken back
  // once, whatever is interrupted.
  int64_t Unvote(Transaction& tx) {
    SqlArray papers, deltas;
    bool any = false;
    const auto rows = tx.sql.exec_prepared("erase_standings", reader_, batch_);
    for (const auto& row : rows) {
      const bool vote = row[0].as<int>() == static_cast<int>(Aspect::kVote);
      if (!vote || !row[2].as<bool>()) continue;
      papers.AddText(row[1].c_str());
      deltas.AddInt(-1);
      any = true;
    }
    ChangeLog log;
    if (any) {
      for (const auto& row :
           tx.sql.exec_prepared("count_votes", papers.Text(), deltas.Text())) {
        log.Add(PaperFromRow(row));
      }
    }
    log.Append(tx);
    return static_cast<int64_t>(rows.size());
  }

  absl::Status Finish() {
    return database_->RunWrite(call_, [&](Transaction& tx) {
      tx.sql.exec_prepared("erase_reader", reader_);
      HideSegments(tx);
      ChangeLog log;
      log.AddErased(reader_);
      log.Append(tx);
      *erased().mutable_position() = WritePosition(tx, false);
      return absl::OkStatus();
    });
  }

  // Until every transaction that had begun before the last one has ended.
  absl::Status AwaitOthers() {
    while (true) {
      if (absl::Status alive = call_.Alive(); !alive.ok()) return alive;
      const auto horizon = feed_->Horizon(call_);
      if (!horizon.ok()) return horizon.status();
      if (horizon->safe > erased().position().commit()) return absl::OkStatus();
      std::this_thread::sleep_for(absl::ToChronoMilliseconds(kLook));
    }
  }

  // The feed keeps what it told of the reader for as long as its retention;
  // that must not be. What is deleted is not looked at by the next call.
  absl::Status PurgeChanges() {
    absl::Status found = Repeat(Deleter("erase_changes"), &ignored_);
    return found.ok() ? PurgeOldChanges() : found;
  }

  // Of before changes told whom they name.
  absl::Status PurgeOldChanges() {
    for (FeedPlace place; place.ordinal != FeedPlace::kLastOrdinal;) {
      const auto next = database_->Write(
          call_, [&](Transaction& tx) -> absl::StatusOr<FeedPlace> {
            return PurgePage(tx, place);
          });
      if (!next.ok()) return next.status();
      place = *next;
    }
    return absl::OkStatus();
  }

  // Answers where the next page begins; the last ordinal is behind all.
  FeedPlace PurgePage(Transaction& tx, FeedPlace place) {
    SqlArray xids, ordinals;
    bool any = false;
    const auto rows = tx.sql.exec_prepared(
        "search_changes", std::to_string(place.xid),
        static_cast<int>(place.ordinal), BytesToSql(reader_), kChangesPage);
    for (const auto& row : rows) {
      Change change;
      if (row[2].is_null() ||
          !change.ParseFromString(BytesFromSql(row[2].c_str())) ||
          !IsAbout(change, reader_)) {
        continue;
      }
      xids.AddText(row[0].c_str());
      ordinals.AddInt(row[1].as<int64_t>());
      any = true;
    }
    if (any)
      tx.sql.exec_prepared("delete_changes", xids.Text(), ordinals.Text());
    if (rows.size() < kChangesPage) return {0, FeedPlace::kLastOrdinal};
    const auto last = rows[rows.size() - 1];
    return {last[0].as<uint64_t>(), last[1].as<uint32_t>()};
  }

  const CallContext& call_;
  Database* database_;
  FeedStore* feed_;
  const int batch_;
  const std::string& reader_;
  // Keeps apart what several readers called alike, and tells of none of them.
  const std::string lot_ = std::to_string(std::random_device{}()) + "-" +
                           std::to_string(std::random_device{}());
  EraseReaderResponse response_;
  int64_t blanked_ = 0;
  int64_t events_ = 0;
  int64_t comments_ = 0;
  int64_t ignored_ = 0;
};

}  // namespace

absl::StatusOr<EraseReaderResponse> ReaderEraser::Erase(
    const CallContext& call, const EraseReaderRequest& request) {
  const std::string& reader = request.reader_id();
  absl::Status valid = ToStatus(CheckReaderId("reader_id", reader));
  if (!valid.ok()) return valid;
  return Erasure(call, database_, feed_, batch_, reader).Run();
}

}  // namespace broadsheet::storage
