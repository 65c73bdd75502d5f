#include "cli/grpc_bulk_stream.h"

#include <utility>

#include "common/grpc_status.h"

namespace broadsheet::cli {
namespace {

using Outcome = BulkResult::Outcome;

Outcome OutcomeOf(v1::PaperResult::Outcome outcome) {
  switch (outcome) {
    case v1::PaperResult::OUTCOME_CREATED:
      return Outcome::kNew;
    case v1::PaperResult::OUTCOME_UPDATED:
      return Outcome::kUpdated;
    case v1::PaperResult::OUTCOME_UNCHANGED:
      return Outcome::kUnchanged;
    default:
      return Outcome::kRefused;
  }
}

Outcome OutcomeOf(v1::EventResult::Outcome outcome) {
  switch (outcome) {
    case v1::EventResult::OUTCOME_APPENDED:
      return Outcome::kNew;
    case v1::EventResult::OUTCOME_DUPLICATE:
      return Outcome::kUnchanged;
    default:
      return Outcome::kRefused;
  }
}

BulkResult ToResult(const v1::PaperResult& result) {
  return {.record = result.record(),
          .id = result.paper_id(),
          .outcome = OutcomeOf(result.outcome()),
          .field = result.field(),
          .rule = result.rule()};
}

BulkResult ToResult(const v1::NumberedEventResult& numbered) {
  const v1::EventResult& result = numbered.result();
  return {.record = numbered.record(),
          .id = result.event_id(),
          .outcome = OutcomeOf(result.outcome()),
          .field = result.field(),
          .rule = result.rule()};
}

template <class Request, class Response>
class GrpcBulkStream final : public BulkStream {
 public:
  using Call = grpc::ClientReaderWriter<Request, Response>;

  GrpcBulkStream(std::unique_ptr<grpc::ClientContext> context,
                 std::unique_ptr<Call> call)
      : context_(std::move(context)), call_(std::move(call)) {}

  bool SendHeader(const v1::IngestHeader& header) override {
    Request request;
    *request.mutable_header() = header;
    return call_->Write(request);
  }

  bool SendChunk(const std::string& bytes) override {
    Request request;
    request.set_chunk(bytes);
    return call_->Write(request);
  }

  void CloseWrites() override { call_->WritesDone(); }

  bool Read(std::vector<BulkResult>* results) override {
    Response response;
    if (!call_->Read(&response)) return false;
    results->clear();
    for (const auto& result : response.results()) {
      results->push_back(ToResult(result));
    }
    return true;
  }

  absl::Status Finish() override { return FromGrpc(call_->Finish()); }
  void Cancel() override { context_->TryCancel(); }

 private:
  // Declared first: the call uses it to its end.
  std::unique_ptr<grpc::ClientContext> context_;
  std::unique_ptr<Call> call_;
};

}  // namespace

std::unique_ptr<BulkStream> MakeBulkStream(
    std::unique_ptr<grpc::ClientContext> context,
    std::unique_ptr<grpc::ClientReaderWriter<v1::IngestPapersRequest,
                                             v1::IngestPapersResponse>>
        call) {
  return std::make_unique<
      GrpcBulkStream<v1::IngestPapersRequest, v1::IngestPapersResponse>>(
      std::move(context), std::move(call));
}

std::unique_ptr<BulkStream> MakeBulkStream(
    std::unique_ptr<grpc::ClientContext> context,
    std::unique_ptr<grpc::ClientReaderWriter<v1::IngestEventsRequest,
                                             v1::IngestEventsResponse>>
        call) {
  return std::make_unique<
      GrpcBulkStream<v1::IngestEventsRequest, v1::IngestEventsResponse>>(
      std::move(context), std::move(call));
}

}  // namespace broadsheet::cli
