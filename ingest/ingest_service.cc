#include "ingest/ingest_service.h"

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

}  // namespace

IngestServer::IngestServer(const Backend& backend, Rpcs* rpcs)
    : backend_(backend), rpcs_(rpcs) {}

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
