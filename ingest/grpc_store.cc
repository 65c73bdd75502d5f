#include "ingest/grpc_store.h"

#include <utility>

#include "absl/time/time.h"
#include "broadsheet/internal/v1/paper_store_service.grpc.pb.h"
#include "broadsheet/internal/v1/reader_store_service.grpc.pb.h"
#include "common/channel.h"
#include "common/grpc_status.h"

namespace broadsheet::ingest {
namespace {

namespace pb = internal::v1;

constexpr absl::Duration kUnaryLimit = absl::Seconds(30);

class GrpcUpsertStream final : public UpsertStream {
 public:
  GrpcUpsertStream(pb::PaperStoreService::Stub* stub, const CallContext& call) {
    PrepareCall(call, absl::InfiniteDuration(), &context_);
    stream_ = stub->UpsertPapers(&context_);
  }

  ~GrpcUpsertStream() override {
    if (finished_) return;
    context_.TryCancel();
    stream_->Finish();
  }

  bool Write(const pb::UpsertPapersRequest& request) override {
    return stream_->Write(request);
  }

  bool Read(pb::UpsertPapersResponse* response) override {
    return stream_->Read(response);
  }

  absl::Status Finish() override {
    finished_ = true;
    stream_->WritesDone();
    return FromGrpc(stream_->Finish());
  }

  void Cancel() override { context_.TryCancel(); }

 private:
  grpc::ClientContext context_;
  std::unique_ptr<grpc::ClientReaderWriter<pb::UpsertPapersRequest,
                                           pb::UpsertPapersResponse>>
      stream_;
  bool finished_ = false;
};

class GrpcStore final : public Store {
 public:
  explicit GrpcStore(const std::shared_ptr<grpc::Channel>& channel)
      : papers_(pb::PaperStoreService::NewStub(channel)),
        readers_(pb::ReaderStoreService::NewStub(channel)) {}

  std::unique_ptr<UpsertStream> OpenUpserts(const CallContext& call) override {
    return std::make_unique<GrpcUpsertStream>(papers_.get(), call);
  }

  absl::StatusOr<pb::ListPapersResponse> ListPapers(
      const CallContext& call, const pb::ListPapersRequest& request) override {
    return Call(papers_.get(), &pb::PaperStoreService::Stub::ListPapers, call,
                request);
  }

  absl::StatusOr<pb::SetWithdrawnResponse> SetWithdrawn(
      const CallContext& call,
      const pb::SetWithdrawnRequest& request) override {
    return Call(papers_.get(), &pb::PaperStoreService::Stub::SetWithdrawn, call,
                request);
  }

  absl::StatusOr<pb::AppendEventsResponse> AppendEvents(
      const CallContext& call,
      const pb::AppendEventsRequest& request) override {
    return Call(readers_.get(), &pb::ReaderStoreService::Stub::AppendEvents,
                call, request);
  }

  absl::StatusOr<pb::AddDeadLettersResponse> AddDeadLetters(
      const CallContext& call,
      const pb::AddDeadLettersRequest& request) override {
    return Call(papers_.get(), &pb::PaperStoreService::Stub::AddDeadLetters,
                call, request);
  }

  absl::StatusOr<pb::ListDeadLettersResponse> ListDeadLetters(
      const CallContext& call,
      const pb::ListDeadLettersRequest& request) override {
    return Call(papers_.get(), &pb::PaperStoreService::Stub::ListDeadLetters,
                call, request);
  }

  absl::StatusOr<pb::DeleteDeadLettersResponse> DeleteDeadLetters(
      const CallContext& call,
      const pb::DeleteDeadLettersRequest& request) override {
    return Call(papers_.get(), &pb::PaperStoreService::Stub::DeleteDeadLetters,
                call, request);
  }

 private:
  template <class Stub, class Request, class Response>
  static absl::StatusOr<Response> Call(
      Stub* stub,
      grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&,
                                   Response*),
      const CallContext& call, const Request& request) {
    grpc::ClientContext context;
    PrepareCall(call, kUnaryLimit, &context);
    Response response;
    const grpc::Status status = (stub->*method)(&context, request, &response);
    if (!status.ok()) return FromGrpc(status);
    return response;
  }

  std::unique_ptr<pb::PaperStoreService::Stub> papers_;
  std::unique_ptr<pb::ReaderStoreService::Stub> readers_;
};

}  // namespace

std::shared_ptr<grpc::Channel> MakeStoreChannel(
    const std::string& target, std::shared_ptr<const TlsIdentity> tls) {
  return MakeChannel({.target = target,
                      .services = {"broadsheet.internal.v1.PaperStoreService",
                                   "broadsheet.internal.v1.ReaderStoreService",
                                   "broadsheet.internal.v1.CheckpointService",
                                   "broadsheet.internal.v1.LeaseService"},
                      .tls = std::move(tls),
                      .peer_name = "storage"});
}

std::unique_ptr<Store> MakeGrpcStore(
    const std::shared_ptr<grpc::Channel>& channel) {
  return std::make_unique<GrpcStore>(channel);
}

std::unique_ptr<Store> MakeGrpcStore(const std::string& target) {
  return MakeGrpcStore(MakeStoreChannel(target, nullptr));
}

}  // namespace broadsheet::ingest
