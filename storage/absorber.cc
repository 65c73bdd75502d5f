#include "storage/absorber.h"

#include <utility>

#include "absl/time/clock.h"
#include "storage/change_log.h"
#include "storage/comment_records.h"
#include "storage/paper_names.h"
#include "storage/records.h"
#include "storage/sql_array.h"
#include "storage/vector_records.h"

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

// Where it went in the end; empty when there is no such paper.
std::string SurvivorOf(Transaction& tx, const std::string& id) {
  const auto papers = ResolvePapers(tx, {id});
  return papers.empty() ? std::string() : papers.begin()->second;
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
        const std::string to = SurvivorOf(tx, absorption.into_id);
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
        const std::string to = SurvivorOf(tx, absorption.into_id);
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
    const std::string to = SurvivorOf(tx, absorption.into_id);
    if (to.empty() || to == absorption.paper_id) return absl::OkStatus();
    tx.sql.exec_prepared("move_reports", absorption.paper_id, to);
    tx.sql.exec_prepared("move_claims", absorption.paper_id, to);
    DropVectors(tx, absorption.paper_id);
    return absl::OkStatus();
  });
}

absl::Status Absorber::MoveSubmissions(const CallContext& call,
                                       const Absorption& absorption) {
  return database_->RunWrite(call, [&](Transaction& tx) {
    HoldNames(tx);
    const std::string to = SurvivorOf(tx, absorption.into_id);
    if (to.empty() || to == absorption.paper_id) return absl::OkStatus();
    ChangeLog log;
    for (const auto& row :
         tx.sql.exec_prepared("move_submissions", absorption.paper_id, to)) {
      log.Add(SubmissionFromRow(row));
    }
    tx.sql.exec_prepared("move_retractions", absorption.paper_id, to);
    for (const auto& row :
         tx.sql.exec_prepared("inherit_submission", absorption.paper_id, to)) {
      log.Add(PaperFromRow(row));
    }
    log.Append(tx);
    return absl::OkStatus();
  });
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
