#ifndef BROADSHEET_GATEWAY_TESTING_MEMORY_BACKEND_H_
#define BROADSHEET_GATEWAY_TESTING_MEMORY_BACKEND_H_

#include <map>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "common/errors.h"
#include "gateway/forwarding_backend.h"

namespace broadsheet::gateway {

// A little newspaper in memory, for tests of what stands in front of the
// houses. Methods that are not here must not be called. Set it up before
// threads use it.
class MemoryBackend : public ForwardingBackend {
 public:
  MemoryBackend() : ForwardingBackend(nullptr) {}

  // Token hash -> reader.
  std::map<std::string, std::string> tokens;
  // By hash; tokens without an entry may do everything.
  std::map<std::string, int> scopes;
  // In the order of lists.
  std::vector<v1::Paper> papers;
  // Day -> list.
  std::map<std::string, std::vector<v1::SubmittedPaper>> days;
  // Few on a page of a day, so that callers have to go on.
  size_t day_page = 2;
  // What the recommender answers; an error when it is down.
  absl::StatusOr<v1::SearchResponse> search = v1::SearchResponse();
  absl::StatusOr<v1::TrendingResponse> trending = v1::TrendingResponse();
  // What arXiv has: FetchPaper adds it to `papers`. An error: it does not
  // answer.
  absl::StatusOr<std::vector<v1::Paper>> arxiv = std::vector<v1::Paper>();
  std::vector<std::string> fetched;
  // Why GetPapers answers a substitute; empty: it does not.
  std::string degraded;
  // What storage answers when it is down.
  absl::Status storage;
  v1::BatchGetStandingsResponse standings;
  // What was asked.
  std::vector<v1::SearchRequest> searches;
  std::vector<v1::TrendingRequest> rankings;
  std::vector<v1::ListPapersRequest> newest;
  std::vector<v1::ListSubmittedRequest> listed;
  std::vector<v1::RecordEventsRequest> appended;
  int token_lookups = 0;

  absl::StatusOr<Credential> FindCredential(
      const CallContext&, const std::string& sha256) override {
    ++token_lookups;
    if (!storage.ok()) return storage;
    const auto found = tokens.find(sha256);
    if (found == tokens.end()) return absl::NotFoundError("unknown");
    Credential credential;
    credential.reader_id = found->second;
    const auto narrow = scopes.find(sha256);
    if (narrow != scopes.end()) credential.scopes = narrow->second;
    return credential;
  }

  absl::StatusOr<v1::FeedResponse> Feed(const CallContext&,
                                        const v1::FeedRequest&) override {
    return v1::FeedResponse();
  }

  absl::StatusOr<v1::BatchGetPapersResponse> GetPapers(
      const CallContext&, const std::vector<std::string>& ids) override {
    if (!storage.ok()) return storage;
    v1::BatchGetPapersResponse response;
    response.set_degraded(degraded);
    for (const std::string& id : ids) {
      for (const v1::Paper& paper : papers) {
        if (paper.id() == id) *response.add_papers() = paper;
      }
    }
    return response;
  }

  absl::StatusOr<v1::FetchPaperResponse> FetchPaper(
      const CallContext&, const v1::FetchPaperRequest& request) override;

  absl::StatusOr<v1::ListPapersResponse> ListPapers(
      const CallContext&, const v1::ListPapersRequest& request) override {
    if (!storage.ok()) return storage;
    newest.push_back(request);
    v1::ListPapersResponse response;
    for (const v1::Paper& paper : papers) {
      if (response.papers_size() < request.page_size()) {
        *response.add_papers() = paper;
      }
    }
    return response;
  }

  // Pages of `day_page`.
  absl::StatusOr<v1::ListSubmittedResponse> ListSubmitted(
      const CallContext&, const v1::ListSubmittedRequest& request) override;

  absl::StatusOr<v1::BatchGetStandingsResponse> BatchGetStandings(
      const CallContext&, const v1::BatchGetStandingsRequest&) override {
    return standings;
  }

  absl::StatusOr<v1::SearchResponse> Search(
      const CallContext&, const v1::SearchRequest& request) override {
    searches.push_back(request);
    return search;
  }

  absl::StatusOr<v1::TrendingResponse> Trending(
      const CallContext&, const v1::TrendingRequest& request) override {
    rankings.push_back(request);
    return trending;
  }

  absl::StatusOr<v1::RecordEventsResponse> AppendEvents(
      CallContext&, const v1::RecordEventsRequest& request) override;
};

}  // namespace broadsheet::gateway

#endif  // BROADSHEET_GATEWAY_TESTING_MEMORY_BACKEND_H_
