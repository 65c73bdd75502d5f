#include "recommend/recommend_service.h"

namespace broadsheet::recommend {

using grpc::CallbackServerContext;
using grpc::ServerUnaryReactor;

ServerUnaryReactor* RecommendService::Search(CallbackServerContext* context,
                                             const v1::SearchRequest* request,
                                             v1::SearchResponse* response) {
  return rpcs_->Unary("RecommendService/Search", context, request, response,
                      [this](CallContext& call, const auto& query) {
                        return recommender_->Search(call, query);
                      });
}

ServerUnaryReactor* RecommendService::Suggest(CallbackServerContext* context,
                                              const v1::SuggestRequest* request,
                                              v1::SuggestResponse* response) {
  return rpcs_->Unary("RecommendService/Suggest", context, request, response,
                      [this](CallContext& call, const auto& query) {
                        return recommender_->Suggest(call, query);
                      });
}

ServerUnaryReactor* RecommendService::Similar(CallbackServerContext* context,
                                              const v1::SimilarRequest* request,
                                              v1::SimilarResponse* response) {
  return rpcs_->Unary("RecommendService/Similar", context, request, response,
                      [this](CallContext& call, const auto& query) {
                        return recommender_->Similar(call, query);
                      });
}

ServerUnaryReactor* RecommendService::Feed(CallbackServerContext* context,
                                           const v1::FeedRequest* request,
                                           v1::FeedResponse* response) {
  return rpcs_->Unary("RecommendService/Feed", context, request, response,
                      [this](CallContext& call, const auto& query) {
                        return recommender_->Feed(call, query);
                      });
}

ServerUnaryReactor* RecommendService::Trending(
    CallbackServerContext* context, const v1::TrendingRequest* request,
    v1::TrendingResponse* response) {
  return rpcs_->Unary("RecommendService/Trending", context, request, response,
                      [this](CallContext& call, const auto& query) {
                        return recommender_->Trending(call, query);
                      });
}

ServerUnaryReactor* RecommendService::Explain(CallbackServerContext* context,
                                              const v1::ExplainRequest* request,
                                              v1::ExplainResponse* response) {
  return rpcs_->Unary("RecommendService/Explain", context, request, response,
                      [this](CallContext& call, const auto& query) {
                        return recommender_->Explain(call, query);
                      });
}

ServerUnaryReactor* RecommendService::GetStatus(
    CallbackServerContext* context, const v1::GetStatusRequest* request,
    v1::GetStatusResponse* response) {
  return rpcs_->Unary("RecommendService/GetStatus", context, request, response,
                      [this](CallContext& call, const auto& query) {
                        return recommender_->GetStatus(call, query);
                      });
}

ServerUnaryReactor* EditorService::RunEditor(
    CallbackServerContext* context, const v1::RunEditorRequest* request,
    v1::RunEditorResponse* response) {
  return rpcs_->Unary("EditorService/RunEditor", context, request, response,
                      [this](CallContext& call, const auto& query) {
                        return editor_->Run(call, query);
                      });
}

}  // namespace broadsheet::recommend
