#include "storage/absorber.h"

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/time/clock.h"
#include "storage/change_log.h"
#include "storage/comment_records.h"
#include "storage/paper_names.h"
#include "storage/records.h"
#include "storage/sql_array.h"
#include "storage/vector_records.h"
#include "storage/write_in_order.h"

namespace broadsheet::storage {
namespace {

constexpr absl::Duration kRoundLimit = absl::Minutes(1);
constexpr int kMaxRecords = 500;

// The votes that left the one paper and arrived at the other.
void CountVotes(Transaction& tx, const std::string& from, int64_t left,
                const std::string& to, int64_t arrived, ChangeLog* log) {
  SqlArray papers, deltas;
  bool any = false;
  const auto add = [&](const std::string& paper, int64_t delta) {
    if (delta == 0) return;
    papers.AddText(paper);
    deltas.AddInt(delta);
    any = true;
  };
  add(from, -left);
  add(to, arrived);
  if (!any) return;
  for (const auto& row :
       tx.sql.exec_prepared("count_votes", papers.Text(), deltas.Text())) {
    log->Add(PaperFromRow(row));
  }
}

using Submissions = std::vector<v1::Submission>;

Submissions SubmissionsFrom(const pqxx::result& rows) {
  Submissions submissions;
  for (const auto& row : rows) submissions.push_back(SubmissionFromRow(row));
  return submissions;
}

// By day.
std::map<std::string, std::string> SubmittersOf(
    const Submissions& submissions) {
  std::map<std::string, std::string> submitters;
  for (const v1::Submission& submission : submissions) {
    submitters[submission.day()] = submission.submitter();
  }
  return submitters;
}

// Answers whether it is one of the paper `to` now, and was none before. What an
// editor took off a day's list does not come back under another record's name.
bool Place(Transaction& tx, const v1::Submission& submission,
           const std::string& to) {
  if (tx.sql.exec_prepared("retracted_by_editor", to, submission.day())[0][0]
          .as<bool>()) {
    return false;
  }
  return !tx.sql
              .exec_prepared("submit_paper", to, submission.day(),
                             submission.submitter(),
                             SqlTime(TimeOf(submission.at())),
                             submission.score(), submission.automatic())
              .empty();
}

// Those of the paper come before word that the record's are gone: at no time do
// followers see a day without either.
void TellOfMove(Transaction& tx, const Submissions& gone, const std::string& to,
                ChangeLog* log) {
  for (v1::Submission submission : gone) {
    if (!Place(tx, submission, to)) continue;
    submission.set_paper_id(to);
    log->Add(std::move(submission));
  }
  for (const v1::Submission& submission : gone) log->AddRetracted(submission);
}

}  // namespace

Absorber::Absorber(Database* database, FeedStore* feed, const Logger& log,
                   Options options)
    : database_(database), feed_(feed), log_(log), options_(options) {}

Absorber::~Absorber() { Stop(); }

void Absorber::Start() {
  thread_ = std::thread([this] { Run(); });
}

void Absorber::Stop() {
  {
    std::lock_guard lock(mu_);
    stopped_ = true;
  }
  wake_.notify_all();
  if (thread_.joinable()) thread_.join();
}

void Absorber::Run() {
  bool warned = false;
  while (Pause()) {
    const auto left = Work();
    if (!left.ok() && !warned) {
      log_.Warning("what belongs to merged papers was not moved",
                   {{"error", std::string(left.status().message())}});
    }
    warned = !left.ok();
  }
}

absl::StatusOr<int64_t> Absorber::Work() {
  const CallContext call(absl::Now() + kRoundLimit);
  const auto absorptions = List(call);
  if (!absorptions.ok()) return absorptions.status();
  if (absorptions->empty()) {
    seen_.clear();
    return 0;
  }
  const auto horizon = feed_->Horizon(call);
  if (!horizon.ok()) return horizon.status();
  int64_t left = 0;
  for (const Absorption& absorption : *absorptions) {
    // The horizon was read before: what had ended by then is found by the move.
    const auto seen = seen_.find(absorption.paper_id);
    const bool settled = seen != seen_.end() && horizon->safe > seen->second;
    if (seen == seen_.end()) {
      const auto number = TakeNumber(call);
      if (!number.ok()) return number.status();
      seen_[absorption.paper_id] = *number;
    }
    absl::Status done = MoveAll(call, absorption);
    if (!done.ok()) return done;
    if (!settled) {
      ++left;
      continue;
    }
    done = Forget(call, absorption);
    if (!done.ok()) return done;
    seen_.erase(absorption.paper_id);
  }
  return left;
}

// One that nobody had before.
absl::StatusOr<uint64_t> Absorber::TakeNumber(const CallContext& call) {
  return database_->Write(
      call, [](Transaction& tx) -> absl::StatusOr<uint64_t> {
        return tx.sql.exec_prepared("take_number")[0][0].as<uint64_t>();
      });
}

absl::StatusOr<std::vector<Absorber::Absorption>> Absorber::List(
    const CallContext& call) {
  return database_->Read(
      call, [](Transaction& tx) -> absl::StatusOr<std::vector<Absorption>> {
        std::vector<Absorption> absorptions;
        for (const auto& row :
             tx.sql.exec_prepared("list_absorptions", kMaxRecords)) {
          absorptions.push_back({row[0].c_str(), row[1].c_str()});
        }
        return absorptions;
      });
}

absl::Status Absorber::MoveAll(const CallContext& call,
                               const Absorption& absorption) {
  for (int64_t moved = options_.batch; moved == options_.batch;) {
    const auto batch = MoveStandings(call, absorption);
    if (!batch.ok()) return batch.status();
    moved = *batch;
  }
  for (int64_t moved = options_.batch; moved == options_.batch;) {
    const auto batch = MoveComments(call, absorption);
    if (!batch.ok()) return batch.status();
    moved = *batch;
  }
  absl::Status moved = MoveRest(call, absorption);
  return moved.ok() ? MoveSubmissions(call, absorption) : moved;
}

absl::StatusOr<int64_t> Absorber::MoveStandings(const CallContext& call,
                                                const Absorption& absorption) {
  return database_->Write(
      call, [&](Transaction& tx) -> absl::StatusOr<int64_t> {
        HoldNames(tx);
        const std::string to = ResolvePaper(tx, absorption.into_id);
        if (to.empty() || to == absorption.paper_id) return 0;
        const auto row = tx.sql.exec_prepared(
            "move_standings", absorption.paper_id, to, options_.batch)[0];
        ChangeLog log;
        CountVotes(tx, absorption.paper_id, row[1].as<int64_t>(), to,
                   row[2].as<int64_t>(), &log);
        log.Append(tx);
        return row[0].as<int64_t>();
      });
}

absl::StatusOr<int64_t> Absorber::MoveComments(const CallContext& call,
                                               const Absorption& absorption) {
  return database_->Write(
      call, [&](Transaction& tx) -> absl::StatusOr<int64_t> {
        HoldNames(tx);
        const std::string to = ResolvePaper(tx, absorption.into_id);
        if (to.empty() || to == absorption.paper_id) return 0;
        const auto row = tx.sql.exec_prepared(
            "move_comments", absorption.paper_id, to, options_.batch)[0];
        CountComments(tx, {{absorption.paper_id, -row[1].as<int64_t>()},
                           {to, row[2].as<int64_t>()}});
        return row[0].as<int64_t>();
      });
}

absl::Status Absorber::MoveRest(const CallContext& call,
                                const Absorption& absorption) {
  return database_->RunWrite(call, [&](Transaction& tx) {
    HoldNames(tx);
    const std::string to = ResolvePaper(tx, absorption.into_id);
    if (to.empty() || to == absorption.paper_id) return absl::OkStatus();
    tx.sql.exec_prepared("move_reports", absorption.paper_id, to);
    tx.sql.exec_prepared("move_claims", absorption.paper_id, to);
    DropVectors(tx, absorption.paper_id);
    return absl::OkStatus();
  });
}

absl::Status Absorber::MoveSubmissions(const CallContext& call,
                                       const Absorption& absorption) {
  return WriteInOrder(call, database_,
                      [&](Transaction& tx) -> absl::StatusOr<int64_t> {
                        return MoveSubmissionsOf(tx, absorption);
                      })
      .status();
}

// An erasure takes names away without holding the paper: when it came between
// the two looks, its number may be the higher one, and followers would be told
// of what it left behind word that it is gone.
absl::StatusOr<int64_t> Absorber::MoveSubmissionsOf(
    Transaction& tx, const Absorption& absorption) {
  const std::string& from = absorption.paper_id;
  const Submissions before =
      SubmissionsFrom(tx.sql.exec_prepared("submissions_of_paper", from));
  const auto to = HoldPaper(tx, absorption.into_id);
  if (!to.ok()) return to.status();
  if (to->empty() || *to == from) return 0;
  const Submissions gone =
      SubmissionsFrom(tx.sql.exec_prepared("take_submissions", from));
  if (SubmittersOf(gone) != SubmittersOf(before)) {
    return OutOfOrder("submissions of the paper");
  }
  ChangeLog log;
  TellOfMove(tx, gone, *to, &log);
  tx.sql.exec_prepared("move_retractions", from, *to);
  for (const auto& row : tx.sql.exec_prepared("remark_submitted", *to)) {
    log.Add(PaperFromRow(row));
  }
  log.Append(tx);
  return static_cast<int64_t>(gone.size());
}

absl::Status Absorber::Forget(const CallContext& call,
                              const Absorption& absorption) {
  return database_->RunWrite(call, [&](Transaction& tx) {
    tx.sql.exec_prepared("forget_absorption", absorption.paper_id,
                         absorption.into_id);
    return absl::OkStatus();
  });
}

bool Absorber::Pause() {
  std::unique_lock lock(mu_);
  return !wake_.wait_for(lock, absl::ToChronoNanoseconds(options_.interval),
                         [this] { return stopped_; });
}

}  // namespace broadsheet::storage
