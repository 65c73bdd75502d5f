#include "gateway/testing/memory_backend.h"

#include <algorithm>
#include <iterator>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "gateway/position.h"

namespace broadsheet::gateway {

absl::StatusOr<v1::ListSubmittedResponse> MemoryBackend::ListSubmitted(
    const CallContext&, const v1::ListSubmittedRequest& request) {
  if (!storage.ok()) return storage;
  listed.push_back(request);
  v1::ListSubmittedResponse response;
  auto day = days.find(request.period());
  if (request.period().empty() && !days.empty()) day = std::prev(days.end());
  if (day == days.end()) return response;
  size_t skip = 0;
  (void)absl::SimpleAtoi(request.page_token(), &skip);
  for (size_t i = skip; i < std::min(skip + day_page, day->second.size());
       ++i) {
    const v1::SubmittedPaper& paper = day->second[i];
    if (request.submitter().empty() ||
        request.submitter() == paper.submitter()) {
      *response.add_papers() = paper;
    }
  }
  if (skip + day_page < day->second.size()) {
    response.set_next_page_token(absl::StrCat(skip + day_page));
  }
  response.set_period(day->first);
  if (day != days.begin()) {
    response.set_previous_period(std::prev(day)->first);
  }
  return response;
}

absl::StatusOr<v1::FetchPaperResponse> MemoryBackend::FetchPaper(
    const CallContext&, const v1::FetchPaperRequest& request) {
  fetched.push_back(request.paper_id());
  if (!arxiv.ok()) return arxiv.status();
  for (const v1::Paper& paper : *arxiv) {
    if (paper.id() != request.paper_id()) continue;
    v1::FetchPaperResponse response;
    response.mutable_result()->set_paper_id(paper.id());
    if (paper.title().empty()) {
      response.mutable_result()->set_outcome(v1::PaperResult::OUTCOME_REFUSED);
      response.mutable_result()->set_field("title");
      response.mutable_result()->set_rule("is missing");
      return response;
    }
    papers.push_back(paper);
    response.mutable_position()->set_epoch("epoch");
    response.mutable_position()->set_commit(9);
    return response;
  }
  return MakeError(absl::StatusCode::kNotFound, "PAPER_UNKNOWN",
                   "arXiv has no such paper");
}

absl::StatusOr<v1::RecordEventsResponse> MemoryBackend::AppendEvents(
    CallContext& call, const v1::RecordEventsRequest& request) {
  appended.push_back(request);
  v1::RecordEventsResponse response;
  response.mutable_position()->set_epoch("epoch");
  response.mutable_position()->set_commit(7);
  for (const v1::Event& event : request.events()) {
    v1::EventResult& result = *response.add_results();
    result.set_event_id(event.event_id());
    result.set_outcome(v1::EventResult::OUTCOME_APPENDED);
    for (v1::Paper& paper : papers) {
      if (paper.id() == event.paper_id()) {
        paper.set_upvotes(event.kind() == v1::EVENT_KIND_UPVOTE ? 1 : 0);
      }
    }
  }
  AnswerPosition(call, response.position());
  return response;
}

}  // namespace broadsheet::gateway
