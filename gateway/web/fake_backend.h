#ifndef BROADSHEET_GATEWAY_WEB_FAKE_BACKEND_H_
#define BROADSHEET_GATEWAY_WEB_FAKE_BACKEND_H_

#include <map>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "gateway/forwarding_backend.h"

namespace broadsheet::gateway {

// Answers the calls that pages make from a few papers in memory, for tests of
// the pages alone. Calls that no page makes must not reach it.
class FakeBackend final : public ForwardingBackend {
 public:
  FakeBackend() : ForwardingBackend(nullptr) {}

  // Every ranked list has these papers, in this order.
  void Add(const v1::Paper& paper) { papers_.push_back(paper); }
  std::vector<v1::Paper>& papers() { return papers_; }
  // What ListSubmitted answers, whatever the period.
  v1::ListSubmittedResponse& list() { return list_; }
  // Makes the recommender's calls fail.
  void set_recommender(absl::Status status) { recommender_ = status; }
  // Makes storage's calls fail.
  void set_storage(absl::Status status) { storage_ = status; }
  // Makes AppendEvents alone fail.
  void set_appending(absl::Status status) { appending_ = status; }
  // The page token that ListPapers answers.
  void set_next_newest(std::string token) { next_newest_ = std::move(token); }
  void set_arm(std::string arm) { info_.set_arm(std::move(arm)); }
  void set_degraded(std::string why) { info_.set_degraded(std::move(why)); }
  void AddToken(const std::string& token, const std::string& reader);
  void AddToken(const std::string& token, const Credential& credential);
  v1::Standing& StandingOf(const std::string& paper_id);

  // What reached the backend.
  const std::vector<v1::Event>& events() const { return events_; }
  const std::vector<v1::Submission>& submissions() const {
    return submissions_;
  }
  const v1::ListSubmittedRequest& list_request() const { return list_request_; }
  const v1::SearchRequest& search_request() const { return search_request_; }
  const v1::TrendingRequest& trending_request() const {
    return trending_request_;
  }

  absl::StatusOr<v1::SearchResponse> Search(
      const CallContext& call, const v1::SearchRequest& request) override;
  absl::StatusOr<v1::SimilarResponse> Similar(
      const CallContext& call, const v1::SimilarRequest& request) override;
  absl::StatusOr<v1::FeedResponse> Feed(
      const CallContext& call, const v1::FeedRequest& request) override;
  absl::StatusOr<v1::TrendingResponse> Trending(
      const CallContext& call, const v1::TrendingRequest& request) override;
  absl::StatusOr<v1::ExplainResponse> Explain(
      const CallContext& call, const v1::ExplainRequest& request) override;
  absl::StatusOr<v1::ListPapersResponse> ListPapers(
      const CallContext& call, const v1::ListPapersRequest& request) override;
  absl::StatusOr<v1::BatchGetPapersResponse> GetPapers(
      const CallContext& call, const std::vector<std::string>& ids) override;
  absl::StatusOr<v1::ListSubmittedResponse> ListSubmitted(
      const CallContext& call,
      const v1::ListSubmittedRequest& request) override;
  absl::StatusOr<v1::RecordEventsResponse> AppendEvents(
      CallContext& call, const v1::RecordEventsRequest& request) override;
  // What the table's ReaderService/SubmitPaper does in these tests.
  absl::StatusOr<v1::SubmitPaperResponse> SubmitPaper(
      const v1::SubmitPaperRequest& request);
  absl::StatusOr<v1::ListLibraryResponse> ListLibrary(
      const CallContext& call, const v1::ListLibraryRequest& request) override;
  absl::StatusOr<v1::BatchGetStandingsResponse> BatchGetStandings(
      const CallContext& call,
      const v1::BatchGetStandingsRequest& request) override;
  absl::StatusOr<Credential> FindCredential(const CallContext& call,
                                            const std::string& sha256) override;

 private:
  template <class Response>
  absl::StatusOr<Response> Ranked(int page_size) const;
  bool Knows(const std::string& paper_id) const;

  std::vector<v1::Paper> papers_;
  v1::ListSubmittedResponse list_;
  std::string next_newest_;
  v1::ListInfo info_;
  absl::Status recommender_;
  absl::Status storage_;
  absl::Status appending_;
  std::map<std::string, Credential> credentials_by_hash_;
  std::map<std::string, v1::Standing> standings_;
  std::vector<v1::Event> events_;
  std::vector<v1::Submission> submissions_;
  v1::ListSubmittedRequest list_request_;
  v1::TrendingRequest trending_request_;
  v1::SearchRequest search_request_;
};

}  // namespace broadsheet::gateway

#endif  // BROADSHEET_GATEWAY_WEB_FAKE_BACKEND_H_
