#include "gateway/web/fake_backend.h"

#include <algorithm>

#include "common/errors.h"
#include "gateway/identity.h"

namespace broadsheet::gateway {

void FakeBackend::AddToken(const std::string& token,
                           const std::string& reader) {
  AddToken(token, Credential{.reader_id = reader});
}

void FakeBackend::AddToken(const std::string& token,
                           const Credential& credential) {
  credentials_by_hash_[HashToken(token)] = credential;
}

v1::Standing& FakeBackend::StandingOf(const std::string& paper_id) {
  return standings_[paper_id];
}

bool FakeBackend::Knows(const std::string& paper_id) const {
  return std::ranges::any_of(
      papers_, [&](const v1::Paper& paper) { return paper.id() == paper_id; });
}

template <class Response>
absl::StatusOr<Response> FakeBackend::Ranked(int page_size) const {
  if (!recommender_.ok()) return recommender_;
  Response response;
  *response.mutable_info() = info_;
  const auto size = static_cast<size_t>(page_size);
  for (size_t i = 0; i < std::min(size, papers_.size()); ++i) {
    v1::ListedPaper* listed = response.add_papers();
    *listed->mutable_paper() = papers_[i];
    listed->mutable_reason()->set_text("because you saved <something>");
  }
  if (size < papers_.size()) response.set_next_page_token("token&2");
  return response;
}

absl::StatusOr<v1::SearchResponse> FakeBackend::Search(
    const CallContext&, const v1::SearchRequest& request) {
  search_request_ = request;
  auto response = Ranked<v1::SearchResponse>(request.page_size());
  if (response.ok()) {
    response->set_total(static_cast<int64_t>(papers_.size()));
  }
  return response;
}

absl::StatusOr<v1::SimilarResponse> FakeBackend::Similar(
    const CallContext&, const v1::SimilarRequest& request) {
  return Ranked<v1::SimilarResponse>(request.page_size());
}

absl::StatusOr<v1::FeedResponse> FakeBackend::Feed(
    const CallContext&, const v1::FeedRequest& request) {
  return Ranked<v1::FeedResponse>(request.page_size());
}

absl::StatusOr<v1::TrendingResponse> FakeBackend::Trending(
    const CallContext&, const v1::TrendingRequest& request) {
  trending_request_ = request;
  return Ranked<v1::TrendingResponse>(request.page_size());
}

absl::StatusOr<v1::ExplainResponse> FakeBackend::Explain(
    const CallContext&, const v1::ExplainRequest&) {
  if (!recommender_.ok()) return recommender_;
  v1::ExplainResponse response;
  response.mutable_paper()->mutable_reason()->set_text("trending in cs.CL");
  v1::ScoreComponent* part = response.mutable_paper()->add_components();
  part->set_name("item_factors");
  part->set_value(0.5);
  return response;
}

absl::StatusOr<v1::ListPapersResponse> FakeBackend::ListPapers(
    const CallContext&, const v1::ListPapersRequest& request) {
  if (!storage_.ok()) return storage_;
  v1::ListPapersResponse response;
  for (const v1::Paper& paper : papers_) {
    if (request.author().empty() ||
        std::ranges::count(paper.authors(), request.author()) > 0) {
      *response.add_papers() = paper;
    }
  }
  response.set_next_page_token(next_newest_);
  return response;
}

absl::StatusOr<v1::BatchGetPapersResponse> FakeBackend::GetPapers(
    const CallContext&, const std::vector<std::string>& ids) {
  if (!storage_.ok()) return storage_;
  // As storage does.
  if (ids.empty()) return InvalidField("paper_ids", "is empty");
  v1::BatchGetPapersResponse response;
  for (const std::string& id : ids) {
    const auto paper = std::ranges::find(papers_, id, &v1::Paper::id);
    if (paper == papers_.end()) {
      response.add_unknown_ids(id);
    } else {
      *response.add_papers() = *paper;
    }
  }
  return response;
}

absl::StatusOr<v1::ListSubmittedResponse> FakeBackend::ListSubmitted(
    const CallContext&, const v1::ListSubmittedRequest& request) {
  list_request_ = request;
  if (!storage_.ok()) return storage_;
  return list_;
}

absl::StatusOr<v1::RecordEventsResponse> FakeBackend::AppendEvents(
    CallContext&, const v1::RecordEventsRequest& request) {
  if (!storage_.ok()) return storage_;
  if (!appending_.ok()) return appending_;
  v1::RecordEventsResponse response;
  for (const v1::Event& event : request.events()) {
    v1::EventResult* result = response.add_results();
    result->set_event_id(event.event_id());
    if (Knows(event.paper_id())) {
      events_.push_back(event);
      result->set_outcome(v1::EventResult::OUTCOME_APPENDED);
    } else {
      result->set_outcome(v1::EventResult::OUTCOME_REFUSED);
      result->set_field("paper_id");
      result->set_rule("names no known paper");
    }
  }
  return response;
}

absl::StatusOr<v1::SubmitPaperResponse> FakeBackend::SubmitPaper(
    const v1::SubmitPaperRequest& request) {
  if (!storage_.ok()) return storage_;
  if (!Knows(request.paper_id())) {
    return absl::NotFoundError("the paper is unknown");
  }
  v1::Submission submission;
  submission.set_paper_id(request.paper_id());
  submission.set_submitter(request.reader_id());
  submissions_.push_back(submission);
  v1::SubmitPaperResponse response;
  *response.mutable_submission() = submission;
  response.set_created(true);
  return response;
}

absl::StatusOr<v1::ListLibraryResponse> FakeBackend::ListLibrary(
    const CallContext&, const v1::ListLibraryRequest&) {
  if (!storage_.ok()) return storage_;
  v1::ListLibraryResponse response;
  for (const v1::Paper& paper : papers_) {
    const auto standing = standings_.find(paper.id());
    if (standing == standings_.end() || !standing->second.saved()) continue;
    v1::SavedPaper* saved = response.add_papers();
    *saved->mutable_paper() = paper;
    saved->mutable_saved_at()->set_seconds(1795435200);  // 23 November 2026.
  }
  return response;
}

absl::StatusOr<v1::BatchGetStandingsResponse> FakeBackend::BatchGetStandings(
    const CallContext&, const v1::BatchGetStandingsRequest& request) {
  if (!storage_.ok()) return storage_;
  v1::BatchGetStandingsResponse response;
  for (const std::string& id : request.paper_ids()) {
    v1::Standing* standing = response.add_standings();
    *standing = standings_[id];
    standing->set_paper_id(id);
  }
  return response;
}

absl::StatusOr<Credential> FakeBackend::FindCredential(
    const CallContext&, const std::string& sha256) {
  const auto found = credentials_by_hash_.find(sha256);
  if (found == credentials_by_hash_.end()) {
    return absl::NotFoundError("no such token");
  }
  return found->second;
}

}  // namespace broadsheet::gateway
