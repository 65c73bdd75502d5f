#include "storage/reader_store_service.h"

#include <functional>
#include <memory>
#include <utility>

namespace broadsheet::storage {

using grpc::CallbackServerContext;
using grpc::ServerUnaryReactor;

ReaderStoreService::ReaderStoreService(Repositories* repositories,
                                       EventCommitter* committer, Rpcs* rpcs)
    : repositories_(repositories), committer_(committer), rpcs_(rpcs) {}

ReaderStoreService::~ReaderStoreService() = default;

ServerUnaryReactor* ReaderStoreService::AppendEvents(
    CallbackServerContext* context,
    const internal::v1::AppendEventsRequest* request,
    internal::v1::AppendEventsResponse* response) {
  // Static, for it is used when the call ends.
  static constexpr char kMethod[] = "ReaderStoreService/AppendEvents";
  if (request->events_size() > EventCommitter::kMaxEvents) {
    return rpcs_->Unary(kMethod, context, request, response,
                        [this](CallContext& call, const auto& r) {
                          return repositories_->events.Append(call, r);
                        });
  }
  return rpcs_->Async(
      kMethod, context, request, response,
      [this](std::shared_ptr<CallContext> call,
             const internal::v1::AppendEventsRequest* r,
             internal::v1::AppendEventsResponse* answer,
             std::function<void(absl::Status)> done) {
        committer_->Append(
            std::move(call), r,
            [answer, done = std::move(done)](
                absl::StatusOr<internal::v1::AppendEventsResponse> result) {
              if (result.ok()) *answer = *std::move(result);
              done(result.status());
            });
      });
}

ServerUnaryReactor* ReaderStoreService::SubmitPaper(
    CallbackServerContext* context,
    const internal::v1::SubmitPaperRequest* request,
    internal::v1::SubmitPaperResponse* response) {
  return rpcs_->Unary("ReaderStoreService/SubmitPaper", context, request,
                      response, [this](CallContext& call, const auto& r) {
                        return repositories_->submissions.Submit(call, r);
                      });
}

ServerUnaryReactor* ReaderStoreService::RetractSubmission(
    CallbackServerContext* context,
    const internal::v1::RetractSubmissionRequest* request,
    internal::v1::RetractSubmissionResponse* response) {
  return rpcs_->Unary("ReaderStoreService/RetractSubmission", context, request,
                      response, [this](CallContext& call, const auto& r) {
                        return repositories_->submissions.Retract(call, r);
                      });
}

ServerUnaryReactor* ReaderStoreService::ListSubmitted(
    CallbackServerContext* context,
    const internal::v1::ListSubmittedRequest* request,
    internal::v1::ListSubmittedResponse* response) {
  return rpcs_->Unary("ReaderStoreService/ListSubmitted", context, request,
                      response, [this](CallContext& call, const auto& r) {
                        return repositories_->submitted_lists.List(call, r);
                      });
}

ServerUnaryReactor* ReaderStoreService::ListLibrary(
    CallbackServerContext* context,
    const internal::v1::ListLibraryRequest* request,
    internal::v1::ListLibraryResponse* response) {
  return rpcs_->Unary("ReaderStoreService/ListLibrary", context, request,
                      response, [this](CallContext& call, const auto& r) {
                        return repositories_->readers.ListLibrary(call, r);
                      });
}

ServerUnaryReactor* ReaderStoreService::ListDismissed(
    CallbackServerContext* context,
    const internal::v1::ListDismissedRequest* request,
    internal::v1::ListDismissedResponse* response) {
  return rpcs_->Unary("ReaderStoreService/ListDismissed", context, request,
                      response, [this](CallContext& call, const auto& r) {
                        return repositories_->readers.ListDismissed(call, r);
                      });
}

ServerUnaryReactor* ReaderStoreService::ListFolders(
    CallbackServerContext* context,
    const internal::v1::ListFoldersRequest* request,
    internal::v1::ListFoldersResponse* response) {
  return rpcs_->Unary("ReaderStoreService/ListFolders", context, request,
                      response, [this](CallContext& call, const auto& r) {
                        return repositories_->readers.ListFolders(call, r);
                      });
}

ServerUnaryReactor* ReaderStoreService::ListFollows(
    CallbackServerContext* context,
    const internal::v1::ListFollowsRequest* request,
    internal::v1::ListFollowsResponse* response) {
  return rpcs_->Unary("ReaderStoreService/ListFollows", context, request,
                      response, [this](CallContext& call, const auto& r) {
                        return repositories_->readers.ListFollows(call, r);
                      });
}

ServerUnaryReactor* ReaderStoreService::BatchGetStandings(
    CallbackServerContext* context,
    const internal::v1::BatchGetStandingsRequest* request,
    internal::v1::BatchGetStandingsResponse* response) {
  return rpcs_->Unary("ReaderStoreService/BatchGetStandings", context, request,
                      response, [this](CallContext& call, const auto& r) {
                        return repositories_->readers.BatchGetStandings(call,
                                                                        r);
                      });
}

ServerUnaryReactor* ReaderStoreService::ExportReader(
    CallbackServerContext* context,
    const internal::v1::ExportReaderRequest* request,
    internal::v1::ExportReaderResponse* response) {
  return rpcs_->Unary("ReaderStoreService/ExportReader", context, request,
                      response, [this](CallContext& call, const auto& r) {
                        return repositories_->reader_export.Export(call, r);
                      });
}

ServerUnaryReactor* ReaderStoreService::EraseReader(
    CallbackServerContext* context,
    const internal::v1::EraseReaderRequest* request,
    internal::v1::EraseReaderResponse* response) {
  return rpcs_->Unary("ReaderStoreService/EraseReader", context, request,
                      response, [this](CallContext& call, const auto& r) {
                        return repositories_->eraser.Erase(call, r);
                      });
}

ServerUnaryReactor* ReaderStoreService::CreateToken(
    CallbackServerContext* context,
    const internal::v1::CreateTokenRequest* request,
    internal::v1::CreateTokenResponse* response) {
  return rpcs_->Unary("ReaderStoreService/CreateToken", context, request,
                      response, [this](CallContext& call, const auto& r) {
                        return repositories_->readers.CreateToken(call, r);
                      });
}

ServerUnaryReactor* ReaderStoreService::FindToken(
    CallbackServerContext* context,
    const internal::v1::FindTokenRequest* request,
    internal::v1::FindTokenResponse* response) {
  return rpcs_->Unary("ReaderStoreService/FindToken", context, request,
                      response, [this](CallContext& call, const auto& r) {
                        return repositories_->readers.FindToken(call, r);
                      });
}

}  // namespace broadsheet::storage
