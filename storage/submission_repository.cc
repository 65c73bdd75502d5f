#include "storage/submission_repository.h"

#include <cmath>
#include <string>

#include "absl/strings/str_cat.h"
#include "common/errors.h"
#include "storage/change_log.h"
#include "storage/paper_names.h"
#include "storage/records.h"
#include "storage/rules.h"

namespace broadsheet::storage {
namespace {

using internal::v1::SubmitPaperRequest;
using internal::v1::SubmitPaperResponse;
using v1::Submission;

absl::Status Check(const SubmitPaperRequest& request) {
  const Submission& submission = request.submission();
  for (const Violation& violation :
       {CheckText("request_id", request.request_id(), 0, 100),
        CheckText("submission.paper_id", submission.paper_id(), 1, 200),
        CheckDay("submission.day", submission.day(), /*optional=*/false),
        CheckReaderId("submission.submitter", submission.submitter()),
        CheckTime("submission.at", submission.at())}) {
    if (violation) return ToStatus(violation);
  }
  if (!submission.has_at()) return InvalidField("submission.at", "is missing");
  if (!std::isfinite(submission.score())) {
    return InvalidField("submission.score", "is not a finite number");
  }
  return absl::OkStatus();
}

// The (paper, day) that the request_id stands for: that of its first use.
void ClaimRequest(Transaction& tx, const std::string& request_id,
                  Submission* submission) {
  if (request_id.empty()) return;
  tx.sql.exec_prepared("claim_request", submission->submitter(), request_id,
                       submission->paper_id(), submission->day());
  const auto rows =
      tx.sql.exec_prepared("read_request", submission->submitter(), request_id);
  submission->set_paper_id(rows[0][0].c_str());
  submission->set_day(rows[0][1].c_str());
}

// The rules that readers' submissions keep to, when it would be a new one.
absl::Status CheckRules(Transaction& tx, const SubmitPaperRequest& request,
                        const Submission& submission) {
  if (request.once() &&
      tx.sql
          .exec_prepared("submitted_before", submission.paper_id(),
                         submission.day())[0][0]
          .as<bool>()) {
    return MakeError(absl::StatusCode::kFailedPrecondition, "SUBMITTED_BEFORE",
                     "the paper was on the list of an earlier day");
  }
  if (request.max_per_day() <= 0) return absl::OkStatus();
  if (tx.sql
          .exec_prepared("submitted_by_day", submission.submitter(),
                         submission.day())[0][0]
          .as<int>() < request.max_per_day()) {
    return absl::OkStatus();
  }
  return MakeError(absl::StatusCode::kFailedPrecondition, "ENOUGH_SUBMITTED",
                   absl::StrCat("a reader may submit ", request.max_per_day(),
                                " papers a day"));
}

bool Stands(Transaction& tx, const Submission& submission) {
  return !tx.sql
              .exec_prepared("read_submission", submission.paper_id(),
                             submission.day())
              .empty();
}

// Also tells the paper when this is its first submission ever.
void Insert(Transaction& tx, const Submission& submission, bool* created) {
  const std::string at = SqlTime(TimeOf(submission.at()));
  tx.sql.exec_prepared("make_reader", submission.submitter(), at);
  *created = !tx.sql
                  .exec_prepared("submit_paper", submission.paper_id(),
                                 submission.day(), submission.submitter(), at,
                                 submission.score(), submission.automatic())
                  .empty();
  if (!*created) return;
  ChangeLog log;
  log.Add(submission);
  for (const auto& row :
       tx.sql.exec_prepared("mark_submitted", submission.paper_id(), at,
                            submission.submitter())) {
    log.Add(PaperFromRow(row));
  }
  log.Append(tx);
}

}  // namespace

absl::StatusOr<SubmitPaperResponse> SubmissionRepository::Submit(
    const CallContext& call, const SubmitPaperRequest& request) {
  if (absl::Status valid = Check(request); !valid.ok()) return valid;
  return database_->Write(
      call, [&](Transaction& tx) -> absl::StatusOr<SubmitPaperResponse> {
        Submission submission = request.submission();
        *submission.mutable_at() = TimestampOf(TimeOf(submission.at()));
        HoldNames(tx);
        ClaimRequest(tx, request.request_id(), &submission);
        const auto papers = ResolvePapers(tx, {submission.paper_id()});
        if (papers.empty()) {
          return MakeError(absl::StatusCode::kNotFound, "PAPER_UNKNOWN",
                           "there is no paper " + submission.paper_id());
        }
        submission.set_paper_id(papers.begin()->second);
        bool created = false;
        if (!Stands(tx, submission)) {
          absl::Status kept = CheckRules(tx, request, submission);
          if (!kept.ok()) return kept;
        }
        Insert(tx, submission, &created);
        const auto rows = tx.sql.exec_prepared(
            "read_submission", submission.paper_id(), submission.day());
        SubmitPaperResponse response;
        *response.mutable_submission() = SubmissionFromRow(rows[0]);
        response.set_created(created);
        *response.mutable_position() = WritePosition(tx, !created);
        return response;
      });
}

}  // namespace broadsheet::storage
