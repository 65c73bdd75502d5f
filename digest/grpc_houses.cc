#include <utility>

#include "broadsheet/internal/v1/checkpoint_service.grpc.pb.h"
#include "broadsheet/internal/v1/mail_store_service.grpc.pb.h"
#include "broadsheet/internal/v1/paper_store_service.grpc.pb.h"
#include "broadsheet/internal/v1/reader_store_service.grpc.pb.h"
#include "broadsheet/v1/recommend_service.grpc.pb.h"
#include "common/channel.h"
#include "common/grpc_status.h"
#include "digest/houses.h"

namespace broadsheet::digest {
namespace {

namespace pb = internal::v1;

constexpr absl::Duration kLimit = absl::Seconds(10);
// There while digests are paused.
constexpr char kPause[] = "digest/paused";

template <class Stub, class Base, class Request, class Response>
absl::StatusOr<Response> Call(const CallContext& call, Stub* stub,
                              grpc::Status (Base::*method)(grpc::ClientContext*,
                                                           const Request&,
                                                           Response*),
                              const Request& request) {
  grpc::ClientContext context;
  PrepareCall(call, kLimit, &context);
  Response response;
  const grpc::Status status = (stub->*method)(&context, request, &response);
  if (!status.ok()) return FromGrpc(status);
  return response;
}

class GrpcHouses final : public Houses {
 public:
  GrpcHouses(const std::shared_ptr<grpc::Channel>& storage,
             const std::shared_ptr<grpc::Channel>& recommend)
      : mail_(pb::MailStoreService::NewStub(storage)),
        readers_(pb::ReaderStoreService::NewStub(storage)),
        papers_(pb::PaperStoreService::NewStub(storage)),
        checkpoints_(pb::CheckpointService::NewStub(storage)),
        recommend_(v1::RecommendService::NewStub(recommend)) {}

#define BROADSHEET_FORWARD(name)                                            \
  absl::StatusOr<pb::name##Response> name(                                  \
      const CallContext& call, const pb::name##Request& request) override { \
    return Call(call, mail_.get(), &pb::MailStoreService::Stub::name,       \
                request);                                                   \
  }
  BROADSHEET_MAIL_METHODS(BROADSHEET_FORWARD)
#undef BROADSHEET_FORWARD

  absl::StatusOr<v1::BatchGetStandingsResponse> Standings(
      const CallContext& call,
      const v1::BatchGetStandingsRequest& request) override {
    pb::BatchGetStandingsRequest wrapped;
    *wrapped.mutable_query() = request;
    auto answer =
        Call(call, readers_.get(),
             &pb::ReaderStoreService::Stub::BatchGetStandings, wrapped);
    if (!answer.ok()) return answer.status();
    v1::BatchGetStandingsResponse response;
    response.mutable_standings()->Swap(answer->mutable_standings());
    return response;
  }

  absl::Status AppendEvent(const CallContext& call,
                           const v1::Event& event) override {
    pb::AppendEventsRequest request;
    *request.add_events() = event;
    return Call(call, readers_.get(),
                &pb::ReaderStoreService::Stub::AppendEvents, request)
        .status();
  }

  absl::Status EraseReader(const CallContext& call,
                           const std::string& reader_id) override {
    pb::EraseReaderRequest request;
    request.set_reader_id(reader_id);
    return Call(call, readers_.get(),
                &pb::ReaderStoreService::Stub::EraseReader, request)
        .status();
  }

  absl::StatusOr<v1::Paper> GetPaper(const CallContext& call,
                                     const std::string& paper_id) override {
    pb::BatchGetPapersRequest request;
    request.add_paper_ids(paper_id);
    auto answer = Call(call, papers_.get(),
                       &pb::PaperStoreService::Stub::BatchGetPapers, request);
    if (!answer.ok()) return answer.status();
    if (answer->papers().empty()) return v1::Paper();
    return answer->papers(0);
  }

  absl::StatusOr<bool> Paused(const CallContext& call) override {
    pb::GetCheckpointRequest request;
    request.set_name(kPause);
    const auto answer =
        Call(call, checkpoints_.get(),
             &pb::CheckpointService::Stub::GetCheckpoint, request);
    if (absl::IsNotFound(answer.status())) return false;
    if (!answer.ok()) return answer.status();
    return true;
  }

  absl::Status SetPaused(const CallContext& call, bool paused) override {
    if (paused) {
      pb::SetCheckpointRequest request;
      request.set_name(kPause);
      request.set_value("paused");
      return Call(call, checkpoints_.get(),
                  &pb::CheckpointService::Stub::SetCheckpoint, request)
          .status();
    }
    pb::DeleteCheckpointRequest request;
    request.set_name(kPause);
    return Call(call, checkpoints_.get(),
                &pb::CheckpointService::Stub::DeleteCheckpoint, request)
        .status();
  }

  absl::StatusOr<v1::TrendingResponse> Trending(
      const CallContext& call, const v1::TrendingRequest& request) override {
    return Call(call, recommend_.get(), &v1::RecommendService::Stub::Trending,
                request);
  }
  absl::StatusOr<v1::SearchResponse> Search(
      const CallContext& call, const v1::SearchRequest& request) override {
    return Call(call, recommend_.get(), &v1::RecommendService::Stub::Search,
                request);
  }
  absl::StatusOr<v1::FeedResponse> Feed(
      const CallContext& call, const v1::FeedRequest& request) override {
    return Call(call, recommend_.get(), &v1::RecommendService::Stub::Feed,
                request);
  }

 private:
  std::unique_ptr<pb::MailStoreService::Stub> mail_;
  std::unique_ptr<pb::ReaderStoreService::Stub> readers_;
  std::unique_ptr<pb::PaperStoreService::Stub> papers_;
  std::unique_ptr<pb::CheckpointService::Stub> checkpoints_;
  std::unique_ptr<v1::RecommendService::Stub> recommend_;
};

}  // namespace

std::unique_ptr<Houses> ConnectHouses(const std::string& storage,
                                      const std::string& recommend,
                                      std::shared_ptr<const TlsIdentity> tls) {
  return std::make_unique<GrpcHouses>(
      MakeChannel({.target = storage,
                   .services = {"broadsheet.internal.v1.MailStoreService",
                                "broadsheet.internal.v1.ReaderStoreService",
                                "broadsheet.internal.v1.PaperStoreService",
                                "broadsheet.internal.v1.CheckpointService"},
                   .max_message_bytes = 64 << 20,
                   .tls = tls,
                   .peer_name = "storage"}),
      MakeChannel({.target = recommend,
                   .services = {"broadsheet.v1.RecommendService"},
                   .max_message_bytes = 64 << 20,
                   .tls = tls,
                   .peer_name = "recommend"}));
}

}  // namespace broadsheet::digest
