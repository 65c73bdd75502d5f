#include "ingest/ingest_service.h"

#include <utility>

#include "common/errors.h"
#include "ingest/session.h"

namespace broadsheet::ingest {
namespace {

absl::StatusOr<v1::ListDeadLettersResponse> ListLetters(
    Store* store, const CallContext& call,
    const v1::ListDeadLettersRequest& request) {
  if (request.page_size() < 0) return InvalidField("page_size", "is negative");
  internal::v1::ListDeadLettersRequest query;
  *query.mutable_query() = request;
  auto answer = store->ListDeadLetters(call, query);
  if (!answer.ok()) return answer.status();
  return std::move(*answer->mutable_page());
}

// The operation as the answer of an RPC.
template <class Response>
absl::StatusOr<Response> Wrapped(absl::StatusOr<v1::Operation> operation) {
  if (!operation.ok()) return operation.status();
  Response response;
  *response.mutable_operation() = *std::move(operation);
  return response;
}

}  // namespace

IngestServer::IngestServer(const Backend& backend, HarvestRunner* harvests,
                           Rpcs* rpcs)
    : backend_(backend), harvests_(harvests), rpcs_(rpcs) {}

grpc::ServerBidiReactor<v1::IngestPapersRequest, v1::IngestPapersResponse>*
IngestServer::IngestPapers(grpc::CallbackServerContext* context) {
  return rpcs_->Bidi<v1::IngestPapersRequest, v1::IngestPapersResponse>(
      "IngestService/IngestPapers", context,
      [this](CallContext& call, auto& stream) {
        return Session<PaperStream>(backend_, &call, &stream).Run();
      });
}

grpc::ServerBidiReactor<v1::IngestEventsRequest, v1::IngestEventsResponse>*
IngestServer::IngestEvents(grpc::CallbackServerContext* context) {
  return rpcs_->Bidi<v1::IngestEventsRequest, v1::IngestEventsResponse>(
      "IngestService/IngestEvents", context,
      [this](CallContext& call, auto& stream) {
        return Session<EventStream>(backend_, &call, &stream).Run();
      });
}

grpc::ServerUnaryReactor* IngestServer::RunHarvest(
    grpc::CallbackServerContext* context, const v1::RunHarvestRequest* request,
    v1::RunHarvestResponse* response) {
  return rpcs_->Unary(
      "IngestService/RunHarvest", context, request, response,
      [this](CallContext&, const v1::RunHarvestRequest& harvest) {
        return Wrapped<v1::RunHarvestResponse>(harvests_->Start(harvest));
      });
}

grpc::ServerUnaryReactor* IngestServer::GetOperation(
    grpc::CallbackServerContext* context,
    const v1::GetOperationRequest* request,
    v1::GetOperationResponse* response) {
  return rpcs_->Unary(
      "IngestService/GetOperation", context, request, response,
      [this](CallContext&, const v1::GetOperationRequest& wanted) {
        return Wrapped<v1::GetOperationResponse>(
            harvests_->Find(wanted.operation_id()));
      });
}

grpc::ServerUnaryReactor* IngestServer::ListDeadLetters(
    grpc::CallbackServerContext* context,
    const v1::ListDeadLettersRequest* request,
    v1::ListDeadLettersResponse* response) {
  return rpcs_->Unary("IngestService/ListDeadLetters", context, request,
                      response, [this](CallContext& call, const auto& query) {
                        return ListLetters(backend_.store, call, query);
                      });
}

}  // namespace broadsheet::ingest
