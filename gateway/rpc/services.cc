#include "gateway/rpc/services.h"

#include <utility>

#include "broadsheet/v1/editor_service.grpc.pb.h"
#include "broadsheet/v1/ingest_service.grpc.pb.h"
#include "broadsheet/v1/paper_service.grpc.pb.h"
#include "broadsheet/v1/reader_service.grpc.pb.h"
#include "broadsheet/v1/recommend_service.grpc.pb.h"
#include "broadsheet/v1/system_service.grpc.pb.h"
#include "gateway/policy.h"
#include "gateway/rpc/account_services.h"
#include "gateway/rpc/digest_face.h"
#include "gateway/rpc/record_export.h"
#include "gateway/rpc/stream_proxy.h"
#include "grpcpp/impl/service_type.h"

namespace broadsheet::gateway {
namespace {

using Context = grpc::CallbackServerContext;
using Unary = grpc::ServerUnaryReactor;

// Whether the caller may begin a stream.
absl::Status Admit(const Caller& caller, const char* method,
                   CallContext& call) {
  auto identity = caller.authenticator->Identify(call, call.BearerToken());
  if (!identity.ok()) return identity.status();
  return CheckAccess(*FindRule(method), *identity);
}

class PaperServiceFace final : public v1::PaperService::CallbackService {
 public:
  explicit PaperServiceFace(Caller caller) : caller_(caller) {}

  Unary* GetPaper(Context* context, const v1::GetPaperRequest* request,
                  v1::GetPaperResponse* response) override {
    return caller_.Unary("PaperService/GetPaper", context, request, response);
  }
  Unary* BatchGetPapers(Context* context,
                        const v1::BatchGetPapersRequest* request,
                        v1::BatchGetPapersResponse* response) override {
    return caller_.Unary("PaperService/BatchGetPapers", context, request,
                         response);
  }
  Unary* ListPapers(Context* context, const v1::ListPapersRequest* request,
                    v1::ListPapersResponse* response) override {
    return caller_.Unary("PaperService/ListPapers", context, request, response);
  }
  Unary* ListSubmitted(Context* context,
                       const v1::ListSubmittedRequest* request,
                       v1::ListSubmittedResponse* response) override {
    return caller_.Unary("PaperService/ListSubmitted", context, request,
                         response);
  }

 private:
  const Caller caller_;
};

class RecommendServiceFace final
    : public v1::RecommendService::CallbackService {
 public:
  explicit RecommendServiceFace(ListForwarder* forwarder)
      : forwarder_(forwarder) {}

  Unary* Search(Context* context, const v1::SearchRequest* request,
                v1::SearchResponse* response) override {
    return forwarder_->Forward("RecommendService/Search", &ListStub::Search,
                               context, request, response);
  }
  Unary* Suggest(Context* context, const v1::SuggestRequest* request,
                 v1::SuggestResponse* response) override {
    return forwarder_->Forward("RecommendService/Suggest", &ListStub::Suggest,
                               context, request, response);
  }
  Unary* Similar(Context* context, const v1::SimilarRequest* request,
                 v1::SimilarResponse* response) override {
    return forwarder_->Forward("RecommendService/Similar", &ListStub::Similar,
                               context, request, response);
  }
  Unary* Feed(Context* context, const v1::FeedRequest* request,
              v1::FeedResponse* response) override {
    return forwarder_->Forward("RecommendService/Feed", &ListStub::Feed,
                               context, request, response);
  }
  Unary* Trending(Context* context, const v1::TrendingRequest* request,
                  v1::TrendingResponse* response) override {
    return forwarder_->Forward("RecommendService/Trending", &ListStub::Trending,
                               context, request, response);
  }
  Unary* Recommend(Context* context, const v1::RecommendRequest* request,
                   v1::RecommendResponse* response) override {
    return forwarder_->Forward("RecommendService/Recommend",
                               &ListStub::Recommend, context, request,
                               response);
  }
  Unary* Explain(Context* context, const v1::ExplainRequest* request,
                 v1::ExplainResponse* response) override {
    return forwarder_->Forward("RecommendService/Explain", &ListStub::Explain,
                               context, request, response);
  }
  Unary* GetStatus(Context* context, const v1::GetStatusRequest* request,
                   v1::GetStatusResponse* response) override {
    return forwarder_->Forward("RecommendService/GetStatus",
                               &ListStub::GetStatus, context, request,
                               response);
  }

 private:
  ListForwarder* const forwarder_;
};

class ReaderServiceFace final : public v1::ReaderService::CallbackService {
 public:
  explicit ReaderServiceFace(Caller caller) : caller_(caller) {}

  Unary* RecordEvents(Context* context, const v1::RecordEventsRequest* request,
                      v1::RecordEventsResponse* response) override {
    return caller_.Unary("ReaderService/RecordEvents", context, request,
                         response);
  }
  Unary* SubmitPaper(Context* context, const v1::SubmitPaperRequest* request,
                     v1::SubmitPaperResponse* response) override {
    return caller_.Unary("ReaderService/SubmitPaper", context, request,
                         response);
  }
  Unary* ListLibrary(Context* context, const v1::ListLibraryRequest* request,
                     v1::ListLibraryResponse* response) override {
    return caller_.Unary("ReaderService/ListLibrary", context, request,
                         response);
  }
  Unary* ListFolders(Context* context, const v1::ListFoldersRequest* request,
                     v1::ListFoldersResponse* response) override {
    return caller_.Unary("ReaderService/ListFolders", context, request,
                         response);
  }
  Unary* ListFollows(Context* context, const v1::ListFollowsRequest* request,
                     v1::ListFollowsResponse* response) override {
    return caller_.Unary("ReaderService/ListFollows", context, request,
                         response);
  }
  Unary* BatchGetStandings(Context* context,
                           const v1::BatchGetStandingsRequest* request,
                           v1::BatchGetStandingsResponse* response) override {
    return caller_.Unary("ReaderService/BatchGetStandings", context, request,
                         response);
  }
  Unary* ExportReader(Context* context, const v1::ExportReaderRequest* request,
                      v1::ExportReaderResponse* response) override {
    return caller_.Unary("ReaderService/ExportReader", context, request,
                         response);
  }
  Unary* EraseReader(Context* context, const v1::EraseReaderRequest* request,
                     v1::EraseReaderResponse* response) override {
    return caller_.Unary("ReaderService/EraseReader", context, request,
                         response);
  }

 private:
  const Caller caller_;
};

class IngestServiceFace final : public v1::IngestService::CallbackService {
 public:
  IngestServiceFace(Caller caller, const HouseStubs* houses)
      : caller_(caller), houses_(houses) {}

  grpc::ServerBidiReactor<v1::IngestPapersRequest, v1::IngestPapersResponse>*
  IngestPapers(Context* context) override {
    return Proxy<v1::IngestPapersRequest, v1::IngestPapersResponse>(
        "IngestService/IngestPapers", context,
        [this](auto* upstream, auto* reactor) {
          houses_->ingest->async()->IngestPapers(upstream, reactor);
        });
  }
  grpc::ServerBidiReactor<v1::IngestEventsRequest, v1::IngestEventsResponse>*
  IngestEvents(Context* context) override {
    return Proxy<v1::IngestEventsRequest, v1::IngestEventsResponse>(
        "IngestService/IngestEvents", context,
        [this](auto* upstream, auto* reactor) {
          houses_->ingest->async()->IngestEvents(upstream, reactor);
        });
  }
  Unary* RunHarvest(Context* context, const v1::RunHarvestRequest* request,
                    v1::RunHarvestResponse* response) override {
    return caller_.Unary("IngestService/RunHarvest", context, request,
                         response);
  }
  Unary* GetOperation(Context* context, const v1::GetOperationRequest* request,
                      v1::GetOperationResponse* response) override {
    return caller_.Unary("IngestService/GetOperation", context, request,
                         response);
  }
  Unary* ListDeadLetters(Context* context,
                         const v1::ListDeadLettersRequest* request,
                         v1::ListDeadLettersResponse* response) override {
    return caller_.Unary("IngestService/ListDeadLetters", context, request,
                         response);
  }
  Unary* RetryDeadLetters(Context* context,
                          const v1::RetryDeadLettersRequest* request,
                          v1::RetryDeadLettersResponse* response) override {
    return caller_.Unary("IngestService/RetryDeadLetters", context, request,
                         response);
  }
  Unary* DeleteDeadLetters(Context* context,
                           const v1::DeleteDeadLettersRequest* request,
                           v1::DeleteDeadLettersResponse* response) override {
    return caller_.Unary("IngestService/DeleteDeadLetters", context, request,
                         response);
  }
  Unary* ListSources(Context* context, const v1::ListSourcesRequest* request,
                     v1::ListSourcesResponse* response) override {
    return caller_.Unary("IngestService/ListSources", context, request,
                         response);
  }

 private:
  template <class Request, class Response>
  grpc::ServerBidiReactor<Request, Response>* Proxy(
      const char* method, Context* context,
      typename StreamProxy<Request, Response>::Connect connect) {
    return new StreamProxy<Request, Response>(
        caller_.rpcs->runtime(), method, context,
        [this, method](CallContext& call) {
          return Admit(caller_, method, call);
        },
        std::move(connect));
  }

  const Caller caller_;
  const HouseStubs* const houses_;
};

class EditorServiceFace final : public v1::EditorService::CallbackService {
 public:
  explicit EditorServiceFace(Caller caller) : caller_(caller) {}

  Unary* RunEditor(Context* context, const v1::RunEditorRequest* request,
                   v1::RunEditorResponse* response) override {
    return caller_.Unary("EditorService/RunEditor", context, request, response);
  }

 private:
  const Caller caller_;
};

class SystemServiceFace final : public v1::SystemService::CallbackService {
 public:
  SystemServiceFace(Caller caller, const HouseStubs* houses)
      : caller_(caller), houses_(houses) {}

  Unary* GetSystemStatus(Context* context,
                         const v1::GetSystemStatusRequest* request,
                         v1::GetSystemStatusResponse* response) override {
    return caller_.Unary("SystemService/GetSystemStatus", context, request,
                         response);
  }
  grpc::ServerWriteReactor<v1::ExportRecordsResponse>* ExportRecords(
      Context* context, const v1::ExportRecordsRequest* request) override {
    static constexpr char kMethod[] = "SystemService/ExportRecords";
    return caller_.rpcs
        ->ServerStream<v1::ExportRecordsRequest, v1::ExportRecordsResponse>(
            kMethod, context, request,
            [this](CallContext& call, const v1::ExportRecordsRequest& asked,
                   StreamWriter<v1::ExportRecordsResponse>& stream) {
              absl::Status may = Admit(caller_, kMethod, call);
              if (!may.ok()) return may;
              return gateway::ExportRecords(call, *houses_->changes, asked,
                                            stream);
            });
  }

 private:
  const Caller caller_;
  const HouseStubs* const houses_;
};

// Adds one service to the server and to those that are kept.
template <class Definition, class Face, class... Args>
void Add(ServiceApp* app, std::vector<std::unique_ptr<grpc::Service>>* kept,
         Args... args) {
  auto face = std::make_unique<Face>(args...);
  app->AddService<Definition>(face.get());
  kept->push_back(std::move(face));
}

}  // namespace

std::vector<std::unique_ptr<grpc::Service>> AddServices(
    Caller caller, ListForwarder* forwarder, const HouseStubs* houses,
    ServiceApp* app) {
  std::vector<std::unique_ptr<grpc::Service>> kept;
  Add<v1::PaperService, PaperServiceFace>(app, &kept, caller);
  Add<v1::RecommendService, RecommendServiceFace>(app, &kept, forwarder);
  Add<v1::ReaderService, ReaderServiceFace>(app, &kept, caller);
  Add<v1::IngestService, IngestServiceFace>(app, &kept, caller, houses);
  Add<v1::EditorService, EditorServiceFace>(app, &kept, caller);
  AddAccountServices(caller, app, &kept);
  Add<v1::DigestService, DigestServiceFace>(app, &kept, caller);
  Add<v1::SystemService, SystemServiceFace>(app, &kept, caller, houses);
  return kept;
}

}  // namespace broadsheet::gateway
