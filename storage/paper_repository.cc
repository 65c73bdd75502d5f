#include "storage/paper_repository.h"

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "common/errors.h"
#include "storage/change_log.h"
#include "storage/paper_names.h"
#include "storage/paper_upsert.h"
#include "storage/records.h"
#include "storage/rules.h"

namespace broadsheet::storage {
namespace {

using internal::v1::UpsertPapersRequest;
using internal::v1::UpsertPapersResponse;
using v1::Paper;
using v1::PaperResult;

constexpr int kMaxBatch = 1000;
constexpr int kMaxTries = 5;

void Refuse(const FieldViolation& violation, PaperResult* result) {
  result->set_outcome(PaperResult::OUTCOME_REFUSED);
  result->set_field(violation.field);
  result->set_rule(violation.rule);
}

void Tell(const PaperUpsert::Result& stored, PaperResult* result) {
  result->set_outcome(stored.outcome);
  result->set_paper_id(stored.paper_id);
  const bool refused = stored.outcome == PaperResult::OUTCOME_REFUSED;
  result->set_field(refused ? "revision" : "");
  result->set_rule(refused ? "is not that of the paper any more" : "");
}

// Fills in one result per paper, and answers the papers that may go in.
std::vector<Paper*> Accept(UpsertPapersRequest* request,
                           UpsertPapersResponse* response) {
  std::vector<Paper*> accepted;
  absl::flat_hash_set<std::string_view> ids;
  ids.reserve(static_cast<size_t>(request->papers_size()));
  for (Paper& paper : *request->mutable_papers()) {
    PaperResult* result = response->add_results();
    result->set_record(response->results_size());
    result->set_paper_id(paper.id());
    Violation violation = CheckPaper(paper);
    if (!violation && !ids.insert(paper.id()).second) {
      violation = FieldViolation{"id", "is twice in the batch"};
    }
    if (violation) {
      Refuse(*violation, result);
    } else {
      accepted.push_back(&paper);
    }
  }
  return accepted;
}

// Replaces ids that are not those of living papers by what they stand for;
// answers whether there were such.
bool ReplaceByTarget(Transaction& tx,
                     const std::map<std::string, Paper>& papers,
                     std::vector<std::string>* ids) {
  std::set<std::string> others;
  for (const std::string& id : *ids) {
    const auto found = papers.find(id);
    const bool living =
        found != papers.end() && found->second.merged_into().empty();
    if (!living) others.insert(id);
  }
  if (others.empty()) return false;
  const auto targets = ResolvePapers(tx, others);
  for (std::string& id : *ids) {
    const auto target = targets.find(id);
    if (target != targets.end()) id = target->second;
  }
  return !targets.empty();
}

absl::Status Check(const UpsertPapersRequest& request) {
  if (request.precedence() < 0 || request.precedence() > kMaxPrecedence) {
    return InvalidField("precedence", "is not between 0 and 100");
  }
  for (const Paper& paper : request.papers()) {
    if (!request.if_revision() || paper.doi().empty()) continue;
    // It could stand for another paper, whose revision it does not tell.
    return InvalidField("papers.doi", "does not go with if_revision");
  }
  return CheckCount("papers", request.papers_size(), kMaxBatch);
}

}  // namespace

absl::StatusOr<UpsertPapersResponse> PaperRepository::Upsert(
    const CallContext& call, const UpsertPapersRequest& request) {
  UpsertPapersRequest copy = request;
  return Upsert(call, &copy);
}

absl::StatusOr<UpsertPapersResponse> PaperRepository::Upsert(
    const CallContext& call, UpsertPapersRequest* request) {
  if (absl::Status valid = Check(*request); !valid.ok()) return valid;
  UpsertPapersResponse response;
  const std::vector<Paper*> records = Accept(request, &response);
  const PaperUpsert::Options options = {
      .precedence =
          request->precedence() == 0 ? kFullPrecedence : request->precedence(),
      .add_links = request->add_links(),
      .if_revision = request->if_revision()};
  // Each run overwrites what the one before it answered.
  const auto store = [&](Transaction& tx) -> absl::StatusOr<v1::Position> {
    PaperUpsert run(records, options, clock_->Now());
    if (absl::Status done = run.Run(tx); !done.ok()) return done;
    for (int i = 0; i < response.results_size(); ++i) {
      const PaperUpsert::Result* stored = run.Find(request->papers(i));
      if (stored != nullptr) Tell(*stored, response.mutable_results(i));
    }
    return WritePosition(tx, run.saw_others());
  };
  // The next try sees the names that were taken.
  for (int tries = 1;; ++tries) {
    auto position = database_->Write(call, store);
    if (position.ok()) {
      *response.mutable_position() = *std::move(position);
      return response;
    }
    if (tries == kMaxTries || ReasonOf(position.status()) != "NAME_TAKEN") {
      return position.status();
    }
  }
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
  return database_->Read(
      call,
      [&](Transaction& tx)
          -> absl::StatusOr<internal::v1::BatchGetPapersResponse> {
        std::vector<std::string> ids(request.paper_ids().begin(),
                                     request.paper_ids().end());
        auto papers = ReadPapers(tx, ids);
        if (ReplaceByTarget(tx, papers, &ids)) papers = ReadPapers(tx, ids);
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
