#include "ingest/ingest_service.h"

#include <algorithm>
#include <utility>

#include "common/errors.h"
#include "common/retry_pushback.h"
#include "ingest/dead_letter_retry.h"
#include "ingest/session.h"
#include "ingest/source_list.h"

namespace broadsheet::ingest {
namespace {

// Letters of the greatest size fill a message of storage's.
constexpr int kMaxLettersInPage = 200;

absl::StatusOr<v1::ListDeadLettersResponse> ListLetters(
    Store* store, const CallContext& call,
    const v1::ListDeadLettersRequest& request) {
  if (request.page_size() < 0) return InvalidField("page_size", "is negative");
  internal::v1::ListDeadLettersRequest query;
  *query.mutable_query() = request;
  query.mutable_query()->set_page_size(
      std::min(request.page_size(), kMaxLettersInPage));
  auto answer = store->ListDeadLetters(call, query);
  if (!answer.ok()) return answer.status();
  return std::move(*answer->mutable_page());
}

absl::StatusOr<v1::DeleteDeadLettersResponse> DeleteLetters(
    Store* store, const CallContext& call,
    const v1::DeleteDeadLettersRequest& request) {
  internal::v1::DeleteDeadLettersRequest wanted;
  *wanted.mutable_ids() = request.ids();
  auto answer = store->DeleteDeadLetters(call, wanted);
  if (!answer.ok()) return answer.status();
  v1::DeleteDeadLettersResponse response;
  response.set_deleted(answer->deleted());
  return response;
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

IngestServer::IngestServer(const HarvestParts& parts,
                           std::vector<Schedule> schedules,
                           HarvestRunner* harvests, PaperFetcher* papers,
                           Rpcs* rpcs)
    : parts_(parts),
      backend_(parts.backend),
      schedules_(std::move(schedules)),
      harvests_(harvests),
      papers_(papers),
      rpcs_(rpcs) {}

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
      [this](CallContext& call, const v1::RunHarvestRequest& harvest) {
        return Wrapped<v1::RunHarvestResponse>(harvests_->Start(call, harvest));
      });
}

grpc::ServerUnaryReactor* IngestServer::FetchPaper(
    grpc::CallbackServerContext* context, const v1::FetchPaperRequest* request,
    v1::FetchPaperResponse* response) {
  return rpcs_->Unary("IngestService/FetchPaper", context, request, response,
                      [this](CallContext& call, const auto& wanted) {
                        ForbidRetries(call);
                        return papers_->Fetch(call, wanted);
                      });
}

grpc::ServerUnaryReactor* IngestServer::GetOperation(
    grpc::CallbackServerContext* context,
    const v1::GetOperationRequest* request,
    v1::GetOperationResponse* response) {
  return rpcs_->Unary(
      "IngestService/GetOperation", context, request, response,
      [this](CallContext& call, const v1::GetOperationRequest& wanted) {
        return Wrapped<v1::GetOperationResponse>(
            harvests_->Find(call, wanted.operation_id()));
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

grpc::ServerUnaryReactor* IngestServer::RetryDeadLetters(
    grpc::CallbackServerContext* context,
    const v1::RetryDeadLettersRequest* request,
    v1::RetryDeadLettersResponse* response) {
  return rpcs_->Unary("IngestService/RetryDeadLetters", context, request,
                      response, [this](CallContext& call, const auto& retry) {
                        return ingest::RetryDeadLetters(backend_, call, retry);
                      });
}

grpc::ServerUnaryReactor* IngestServer::DeleteDeadLetters(
    grpc::CallbackServerContext* context,
    const v1::DeleteDeadLettersRequest* request,
    v1::DeleteDeadLettersResponse* response) {
  return rpcs_->Unary("IngestService/DeleteDeadLetters", context, request,
                      response, [this](CallContext& call, const auto& wanted) {
                        return DeleteLetters(backend_.store, call, wanted);
                      });
}

grpc::ServerUnaryReactor* IngestServer::ListSources(
    grpc::CallbackServerContext* context, const v1::ListSourcesRequest* request,
    v1::ListSourcesResponse* response) {
  return rpcs_->Unary("IngestService/ListSources", context, request, response,
                      [this](CallContext& call, const v1::ListSourcesRequest&) {
                        return ingest::ListSources(call, parts_, schedules_,
                                                   *harvests_);
                      });
}

}  // namespace broadsheet::ingest
