#include "recommend/recommend_service.h"

namespace broadsheet::recommend {

using grpc::CallbackServerContext;
using grpc::ServerUnaryReactor;

template <class Request, class Response, class Handler>
ServerUnaryReactor* RecommendService::At(const char* name,
                                         CallbackServerContext* context,
                                         const Request* request,
                                         Response* response, Handler handler) {
  return rpcs_->UnaryAfter(
      name, context, request, response,
      [this, request](const CallContext& call, std::function<void()> resume) {
        engine_->Await(call, request->min_position(), std::move(resume));
      },
      std::move(handler));
}

ServerUnaryReactor* RecommendService::Search(CallbackServerContext* context,
                                             const v1::SearchRequest* request,
                                             v1::SearchResponse* response) {
  return At("RecommendService/Search", context, request, response,
            [this](CallContext& call, const auto& query) {
              return recommender_->Search(call, query);
            });
}

ServerUnaryReactor* RecommendService::Suggest(CallbackServerContext* context,
                                              const v1::SuggestRequest* request,
                                              v1::SuggestResponse* response) {
  return At("RecommendService/Suggest", context, request, response,
            [this](CallContext& call, const auto& query) {
              return recommender_->Suggest(call, query);
            });
}

ServerUnaryReactor* RecommendService::Similar(CallbackServerContext* context,
                                              const v1::SimilarRequest* request,
                                              v1::SimilarResponse* response) {
  return At("RecommendService/Similar", context, request, response,
            [this](CallContext& call, const auto& query) {
              return recommender_->Similar(call, query);
            });
}

ServerUnaryReactor* RecommendService::Recommend(
    CallbackServerContext* context, const v1::RecommendRequest* request,
    v1::RecommendResponse* response) {
  return At("RecommendService/Recommend", context, request, response,
            [this](CallContext& call, const auto& query) {
              return recommender_->Recommend(call, query);
            });
}

ServerUnaryReactor* RecommendService::Feed(CallbackServerContext* context,
                                           const v1::FeedRequest* request,
                                           v1::FeedResponse* response) {
  return At("RecommendService/Feed", context, request, response,
            [this](CallContext& call, const auto& query) {
              return recommender_->Feed(call, query);
            });
}

ServerUnaryReactor* RecommendService::Trending(
    CallbackServerContext* context, const v1::TrendingRequest* request,
    v1::TrendingResponse* response) {
  return At("RecommendService/Trending", context, request, response,
            [this](CallContext& call, const auto& query) {
              return recommender_->Trending(call, query);
            });
}

ServerUnaryReactor* RecommendService::Explain(CallbackServerContext* context,
                                              const v1::ExplainRequest* request,
                                              v1::ExplainResponse* response) {
  return At("RecommendService/Explain", context, request, response,
            [this](CallContext& call, const auto& query) {
              return recommender_->Explain(call, query);
            });
}

ServerUnaryReactor* RecommendService::GetStatus(
    CallbackServerContext* context, const v1::GetStatusRequest* request,
    v1::GetStatusResponse* response) {
  return rpcs_->Unary("RecommendService/GetStatus", context, request, response,
                      [this](CallContext& call, const auto& query) {
                        auto status = recommender_->GetStatus(call, query);
                        if (status.ok()) {
                          status->set_calls_queued(
                              static_cast<int32_t>(rpcs_->runtime()->queued()));
                        }
                        return status;
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
