#include "gateway/public_api.h"

#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "common/errors.h"
#include "common/paper_id.h"
#include "common/retry_pushback.h"
#include "gateway/digest_methods.h"
#include "gateway/identity.h"
#include "gateway/position.h"
#include "gateway/request_checks.h"

namespace broadsheet::gateway {
namespace {

constexpr int kMaxEvents = 1000;

// A method that is a check and a call to another house.
template <class Request, class Response>
void Forward(MethodTable* table, const std::string& method, Backend* backend,
             absl::StatusOr<Response> (Backend::*call)(const CallContext&,
                                                       const Request&)) {
  table->Add<Request, Response>(
      method,
      [backend, call](CallContext& context, const Identity&,
                      const Request& request) -> absl::StatusOr<Response> {
        if (absl::Status ok = CheckRequest(request); !ok.ok()) return ok;
        return (backend->*call)(context, request);
      });
}

}  // namespace

void PublicApi::Register(MethodTable* table) {
  RegisterDigestMethods(backend_, table);
  RegisterPapers(table);
  RegisterLists(table);
  RegisterReaders(table);
  RegisterOperations(table);
}

void PublicApi::RegisterPapers(MethodTable* table) {
  table->Add<v1::GetPaperRequest, v1::GetPaperResponse>(
      "PaperService/GetPaper", [this](CallContext& call, const Identity&,
                                      const v1::GetPaperRequest& request) {
        return GetPaper(*backend_, call, request.paper_id());
      });
  table->Add<v1::BatchGetPapersRequest, v1::BatchGetPapersResponse>(
      "PaperService/BatchGetPapers",
      [this](CallContext& call, const Identity&,
             const v1::BatchGetPapersRequest& request) {
        return backend_->GetPapers(
            call, {request.paper_ids().begin(), request.paper_ids().end()});
      });
  Forward(table, "PaperService/ListPapers", backend_, &Backend::ListPapers);
  Forward(table, "PaperService/ListSubmitted", backend_,
          &Backend::ListSubmitted);
}

void PublicApi::RegisterLists(MethodTable* table) {
  Forward(table, "RecommendService/Search", backend_, &Backend::Search);
  Forward(table, "RecommendService/Suggest", backend_, &Backend::Suggest);
  Forward(table, "RecommendService/Similar", backend_, &Backend::Similar);
  Forward(table, "RecommendService/Feed", backend_, &Backend::Feed);
  Forward(table, "RecommendService/Trending", backend_, &Backend::Trending);
  Forward(table, "RecommendService/Explain", backend_, &Backend::Explain);
  table->Add<v1::GetStatusRequest, v1::GetStatusResponse>(
      "RecommendService/GetStatus",
      [this](CallContext& call, const Identity&, const v1::GetStatusRequest&) {
        return backend_->GetRecommenderStatus(call);
      });
}

void PublicApi::RegisterReaders(MethodTable* table) {
  table->Add<v1::RecordEventsRequest, v1::RecordEventsResponse>(
      "ReaderService/RecordEvents",
      [this](CallContext& call, const Identity&,
             const v1::RecordEventsRequest& request) {
        return RecordEvents(call, request);
      });
  Forward(table, "ReaderService/ListLibrary", backend_, &Backend::ListLibrary);
  Forward(table, "ReaderService/BatchGetStandings", backend_,
          &Backend::BatchGetStandings);
  Forward(table, "ReaderService/ExportReader", backend_,
          &Backend::ExportReader);
  table->Add<v1::EraseReaderRequest, v1::EraseReaderResponse>(
      "ReaderService/EraseReader",
      [this](CallContext& call, const Identity&,
             const v1::EraseReaderRequest& request)
          -> absl::StatusOr<v1::EraseReaderResponse> {
        if (absl::Status ok = CheckRequest(request); !ok.ok()) return ok;
        return backend_->EraseReader(call, request);
      });
}

void PublicApi::RegisterOperations(MethodTable* table) {
  Forward(table, "IngestService/RunHarvest", backend_, &Backend::RunHarvest);
  table->Add<v1::FetchPaperRequest, v1::FetchPaperResponse>(
      "IngestService/FetchPaper",
      [this](CallContext& call, const Identity&,
             const v1::FetchPaperRequest& request)
          -> absl::StatusOr<v1::FetchPaperResponse> {
        if (absl::Status valid = CheckRequest(request); !valid.ok()) {
          return valid;
        }
        ForbidRetries(call);
        auto response = backend_->FetchPaper(call, request);
        if (response.ok()) AnswerPosition(call, response->position());
        return response;
      });
  Forward(table, "IngestService/GetOperation", backend_,
          &Backend::GetOperation);
  Forward(table, "IngestService/ListDeadLetters", backend_,
          &Backend::ListDeadLetters);
  Forward(table, "IngestService/DeleteDeadLetters", backend_,
          &Backend::DeleteDeadLetters);
  Forward(table, "IngestService/ListSources", backend_, &Backend::ListSources);
  table->Add<v1::RetryDeadLettersRequest, v1::RetryDeadLettersResponse>(
      "IngestService/RetryDeadLetters",
      [this](CallContext& call, const Identity&,
             const v1::RetryDeadLettersRequest& request)
          -> absl::StatusOr<v1::RetryDeadLettersResponse> {
        if (absl::Status ok = CheckRequest(request); !ok.ok()) return ok;
        auto response = backend_->RetryDeadLetters(call, request);
        if (response.ok()) AnswerPosition(call, response->position());
        return response;
      });
  table->Add<v1::RunEditorRequest, v1::RunEditorResponse>(
      "EditorService/RunEditor",
      [this](CallContext& call, const Identity&,
             const v1::RunEditorRequest& request)
          -> absl::StatusOr<v1::RunEditorResponse> {
        if (absl::Status ok = CheckRequest(request); !ok.ok()) return ok;
        auto response = backend_->RunEditor(call, request);
        if (response.ok()) AnswerPosition(call, response->position());
        return response;
      });
  table->Add<v1::GetSystemStatusRequest, v1::GetSystemStatusResponse>(
      "SystemService/GetSystemStatus",
      [this](CallContext& call, const Identity&,
             const v1::GetSystemStatusRequest&)
          -> absl::StatusOr<v1::GetSystemStatusResponse> {
        return status_->Get(call);
      });
}

absl::StatusOr<v1::RecordEventsResponse> PublicApi::RecordEvents(
    CallContext& call, const v1::RecordEventsRequest& request) {
  if (request.events().empty() || request.events_size() > kMaxEvents) {
    return InvalidField("events", "has none, or more than 1,000");
  }
  v1::RecordEventsRequest normal = request;
  for (v1::Event& event : *normal.mutable_events()) {
    // Storage refuses a bad id alone; the batch goes on.
    auto id = NormalizePaperId(event.paper_id(), "");
    if (id.ok()) event.set_paper_id(*std::move(id));
  }
  return backend_->AppendEvents(call, normal);
}

}  // namespace broadsheet::gateway
