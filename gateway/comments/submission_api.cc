#include "gateway/comments/submission_api.h"

#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/days.h"
#include "common/errors.h"
#include "common/paper_id.h"
#include "gateway/checks.h"
#include "gateway/position.h"

namespace broadsheet::gateway {

void SubmissionApi::Register(MethodTable* table) {
  table->Add<v1::SubmitPaperRequest, v1::SubmitPaperResponse>(
      "ReaderService/SubmitPaper",
      [this](CallContext& call, const Identity& identity,
             const v1::SubmitPaperRequest& request) {
        return Submit(call, identity, request);
      });
  table->Add<v1::RetractSubmissionRequest, v1::RetractSubmissionResponse>(
      "ReaderService/RetractSubmission",
      [this](CallContext& call, const Identity& identity,
             const v1::RetractSubmissionRequest& request) {
        return Retract(call, identity, request);
      });
}

absl::StatusOr<v1::SubmitPaperResponse> SubmissionApi::Submit(
    CallContext& call, const Identity& identity,
    const v1::SubmitPaperRequest& request) {
  for (const absl::Status& valid :
       {CheckText("request_id", request.request_id(), 1, 100),
        CheckReaderId("reader_id", request.reader_id()),
        CheckDay("day", request.day())}) {
    if (!valid.ok()) return valid;
  }
  if (identity.is_operator() || !IsOnlyAnEntry(call, request.paper_id())) {
    auto submitted = SubmitKnown(call, identity, request);
    if (ReasonOf(submitted.status()) != "PAPER_UNKNOWN") return submitted;
  }
  absl::Status fetched = missing_->Fetch(call, identity, request.paper_id());
  if (!fetched.ok()) return fetched;
  return SubmitKnown(call, identity, request);
}

// No reader wants a paper without a title on a list, where it can have one. The
// operator, and so the automatic editor, is free.
bool SubmissionApi::IsOnlyAnEntry(const CallContext& call,
                                  const std::string& paper_id) {
  if (!IsArxivId(paper_id)) return false;
  const auto known = GetPaper(*backend_, call, paper_id);
  return known.ok() && known->degraded().empty() && known->paper().bare();
}

absl::StatusOr<v1::SubmitPaperResponse> SubmissionApi::SubmitKnown(
    CallContext& call, const Identity& identity,
    const v1::SubmitPaperRequest& request) {
  const absl::Time now = clock_->Now();
  internal::v1::SubmitPaperRequest submit;
  submit.set_request_id(request.request_id());
  if (!identity.is_operator()) {
    absl::Status age = CheckAge(call, request.paper_id(), now);
    if (!age.ok()) return age;
    submit.set_max_per_day(rules_.per_day);
    submit.set_once(rules_.once);
    // What an editor took off an editor may put back.
    submit.set_unless_retracted(!identity.is_editor());
  }
  v1::Submission& submission = *submit.mutable_submission();
  submission.set_paper_id(request.paper_id());
  submission.set_day(request.day().empty() ? FormatDay(DayAt(now, zone_))
                                           : request.day());
  submission.set_submitter(request.reader_id());
  submission.mutable_at()->set_seconds(absl::ToUnixSeconds(now));
  submission.set_score(request.score());
  submission.set_automatic(request.automatic());
  auto submitted = stores_->SubmitPaper(call, submit);
  if (!submitted.ok()) return submitted.status();
  AnswerPosition(call, submitted->position());
  v1::SubmitPaperResponse response;
  response.mutable_submission()->Swap(submitted->mutable_submission());
  response.set_created(submitted->created());
  *response.mutable_position() = submitted->position();
  return response;
}

absl::StatusOr<v1::RetractSubmissionResponse> SubmissionApi::Retract(
    CallContext& call, const Identity& identity,
    const v1::RetractSubmissionRequest& request) {
  for (const absl::Status& valid :
       {CheckText("request_id", request.request_id(), 1, 100),
        CheckText("paper_id", request.paper_id(), 1, 200),
        CheckText("day", request.day(), 1, 10),
        CheckDay("day", request.day())}) {
    if (!valid.ok()) return valid;
  }
  internal::v1::RetractSubmissionRequest retract;
  *retract.mutable_retraction() = request;
  retract.mutable_at()->set_seconds(absl::ToUnixSeconds(clock_->Now()));
  const auto retracted = TakeBack(call, identity, std::move(retract));
  if (!retracted.ok()) return retracted.status();
  AnswerPosition(call, retracted->position());
  v1::RetractSubmissionResponse response;
  response.set_retracted(retracted->retracted());
  *response.mutable_position() = retracted->position();
  return response;
}

// An editor is first of all a reader, who may take back what is their own and
// submit it again; only what is somebody else's goes for good.
absl::StatusOr<internal::v1::RetractSubmissionResponse> SubmissionApi::TakeBack(
    const CallContext& call, const Identity& identity,
    internal::v1::RetractSubmissionRequest retract) {
  retract.set_by_editor(identity.is_operator());
  auto own = stores_->RetractSubmission(call, retract);
  if (!identity.is_editor() || ReasonOf(own.status()) != "OTHER_READER") {
    return own;
  }
  retract.set_by_editor(true);
  return stores_->RetractSubmission(call, retract);
}

absl::Status SubmissionApi::CheckAge(const CallContext& call,
                                     const std::string& paper_id,
                                     absl::Time now) {
  if (rules_.within_days <= 0) return absl::OkStatus();
  const auto paper = GetPaper(*backend_, call, paper_id);
  if (!paper.ok()) return paper.status();
  const std::string oldest = FormatDay(DayAt(now, zone_) - rules_.within_days);
  if (paper->paper().announced() >= oldest) return absl::OkStatus();
  return MakeError(absl::StatusCode::kFailedPrecondition, "TOO_OLD",
                   absl::StrCat("only papers announced in the last ",
                                rules_.within_days, " days may be submitted"));
}

}  // namespace broadsheet::gateway
