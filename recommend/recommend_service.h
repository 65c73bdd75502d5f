#ifndef BROADSHEET_RECOMMEND_RECOMMEND_SERVICE_H_
#define BROADSHEET_RECOMMEND_RECOMMEND_SERVICE_H_

#include "broadsheet/v1/editor_service.grpc.pb.h"
#include "broadsheet/v1/recommend_service.grpc.pb.h"
#include "common/rpc.h"
#include "recommend/editor.h"
#include "recommend/engine.h"
#include "recommend/recommender.h"

namespace broadsheet::recommend {

// RecommendService over gRPC.
class RecommendService final : public v1::RecommendService::CallbackService {
 public:
  // All must outlive this.
  RecommendService(Engine* engine, Recommender* recommender, Rpcs* rpcs)
      : engine_(engine), recommender_(recommender), rpcs_(rpcs) {}

  grpc::ServerUnaryReactor* Search(grpc::CallbackServerContext* context,
                                   const v1::SearchRequest* request,
                                   v1::SearchResponse* response) override;
  grpc::ServerUnaryReactor* Suggest(grpc::CallbackServerContext* context,
                                    const v1::SuggestRequest* request,
                                    v1::SuggestResponse* response) override;
  grpc::ServerUnaryReactor* Similar(grpc::CallbackServerContext* context,
                                    const v1::SimilarRequest* request,
                                    v1::SimilarResponse* response) override;
  grpc::ServerUnaryReactor* Recommend(grpc::CallbackServerContext* context,
                                      const v1::RecommendRequest* request,
                                      v1::RecommendResponse* response) override;
  grpc::ServerUnaryReactor* Feed(grpc::CallbackServerContext* context,
                                 const v1::FeedRequest* request,
                                 v1::FeedResponse* response) override;
  grpc::ServerUnaryReactor* Trending(grpc::CallbackServerContext* context,
                                     const v1::TrendingRequest* request,
                                     v1::TrendingResponse* response) override;
  grpc::ServerUnaryReactor* Explain(grpc::CallbackServerContext* context,
                                    const v1::ExplainRequest* request,
                                    v1::ExplainResponse* response) override;
  grpc::ServerUnaryReactor* GetStatus(grpc::CallbackServerContext* context,
                                      const v1::GetStatusRequest* request,
                                      v1::GetStatusResponse* response) override;

 private:
  // Answers by `handler` once the engine is where the request's min_position
  // asks it to be.
  template <class Request, class Response, class Handler>
  grpc::ServerUnaryReactor* At(const char* name,
                               grpc::CallbackServerContext* context,
                               const Request* request, Response* response,
                               Handler handler);

  Engine* engine_;
  Recommender* recommender_;
  Rpcs* rpcs_;
};

// EditorService over gRPC.
class EditorService final : public v1::EditorService::CallbackService {
 public:
  // Both must outlive this.
  EditorService(Editor* editor, Rpcs* rpcs) : editor_(editor), rpcs_(rpcs) {}

  grpc::ServerUnaryReactor* RunEditor(grpc::CallbackServerContext* context,
                                      const v1::RunEditorRequest* request,
                                      v1::RunEditorResponse* response) override;

 private:
  Editor* editor_;
  Rpcs* rpcs_;
};

}  // namespace broadsheet::recommend

#endif  // BROADSHEET_RECOMMEND_RECOMMEND_SERVICE_H_
