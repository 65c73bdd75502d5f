#include "storage/paper_repository.h"

#include <array>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "common/errors.h"
#include "storage/change_log.h"
#include "storage/paper_merge.h"
#include "storage/records.h"
#include "storage/rules.h"
#include "storage/sql_array.h"

namespace broadsheet::storage {
namespace {

using internal::v1::UpsertPapersRequest;
using internal::v1::UpsertPapersResponse;
using v1::Paper;
using v1::PaperResult;

constexpr int kMaxBatch = 1000;

// Writes the rows, in the order of their ids so that writers never wait for
// each other in a circle, and answers the ids of those that were written: not
// written are rows that another transaction changed since they were read.
std::set<std::string> WriteRows(Transaction& tx,
                                const std::map<std::string, Paper>& papers) {
  std::array<SqlArray, 15> texts;
  SqlArray revisions, first_seen;
  for (const auto& [id, paper] : papers) {
    const std::string values[] = {id,
                                  paper.title(),
                                  paper.abstract(),
                                  TextArray(paper.authors()),
                                  TextArray(paper.categories()),
                                  paper.comment(),
                                  SqlDay(paper.published()),
                                  SqlDay(paper.announced()),
                                  SqlDay(paper.updated()),
                                  paper.doi(),
                                  paper.journal_ref(),
                                  paper.license(),
                                  paper.source(),
                                  paper.withdrawn() ? "t" : "f",
                                  paper.bare() ? "t" : "f"};
    for (size_t i = 0; i < texts.size(); ++i) texts[i].AddText(values[i]);
    revisions.AddInt(paper.revision());
    first_seen.AddText(SqlTime(TimeOf(paper.first_seen())));
  }
  std::set<std::string> written;
  for (const auto& row : tx.sql.exec_prepared(
           "upsert_papers", texts[0].Text(), texts[1].Text(), texts[2].Text(),
           texts[3].Text(), texts[4].Text(), texts[5].Text(), texts[6].Text(),
           texts[7].Text(), texts[8].Text(), texts[9].Text(), texts[10].Text(),
           texts[11].Text(), texts[12].Text(), texts[13].Text(),
           texts[14].Text(), revisions.Text(), first_seen.Text())) {
    written.insert(row[0].c_str());
  }
  return written;
}

// One run of the transaction of a batch.
class UpsertRun {
 public:
  UpsertRun(const std::map<std::string, const Paper*>& records, absl::Time now)
      : pending_(records), now_(now) {}

  absl::Status Run(Transaction& tx) {
    // A row that another transaction changed after it was read is locked by the
    // attempt to write it, so that the second round always succeeds.
    for (int round = 0; round < 3 && !pending_.empty(); ++round) Round(tx);
    if (!pending_.empty()) {
      return MakeError(absl::StatusCode::kAborted, "TRANSACTION_CONFLICT",
                       "the papers change too fast; try again");
    }
    log_.Append(tx);
    return absl::OkStatus();
  }

  PaperResult::Outcome outcome(const std::string& id) const {
    return outcomes_.at(id);
  }
  bool saw_others() const { return saw_others_; }

 private:
  void Round(Transaction& tx) {
    const std::map<std::string, Paper> merged = MergeStored(tx);
    if (merged.empty()) return;
    for (const std::string& id : WriteRows(tx, merged)) {
      const Paper& paper = merged.at(id);
      log_.Add(paper);
      outcomes_[id] = paper.revision() == 1 ? PaperResult::OUTCOME_CREATED
                                            : PaperResult::OUTCOME_UPDATED;
      pending_.erase(id);
    }
  }

  // What is to be written; settles the unchanged papers.
  std::map<std::string, Paper> MergeStored(Transaction& tx) {
    std::vector<std::string> ids;
    for (const auto& entry : pending_) ids.push_back(entry.first);
    const auto stored = ReadPapers(tx, ids);
    std::map<std::string, Paper> merged;
    for (const std::string& id : ids) {
      const auto found = stored.find(id);
      if (found == stored.end()) {
        merged[id] = NewPaper(*pending_[id]);
        *merged[id].mutable_first_seen() = TimestampOf(now_);
      } else if (auto next = MergePaper(found->second, *pending_[id])) {
        merged[id] = *std::move(next);
      } else {
        outcomes_[id] = PaperResult::OUTCOME_UNCHANGED;
        saw_others_ = true;
        pending_.erase(id);
      }
    }
    return merged;
  }

  std::map<std::string, const Paper*> pending_;
  const absl::Time now_;
  std::map<std::string, PaperResult::Outcome> outcomes_;
  ChangeLog log_;
  bool saw_others_ = false;
};

void Refuse(const FieldViolation& violation, PaperResult* result) {
  result->set_outcome(PaperResult::OUTCOME_REFUSED);
  result->set_field(violation.field);
  result->set_rule(violation.rule);
}

// Fills in one result per paper, and answers the papers that may go in.
std::map<std::string, const Paper*> Accept(const UpsertPapersRequest& request,
                                           UpsertPapersResponse* response) {
  std::map<std::string, const Paper*> accepted;
  for (const Paper& paper : request.papers()) {
    PaperResult* result = response->add_results();
    result->set_record(response->results_size());
    result->set_paper_id(paper.id());
    Violation violation = CheckPaper(paper);
    if (!violation && !accepted.emplace(paper.id(), &paper).second) {
      violation = FieldViolation{"id", "is twice in the batch"};
    }
    if (violation) Refuse(*violation, result);
  }
  return accepted;
}

}  // namespace

absl::StatusOr<UpsertPapersResponse> PaperRepository::Upsert(
    const CallContext& call, const UpsertPapersRequest& request) {
  absl::Status size = CheckCount("papers", request.papers_size(), kMaxBatch);
  if (!size.ok()) return size;
  UpsertPapersResponse checked;
  const auto records = Accept(request, &checked);
  return database_->Write(
      call, [&](Transaction& tx) -> absl::StatusOr<UpsertPapersResponse> {
        UpsertRun run(records, clock_->Now());
        if (absl::Status done = run.Run(tx); !done.ok()) return done;
        UpsertPapersResponse response = checked;
        for (PaperResult& result : *response.mutable_results()) {
          if (result.outcome() == PaperResult::OUTCOME_REFUSED) continue;
          result.set_outcome(run.outcome(result.paper_id()));
        }
        *response.mutable_position() = WritePosition(tx, run.saw_others());
        return response;
      });
}

absl::StatusOr<internal::v1::BatchGetPapersResponse> PaperRepository::BatchGet(
    const CallContext& call,
    const internal::v1::BatchGetPapersRequest& request) {
  absl::Status size =
      CheckCount("paper_ids", request.paper_ids_size(), kMaxBatch);
  if (!size.ok()) return size;
  for (const std::string& id : request.paper_ids()) {
    absl::Status valid = ToStatus(CheckText("paper_ids", id, 1, 200));
    if (!valid.ok()) return valid;
  }
  const std::vector<std::string> ids(request.paper_ids().begin(),
                                     request.paper_ids().end());
  return database_->Read(
      call,
      [&](Transaction& tx)
          -> absl::StatusOr<internal::v1::BatchGetPapersResponse> {
        const auto papers = ReadPapers(tx, ids);
        internal::v1::BatchGetPapersResponse response;
        for (const std::string& id : ids) {
          const auto found = papers.find(id);
          if (found != papers.end()) *response.add_papers() = found->second;
        }
        return response;
      });
}

absl::StatusOr<internal::v1::SetWithdrawnResponse>
PaperRepository::SetWithdrawn(
    const CallContext& call, const internal::v1::SetWithdrawnRequest& request) {
  absl::Status valid =
      ToStatus(CheckText("paper_id", request.paper_id(), 1, 200));
  if (!valid.ok()) return valid;
  return database_->Write(
      call,
      [&](Transaction& tx)
          -> absl::StatusOr<internal::v1::SetWithdrawnResponse> {
        internal::v1::SetWithdrawnResponse response;
        ChangeLog log;
        for (const auto& row : tx.sql.exec_prepared(
                 "set_withdrawn", request.paper_id(), request.withdrawn())) {
          log.Add(PaperFromRow(row));
        }
        response.set_changed(!log.empty());
        if (log.empty() && ReadPapers(tx, {request.paper_id()}).empty()) {
          return MakeError(absl::StatusCode::kNotFound, "PAPER_UNKNOWN",
                           "there is no paper " + request.paper_id());
        }
        log.Append(tx);
        *response.mutable_position() = WritePosition(tx, log.empty());
        return response;
      });
}

}  // namespace broadsheet::storage
