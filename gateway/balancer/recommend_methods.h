#ifndef BROADSHEET_GATEWAY_BALANCER_RECOMMEND_METHODS_H_
#define BROADSHEET_GATEWAY_BALANCER_RECOMMEND_METHODS_H_

#include "broadsheet/v1/editor_service.pb.h"
#include "broadsheet/v1/recommend_service.pb.h"

namespace broadsheet::gateway {

// A method of the recommenders: its name, as in MethodTable, and its messages.
template <class Request, class Response>
struct RecommendMethod {
  const char* name;
};

inline constexpr RecommendMethod<v1::SearchRequest, v1::SearchResponse> kSearch{
    "RecommendService/Search"};
inline constexpr RecommendMethod<v1::SuggestRequest, v1::SuggestResponse>
    kSuggest{"RecommendService/Suggest"};
inline constexpr RecommendMethod<v1::SimilarRequest, v1::SimilarResponse>
    kSimilar{"RecommendService/Similar"};
inline constexpr RecommendMethod<v1::FeedRequest, v1::FeedResponse> kFeed{
    "RecommendService/Feed"};
inline constexpr RecommendMethod<v1::TrendingRequest, v1::TrendingResponse>
    kTrending{"RecommendService/Trending"};
inline constexpr RecommendMethod<v1::RecommendRequest, v1::RecommendResponse>
    kRecommend{"RecommendService/Recommend"};
inline constexpr RecommendMethod<v1::ExplainRequest, v1::ExplainResponse>
    kExplain{"RecommendService/Explain"};
inline constexpr RecommendMethod<v1::GetStatusRequest, v1::GetStatusResponse>
    kGetStatus{"RecommendService/GetStatus"};
inline constexpr RecommendMethod<v1::RunEditorRequest, v1::RunEditorResponse>
    kRunEditor{"EditorService/RunEditor"};

}  // namespace broadsheet::gateway

#endif  // BROADSHEET_GATEWAY_BALANCER_RECOMMEND_METHODS_H_
