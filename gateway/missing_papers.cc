#include "gateway/missing_papers.h"

#include <algorithm>

#include "absl/cleanup/cleanup.h"
#include "absl/strings/str_cat.h"
#include "common/errors.h"
#include "common/paper_id.h"
#include "common/retry_pushback.h"
#include "gateway/position.h"

namespace broadsheet::gateway {
namespace {

// Each holds a thread that answers requests.
constexpr int kMostWaiting = 4;
// Longer than ingest takes.
constexpr absl::Duration kLongestWait = absl::Seconds(30);
constexpr absl::Duration kMissTime = absl::Minutes(10);
constexpr size_t kMostMisses = 1000;

absl::Status Unknown(const std::string& paper_id) {
  return MakeError(
      absl::StatusCode::kNotFound, "PAPER_UNKNOWN",
      absl::StrCat("there is no paper ", paper_id, ", and arXiv has none"));
}

absl::Status TooMany(std::string_view why) {
  return MakeError(absl::StatusCode::kUnavailable, "TOO_MANY_FETCHES",
                   absl::StrCat(AsAbsl(why), "; try again in a minute"));
}

// What the caller is told; why arXiv could not be asked is in ingest's log.
absl::Status Verdict(const CallContext& call, const std::string& paper_id,
                     const absl::Status& failure) {
  if (absl::IsNotFound(failure)) return Unknown(paper_id);
  if (absl::IsInvalidArgument(failure)) return failure;
  if (absl::Status alive = call.Alive(); !alive.ok()) return alive;
  return MakeError(absl::StatusCode::kUnavailable, "SOURCE_DOWN",
                   "the paper is not here yet, and arXiv does not give it at "
                   "the moment; try again in a minute");
}

}  // namespace

absl::Status MissingPapers::Fetch(CallContext& call, const Identity& who,
                                  const std::string& paper_id) {
  if (!IsArxivId(paper_id) || IsMiss(paper_id)) return Unknown(paper_id);
  ForbidRetries(call);
  std::promise<Answer> promise;
  const auto others = Enter(who.reader_id, paper_id, &promise);
  if (!others.ok()) return others.status();
  const absl::Cleanup leave = [this] { Leave(); };
  Answer answer = absl::DeadlineExceededError("the answer does not come");
  if (!others->valid()) {
    answer = Ask(call, paper_id, &promise);
  } else if (others->wait_for(absl::ToChronoNanoseconds(
                 std::min(call.TimeLeft(), kLongestWait))) ==
             std::future_status::ready) {
    answer = others->get();
  }
  if (!answer.ok()) return Verdict(call, paper_id, answer.status());
  const v1::PaperResult& result = answer->result();
  if (result.outcome() == v1::PaperResult::OUTCOME_REFUSED) {
    return InvalidField("paper_id",
                        absl::StrCat("names a paper that is not taken: its ",
                                     result.field(), " ", result.rule()));
  }
  AnswerPosition(call, answer->position());
  return absl::OkStatus();
}

absl::StatusOr<std::shared_future<MissingPapers::Answer>> MissingPapers::Enter(
    const std::string& reader, const std::string& paper_id,
    std::promise<Answer>* promise) {
  const std::lock_guard lock(mu_);
  if (waiting_ >= kMostWaiting) {
    return TooMany("others wait for papers of arXiv's already");
  }
  std::shared_future<Answer> answer;
  if (const auto same = fetching_.find(paper_id); same != fetching_.end()) {
    answer = same->second.answer;
  } else {
    for (const auto& [id, fetching] : fetching_) {
      if (reader.empty() || fetching.reader != reader) continue;
      return TooMany(absl::StrCat("you wait for ", id, " already"));
    }
    fetching_[paper_id] = {reader, promise->get_future().share()};
  }
  ++waiting_;
  return answer;
}

void MissingPapers::Leave() {
  const std::lock_guard lock(mu_);
  --waiting_;
}

MissingPapers::Answer MissingPapers::Ask(const CallContext& call,
                                         const std::string& paper_id,
                                         std::promise<Answer>* promise) {
  // Also when the call throws: others wait.
  Answer answer = absl::InternalError("the paper was not asked for");
  const absl::Cleanup tell = [&] {
    const std::lock_guard lock(mu_);
    promise->set_value(answer);
    fetching_.erase(paper_id);
    if (absl::IsNotFound(answer.status()) && misses_.size() < kMostMisses) {
      misses_[paper_id] = clock_->Now() + kMissTime;
    }
  };
  v1::FetchPaperRequest request;
  request.set_paper_id(paper_id);
  answer = backend_->FetchPaper(call, request);
  return answer;
}

bool MissingPapers::IsMiss(const std::string& paper_id) {
  const std::lock_guard lock(mu_);
  const absl::Time now = clock_->Now();
  std::erase_if(misses_,
                [now](const auto& miss) { return miss.second <= now; });
  return misses_.contains(paper_id);
}

}  // namespace broadsheet::gateway
