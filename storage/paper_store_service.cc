#include "storage/paper_store_service.h"

#include <algorithm>

#include "absl/time/clock.h"
#include "storage/catalogue_status.h"

namespace broadsheet::storage {

using grpc::CallbackServerContext;
using grpc::ServerUnaryReactor;

namespace {

// The stream may be long; a batch of it may not.
constexpr absl::Duration kBatchLimit = absl::Seconds(30);
// How far behind a follower may be before a batch waits for it, and how long.
constexpr absl::Duration kBehind = absl::Milliseconds(250);
constexpr absl::Duration kLongestWait = absl::Milliseconds(250);
constexpr absl::Duration kWaitStep = absl::Milliseconds(5);

}  // namespace

PaperStoreService::PaperStoreService(Repositories* repositories,
                                     const FollowerLags* lags, Rpcs* rpcs,
                                     std::function<v1::StorageStatus()> process)
    : repositories_(repositories),
      lags_(lags),
      rpcs_(rpcs),
      process_(std::move(process)) {}

PaperStoreService::~PaperStoreService() = default;

void PaperStoreService::LetFollowersCatchUp(const CallContext& call) const {
  const absl::Time end = absl::Now() + kLongestWait;
  while (lags_->Behind() > kBehind && absl::Now() < end && call.Alive().ok()) {
    absl::SleepFor(kWaitStep);
  }
}

grpc::ServerBidiReactor<internal::v1::UpsertPapersRequest,
                        internal::v1::UpsertPapersResponse>*
PaperStoreService::UpsertPapers(CallbackServerContext* context) {
  using Request = internal::v1::UpsertPapersRequest;
  using Response = internal::v1::UpsertPapersResponse;
  return rpcs_->Bidi<Request, Response>(
      "PaperStoreService/UpsertPapers", context,
      [this](CallContext& call, BidiStream<Request, Response>& stream) {
        Request request;
        while (stream.Read(&request)) {
          LetFollowersCatchUp(call);
          const CallContext batch(
              std::min(call.deadline(), absl::Now() + kBatchLimit),
              call.request_id());
          auto response = repositories_->papers.Upsert(batch, &request);
          if (!response.ok()) return response.status();
          if (!stream.Write(*response)) break;
        }
        return call.Alive();
      });
}

ServerUnaryReactor* PaperStoreService::BatchGetPapers(
    CallbackServerContext* context,
    const internal::v1::BatchGetPapersRequest* request,
    internal::v1::BatchGetPapersResponse* response) {
  return rpcs_->Unary("PaperStoreService/BatchGetPapers", context, request,
                      response, [this](CallContext& call, const auto& r) {
                        return repositories_->papers.BatchGet(call, r);
                      });
}

ServerUnaryReactor* PaperStoreService::ListPapers(
    CallbackServerContext* context,
    const internal::v1::ListPapersRequest* request,
    internal::v1::ListPapersResponse* response) {
  return rpcs_->Unary("PaperStoreService/ListPapers", context, request,
                      response, [this](CallContext& call, const auto& r) {
                        return repositories_->paper_lists.List(call, r);
                      });
}

ServerUnaryReactor* PaperStoreService::SetWithdrawn(
    CallbackServerContext* context,
    const internal::v1::SetWithdrawnRequest* request,
    internal::v1::SetWithdrawnResponse* response) {
  return rpcs_->Unary("PaperStoreService/SetWithdrawn", context, request,
                      response, [this](CallContext& call, const auto& r) {
                        return repositories_->papers.SetWithdrawn(call, r);
                      });
}

ServerUnaryReactor* PaperStoreService::AddDeadLetters(
    CallbackServerContext* context,
    const internal::v1::AddDeadLettersRequest* request,
    internal::v1::AddDeadLettersResponse* response) {
  return rpcs_->Unary("PaperStoreService/AddDeadLetters", context, request,
                      response, [this](CallContext& call, const auto& r) {
                        return repositories_->dead_letters.Add(call, r);
                      });
}

ServerUnaryReactor* PaperStoreService::DeleteDeadLetters(
    CallbackServerContext* context,
    const internal::v1::DeleteDeadLettersRequest* request,
    internal::v1::DeleteDeadLettersResponse* response) {
  return rpcs_->Unary("PaperStoreService/DeleteDeadLetters", context, request,
                      response, [this](CallContext& call, const auto& r) {
                        return repositories_->dead_letters.Delete(call, r);
                      });
}

ServerUnaryReactor* PaperStoreService::ListDeadLetters(
    CallbackServerContext* context,
    const internal::v1::ListDeadLettersRequest* request,
    internal::v1::ListDeadLettersResponse* response) {
  return rpcs_->Unary("PaperStoreService/ListDeadLetters", context, request,
                      response, [this](CallContext& call, const auto& r) {
                        return repositories_->dead_letters.List(call, r);
                      });
}

ServerUnaryReactor* PaperStoreService::GetCatalogueStatus(
    CallbackServerContext* context,
    const internal::v1::GetCatalogueStatusRequest* request,
    internal::v1::GetCatalogueStatusResponse* response) {
  return rpcs_->Unary("PaperStoreService/GetCatalogueStatus", context, request,
                      response, [this](CallContext& call, const auto&) {
                        auto status =
                            ReadCatalogueStatus(call, repositories_->database);
                        if (status.ok())
                          *status->mutable_storage() = process_();
                        return status;
                      });
}

}  // namespace broadsheet::storage
