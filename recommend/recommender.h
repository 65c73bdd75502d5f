#ifndef BROADSHEET_RECOMMEND_RECOMMENDER_H_
#define BROADSHEET_RECOMMEND_RECOMMENDER_H_

#include <functional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "broadsheet/v1/recommend_service.pb.h"
#include "common/call_context.h"
#include "common/clock.h"
#include "common/page_token.h"
#include "recommend/arms.h"
#include "recommend/engine.h"
#include "recommend/feed_pipeline.h"
#include "recommend/list_item.h"
#include "recommend/models/helpers.h"
#include "recommend/pager.h"
#include "recommend/query_vectors.h"
#include "recommend/ranking.h"
#include "recommend/score_map.h"

namespace broadsheet::recommend {

class VectorKeeper;

// Of the ranking code: lists of another version are not continued.
inline constexpr char kModelVersion[] = "lists-4";

struct RecommenderOptions {
  // Signs page tokens; replicas share it.
  std::string secret;
  // The name of this replica.
  std::string replica;
  // The experiment that runs on feeds; the same on all replicas.
  Arms arms;
  // Threads that do a part of the work for large lists, while they are idle.
  size_t helpers = 0;
  // From so many papers on they are worth being asked, which takes 50 us.
  size_t helped_papers = 20'000;
  // Where models that need an embedding server find it, and how far its
  // vectors of papers are; null: nowhere. Both outlive the recommender.
  QueryVectors* query_vectors = nullptr;
  const VectorKeeper* vector_keeper = nullptr;
};

// Answers the calls of RecommendService (see its proto), free of gRPC.
// Thread-safe.
class Recommender {
 public:
  // Both must outlive this.
  Recommender(const Engine* engine, const Clock* clock,
              const RecommenderOptions& options);

  absl::StatusOr<v1::SearchResponse> Search(CallContext& call,
                                            const v1::SearchRequest& request);
  absl::StatusOr<v1::SuggestResponse> Suggest(
      CallContext& call, const v1::SuggestRequest& request);
  absl::StatusOr<v1::SimilarResponse> Similar(
      CallContext& call, const v1::SimilarRequest& request);
  // See recommend_request.h.
  absl::StatusOr<v1::RecommendResponse> Recommend(
      CallContext& call, const v1::RecommendRequest& request);
  absl::StatusOr<v1::FeedResponse> Feed(CallContext& call,
                                        const v1::FeedRequest& request);
  absl::StatusOr<v1::TrendingResponse> Trending(
      CallContext& call, const v1::TrendingRequest& request);
  absl::StatusOr<v1::ExplainResponse> Explain(
      CallContext& call, const v1::ExplainRequest& request);
  absl::StatusOr<v1::GetStatusResponse> GetStatus(
      CallContext& call, const v1::GetStatusRequest& request);

 private:
  // What every page of a list needs.
  struct Page {
    std::string scope;
    size_t size = 0;
    PageState state;
    v1::PaperView view = v1::PAPER_VIEW_UNSPECIFIED;
    bool explain = false;
    const ServingModel* serving = nullptr;
    // Papers to look for: one more than fit, which tells of a next page.
    size_t limit() const;
  };

  // Reads the paging fields that the list requests share. `scope` names all
  // that decides the list's content.
  template <class Request>
  absl::StatusOr<Page> OpenPage(const Request& request, uint64_t seed,
                                std::string scope) const;
  // Writes the page's papers, info and next token.
  template <class Response>
  void FillPage(const ReadModel& model, Page page,
                const std::vector<ListItem>& items, std::string origin,
                CallContext& call, Response* response) const;
  void FillPaper(const ReadModel& model, const ListItem& item,
                 v1::PaperView view, bool explain,
                 v1::ListedPaper* listed) const;
  // `serving`: the model that the list was made with; null: none.
  void FillInfo(const ReadModel& model, const ServingModel* serving,
                const PageState& state, CallContext& call,
                v1::ListInfo* info) const;
  template <class Timestamp>
  absl::Time AsOf(bool given, const Timestamp& as_of) const;
  // The model that the list began with, and `page` is marked with: null when
  // there is none. INVALID_ARGUMENT (BAD_PAGE_TOKEN) when it is gone.
  absl::StatusOr<const ServingModel*> ModelOf(const ReadModel& model,
                                              bool first_page,
                                              Page* page) const;
  // What the embedding server makes of the text, when the model in use goes by
  // its vectors. Waits for it: hold no view.
  QueryVector EncodeFor(const CallContext& call, TextKind kind,
                        const std::string& text) const;
  // Null for few papers.
  Helpers* HelpersFor(const ReadModel& model) const;
  absl::StatusOr<DocId> FindPaper(const ReadModel& model,
                                  const std::string& paper_id) const;

  const Engine* engine_;
  const Clock* clock_;
  PageTokenCodec codec_;
  Pager pager_;
  std::string replica_;
  Arms arms_;
  absl::Time started_at_;
  mutable ScoreMapPool pool_;
  mutable Helpers helpers_;
  size_t helped_papers_;
  QueryVectors* query_vectors_;
  const VectorKeeper* vector_keeper_;
  FeedPipeline feed_;
};

}  // namespace broadsheet::recommend

#endif  // BROADSHEET_RECOMMEND_RECOMMENDER_H_
