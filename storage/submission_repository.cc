#include "storage/submission_repository.h"

#include <cmath>
#include <optional>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/errors.h"
#include "storage/change_log.h"
#include "storage/paper_names.h"
#include "storage/records.h"
#include "storage/rules.h"
#include "storage/write_in_order.h"

namespace broadsheet::storage {
namespace {

using internal::v1::RetractSubmissionRequest;
using internal::v1::RetractSubmissionResponse;
using internal::v1::SubmitPaperRequest;
using internal::v1::SubmitPaperResponse;
using v1::Submission;

constexpr char kWritten[] = "submissions of the paper";

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

// The (paper, day) that the request_id stands for: that of its first use, if
// there was one.
void Recall(Transaction& tx, const std::string& request_id,
            Submission* submission) {
  if (request_id.empty()) return;
  for (const auto& row : tx.sql.exec_prepared(
           "read_request", submission->submitter(), request_id)) {
    submission->set_paper_id(row[0].c_str());
    submission->set_day(row[1].c_str());
  }
}

// Answers whether this is the first use; then Recall finds it.
bool ClaimRequest(Transaction& tx, const std::string& request_id,
                  const Submission& submission) {
  if (request_id.empty()) return true;
  return tx.sql
             .exec_prepared("claim_request", submission.submitter(), request_id,
                            submission.paper_id(), submission.day())
             .affected_rows() > 0;
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
  if (request.unless_retracted() &&
      tx.sql
          .exec_prepared("retracted_by_editor", submission.paper_id(),
                         submission.day())[0][0]
          .as<bool>()) {
    return MakeError(absl::StatusCode::kFailedPrecondition, "RETRACTED",
                     "an editor took the paper off this day's list");
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

// Also tells the paper when this is its first submission ever. Answers whether
// it was not there yet.
bool Insert(Transaction& tx, const Submission& submission) {
  const std::string at = SqlTime(TimeOf(submission.at()));
  tx.sql.exec_prepared("make_reader", submission.submitter(), at);
  if (tx.sql
          .exec_prepared("submit_paper", submission.paper_id(),
                         submission.day(), submission.submitter(), at,
                         submission.score(), submission.automatic())
          .empty()) {
    return false;
  }
  ChangeLog log;
  log.Add(submission);
  for (const auto& row :
       tx.sql.exec_prepared("mark_submitted", submission.paper_id(), at,
                            submission.submitter())) {
    log.Add(PaperFromRow(row));
  }
  log.Append(tx);
  return true;
}

SubmitPaperResponse Answer(Transaction& tx, Submission submission,
                           bool created) {
  SubmitPaperResponse response;
  *response.mutable_submission() = std::move(submission);
  response.set_created(created);
  *response.mutable_position() = WritePosition(tx, !created);
  return response;
}

// `submission` is of a paper that is held; `first`: for the first time with its
// request_id.
absl::StatusOr<SubmitPaperResponse> Put(Transaction& tx,
                                        const SubmitPaperRequest& request,
                                        Submission submission, bool first) {
  bool created = false;
  if (!Stands(tx, submission)) {
    // Taken back since.
    if (!first) return Answer(tx, std::move(submission), false);
    absl::Status kept = CheckRules(tx, request, submission);
    if (!kept.ok()) return kept;
    created = Insert(tx, submission);
  }
  const auto rows = tx.sql.exec_prepared(
      "read_submission", submission.paper_id(), submission.day());
  return Answer(tx, SubmissionFromRow(rows[0]), created);
}

absl::StatusOr<SubmitPaperResponse> SubmitOnce(
    Transaction& tx, const SubmitPaperRequest& request) {
  Submission submission = request.submission();
  *submission.mutable_at() = TimestampOf(TimeOf(submission.at()));
  Recall(tx, request.request_id(), &submission);
  const std::string name = submission.paper_id();
  const auto paper = HoldPaper(tx, name);
  if (!paper.ok()) return paper.status();
  const bool first = ClaimRequest(tx, request.request_id(), submission);
  if (!first) Recall(tx, request.request_id(), &submission);
  // The first use came between, and named another paper than the one held.
  if (submission.paper_id() != name) return OutOfOrder(kWritten);
  if (paper->empty()) {
    return MakeError(absl::StatusCode::kNotFound, "PAPER_UNKNOWN",
                     "there is no paper " + name);
  }
  submission.set_paper_id(*paper);
  return Put(tx, request, std::move(submission), first);
}

absl::Status Check(const RetractSubmissionRequest& request) {
  const v1::RetractSubmissionRequest& retraction = request.retraction();
  for (const Violation& violation :
       {CheckText("request_id", retraction.request_id(), 1, 100),
        CheckText("paper_id", retraction.paper_id(), 1, 200),
        CheckDay("day", retraction.day(), /*optional=*/false),
        CheckText("reader_id", retraction.reader_id(), 0, 100),
        CheckTime("at", request.at())}) {
    if (violation) return ToStatus(violation);
  }
  if (!request.has_at()) return InvalidField("at", "is missing");
  return absl::OkStatus();
}

absl::Status NoSuchSubmission(const v1::RetractSubmissionRequest& retraction) {
  return MakeError(absl::StatusCode::kNotFound, "SUBMISSION_UNKNOWN",
                   absl::StrCat("the paper ", retraction.paper_id(),
                                " is not on the list of ", retraction.day()));
}

// Whether somebody who is no editor may take it back.
absl::Status CheckOwn(Transaction& tx, const Submission& submission,
                      const std::string& reader) {
  if (submission.submitter() != reader) {
    return MakeError(absl::StatusCode::kPermissionDenied, "OTHER_READER",
                     "only editors take back what others submitted");
  }
  if (tx.sql
          .exec_prepared("voted_by_others", submission.paper_id(), reader)[0][0]
          .as<bool>()) {
    return MakeError(absl::StatusCode::kFailedPrecondition, "OTHERS_VOTED",
                     "others have voted for the paper since");
  }
  return absl::OkStatus();
}

// Also tells the paper when another submission is its first one now. Answers
// whether the submission was there, and by this submitter still.
bool Delete(Transaction& tx, const Submission& submission) {
  ChangeLog log;
  for (const auto& row :
       tx.sql.exec_prepared("retract_submission", submission.paper_id(),
                            submission.day(), submission.submitter())) {
    log.AddRetracted(SubmissionFromRow(row));
  }
  if (log.empty()) return false;
  for (const auto& row :
       tx.sql.exec_prepared("remark_submitted", submission.paper_id())) {
    log.Add(PaperFromRow(row));
  }
  log.Append(tx);
  return true;
}

std::optional<Submission> Find(Transaction& tx, const std::string& paper,
                               const std::string& day) {
  std::optional<Submission> found;
  for (const auto& row : tx.sql.exec_prepared("read_submission", paper, day)) {
    found = SubmissionFromRow(row);
  }
  return found;
}

bool ClaimRetraction(Transaction& tx, const RetractSubmissionRequest& request,
                     const std::string& paper) {
  const v1::RetractSubmissionRequest& retraction = request.retraction();
  return tx.sql
             .exec_prepared("claim_retraction", paper, retraction.reader_id(),
                            retraction.request_id(), retraction.day(),
                            request.by_editor(), SqlTime(TimeOf(request.at())))
             .affected_rows() > 0;
}

// Whether an erasure has taken the submitter's name away since: it does not
// hold the paper, so its number may be the higher one, and followers would be
// told of the submission behind its retraction. `before`: as it stood before
// the transaction had a number.
bool IsErasedSince(const std::optional<Submission>& before,
                   const Submission& now) {
  return now.submitter().empty() && !(before && before->submitter().empty());
}

absl::StatusOr<bool> Remove(Transaction& tx,
                            const RetractSubmissionRequest& request,
                            const std::optional<Submission>& before,
                            const std::optional<Submission>& now) {
  const v1::RetractSubmissionRequest& retraction = request.retraction();
  if (!now) return NoSuchSubmission(retraction);
  if (!request.by_editor()) {
    absl::Status own = CheckOwn(tx, *now, retraction.reader_id());
    if (!own.ok()) return own;
  }
  if (IsErasedSince(before, *now) || !Delete(tx, *now)) {
    return OutOfOrder(kWritten);
  }
  return true;
}

// Answers whether the submission goes; it does not twice for one request.
absl::StatusOr<bool> TakeBack(Transaction& tx,
                              const RetractSubmissionRequest& request) {
  const std::string& name = request.retraction().paper_id();
  const std::string& day = request.retraction().day();
  const auto before = Find(tx, ResolvePaper(tx, name), day);
  const auto paper = HoldPaper(tx, name);
  if (!paper.ok()) return paper.status();
  if (paper->empty()) return NoSuchSubmission(request.retraction());
  if (!ClaimRetraction(tx, request, *paper)) return false;
  return Remove(tx, request, before, Find(tx, *paper, day));
}

}  // namespace

absl::StatusOr<SubmitPaperResponse> SubmissionRepository::Submit(
    const CallContext& call, const SubmitPaperRequest& request) {
  if (absl::Status valid = Check(request); !valid.ok()) return valid;
  return WriteInOrder(call, database_,
                      [&](Transaction& tx) { return SubmitOnce(tx, request); });
}

absl::StatusOr<RetractSubmissionResponse> SubmissionRepository::Retract(
    const CallContext& call, const RetractSubmissionRequest& request) {
  if (absl::Status valid = Check(request); !valid.ok()) return valid;
  return WriteInOrder(
      call, database_,
      [&](Transaction& tx) -> absl::StatusOr<RetractSubmissionResponse> {
        const auto retracted = TakeBack(tx, request);
        if (!retracted.ok()) return retracted.status();
        RetractSubmissionResponse response;
        response.set_retracted(*retracted);
        *response.mutable_position() = WritePosition(tx, !*retracted);
        return response;
      });
}

}  // namespace broadsheet::storage
