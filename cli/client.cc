#include "cli/client.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "broadsheet/v1/account_service.grpc.pb.h"
#include "broadsheet/v1/digest_service.grpc.pb.h"
#include "broadsheet/v1/edition_service.grpc.pb.h"
#include "broadsheet/v1/editor_service.grpc.pb.h"
#include "broadsheet/v1/ingest_service.grpc.pb.h"
#include "broadsheet/v1/model_service.grpc.pb.h"
#include "broadsheet/v1/paper_service.grpc.pb.h"
#include "broadsheet/v1/reader_service.grpc.pb.h"
#include "broadsheet/v1/recommend_service.grpc.pb.h"
#include "broadsheet/v1/system_service.grpc.pb.h"
#include "cli/grpc_bulk_stream.h"
#include "common/channel.h"
#include "common/grpc_status.h"

namespace broadsheet::cli {
namespace {

// A page of 500 papers with abstracts of the greatest length.
constexpr int kMaxMessageBytes = 64 << 20;

std::shared_ptr<grpc::Channel> Connect(const Client::Options& options) {
  return MakeChannel({.target = options.server,
                      .services = {v1::SystemService::service_full_name(),
                                   v1::PaperService::service_full_name(),
                                   v1::ReaderService::service_full_name(),
                                   v1::RecommendService::service_full_name(),
                                   v1::IngestService::service_full_name(),
                                   v1::AccountService::service_full_name(),
                                   v1::ModelService::service_full_name(),
                                   v1::EditionService::service_full_name(),
                                   v1::DigestService::service_full_name()},
                      .max_message_bytes = kMaxMessageBytes,
                      .tls = options.tls});
}

}  // namespace

struct Client::Impl {
  explicit Impl(const Options& given)
      : options(given),
        channel(Connect(given)),
        accounts(channel),
        digest(channel),
        editions(channel),
        editor(channel),
        ingest(channel),
        models(channel),
        papers(channel),
        readers(channel),
        recommend(channel),
        system(channel) {}

  std::unique_ptr<grpc::ClientContext> MakeContext() const {
    auto context = std::make_unique<grpc::ClientContext>();
    if (!options.token.empty()) {
      context->AddMetadata("authorization",
                           absl::StrCat("Bearer ", options.token));
    }
    return context;
  }

  template <class Stub, class Request, class Response>
  absl::StatusOr<Response> Call(
      Stub& stub,
      grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&,
                                   Response*),
      const Request& request) {
    auto context = MakeContext();
    context->set_deadline(absl::ToChronoTime(absl::Now() + options.timeout));
    Response response;
    absl::Status status =
        FromGrpc((stub.*method)(context.get(), request, &response));
    if (!status.ok()) return status;
    return response;
  }

  const Options options;
  std::shared_ptr<grpc::Channel> channel;
  v1::AccountService::Stub accounts;
  v1::DigestService::Stub digest;
  v1::EditionService::Stub editions;
  v1::EditorService::Stub editor;
  v1::IngestService::Stub ingest;
  v1::ModelService::Stub models;
  v1::PaperService::Stub papers;
  v1::ReaderService::Stub readers;
  v1::RecommendService::Stub recommend;
  v1::SystemService::Stub system;
};

Client::Client(const Options& options)
    : impl_(std::make_unique<Impl>(options)) {}

Client::~Client() = default;

const std::string& Client::server() const { return impl_->options.server; }

absl::StatusOr<v1::CreateTokenResponse> Client::CreateToken(
    const v1::CreateTokenRequest& request) {
  return impl_->Call(impl_->accounts, &v1::AccountService::Stub::CreateToken,
                     request);
}

absl::StatusOr<v1::CreateInvitationResponse> Client::CreateInvitation(
    const v1::CreateInvitationRequest& request) {
  return impl_->Call(impl_->accounts,
                     &v1::AccountService::Stub::CreateInvitation, request);
}

absl::StatusOr<v1::ListAccountsResponse> Client::ListAccounts(
    const v1::ListAccountsRequest& request) {
  return impl_->Call(impl_->accounts, &v1::AccountService::Stub::ListAccounts,
                     request);
}

absl::StatusOr<v1::SetRoleResponse> Client::SetRole(
    const v1::SetRoleRequest& request) {
  return impl_->Call(impl_->accounts, &v1::AccountService::Stub::SetRole,
                     request);
}

absl::StatusOr<v1::SetBanResponse> Client::SetBan(
    const v1::SetBanRequest& request) {
  return impl_->Call(impl_->accounts, &v1::AccountService::Stub::SetBan,
                     request);
}

absl::StatusOr<v1::SignOutEverywhereResponse> Client::SignOutEverywhere(
    const v1::SignOutEverywhereRequest& request) {
  return impl_->Call(impl_->accounts,
                     &v1::AccountService::Stub::SignOutEverywhere, request);
}

absl::StatusOr<v1::RunEditorResponse> Client::RunEditor(
    const v1::RunEditorRequest& request) {
  return impl_->Call(impl_->editor, &v1::EditorService::Stub::RunEditor,
                     request);
}

absl::StatusOr<v1::GetSystemStatusResponse> Client::GetSystemStatus() {
  return impl_->Call(impl_->system, &v1::SystemService::Stub::GetSystemStatus,
                     v1::GetSystemStatusRequest());
}

absl::StatusOr<v1::RunTrainingResponse> Client::RunTraining(
    const v1::RunTrainingRequest& request) {
  return impl_->Call(impl_->models, &v1::ModelService::Stub::RunTraining,
                     request);
}

absl::StatusOr<v1::RunEvaluationResponse> Client::RunEvaluation(
    const v1::RunEvaluationRequest& request) {
  return impl_->Call(impl_->models, &v1::ModelService::Stub::RunEvaluation,
                     request);
}

absl::StatusOr<v1::EvaluateEventsResponse> Client::EvaluateEvents(
    const v1::RunEvaluationRequest& how,
    const std::function<absl::Status(const EventSink&)>& events) {
  const auto context = impl_->MakeContext();
  const auto call = impl_->models.EvaluateEvents(context.get());
  v1::EvaluateEventsRequest request;
  *request.mutable_evaluation() = how;
  bool open = call->Write(request);
  request.Clear();
  const absl::Status given = events([&](std::vector<v1::Event> batch) {
    request.mutable_events()->Assign(batch.begin(), batch.end());
    open = open && call->Write(request);
    // Why it is over is what the server answers.
    return open ? absl::OkStatus() : absl::CancelledError("the stream ended");
  });
  if (open && !given.ok()) {
    context->TryCancel();
    (void)call->Finish();
    return given;
  }
  call->WritesDone();
  v1::EvaluateEventsResponse response;
  const bool answered = call->Read(&response);
  const absl::Status ended = FromGrpc(call->Finish());
  if (!ended.ok()) return ended;
  if (answered) return response;
  return absl::DataLossError("the stream ended without an answer");
}

absl::StatusOr<v1::BuildSegmentResponse> Client::BuildSegment(
    const v1::BuildSegmentRequest& request) {
  return impl_->Call(impl_->models, &v1::ModelService::Stub::BuildSegment,
                     request);
}

absl::StatusOr<v1::GetTrainingOperationResponse> Client::GetTrainingOperation(
    const v1::GetTrainingOperationRequest& request) {
  return impl_->Call(impl_->models,
                     &v1::ModelService::Stub::GetTrainingOperation, request);
}

absl::StatusOr<v1::ListModelsResponse> Client::ListModels(
    const v1::ListModelsRequest& request) {
  return impl_->Call(impl_->models, &v1::ModelService::Stub::ListModels,
                     request);
}

absl::StatusOr<v1::PromoteModelResponse> Client::PromoteModel(
    const v1::PromoteModelRequest& request) {
  return impl_->Call(impl_->models, &v1::ModelService::Stub::PromoteModel,
                     request);
}

absl::StatusOr<v1::RollbackModelResponse> Client::RollbackModel(
    const v1::RollbackModelRequest& request) {
  return impl_->Call(impl_->models, &v1::ModelService::Stub::RollbackModel,
                     request);
}

absl::StatusOr<v1::ListEditionsResponse> Client::ListEditions(
    const v1::ListEditionsRequest& request) {
  return impl_->Call(impl_->editions, &v1::EditionService::Stub::ListEditions,
                     request);
}

absl::StatusOr<v1::PutEditionResponse> Client::PutEdition(
    const v1::PutEditionRequest& request) {
  return impl_->Call(impl_->editions, &v1::EditionService::Stub::PutEdition,
                     request);
}

absl::StatusOr<v1::DeleteEditionResponse> Client::DeleteEdition(
    const v1::DeleteEditionRequest& request) {
  return impl_->Call(impl_->editions, &v1::EditionService::Stub::DeleteEdition,
                     request);
}

absl::StatusOr<v1::RunHarvestResponse> Client::RunHarvest(
    const v1::RunHarvestRequest& request) {
  return impl_->Call(impl_->ingest, &v1::IngestService::Stub::RunHarvest,
                     request);
}

absl::StatusOr<v1::FetchPaperResponse> Client::FetchPaper(
    const v1::FetchPaperRequest& request) {
  return impl_->Call(impl_->ingest, &v1::IngestService::Stub::FetchPaper,
                     request);
}

absl::StatusOr<v1::GetOperationResponse> Client::GetOperation(
    const v1::GetOperationRequest& request) {
  return impl_->Call(impl_->ingest, &v1::IngestService::Stub::GetOperation,
                     request);
}

absl::StatusOr<v1::ListDeadLettersResponse> Client::ListDeadLetters(
    const v1::ListDeadLettersRequest& request) {
  return impl_->Call(impl_->ingest, &v1::IngestService::Stub::ListDeadLetters,
                     request);
}

absl::StatusOr<v1::RetryDeadLettersResponse> Client::RetryDeadLetters(
    const v1::RetryDeadLettersRequest& request) {
  return impl_->Call(impl_->ingest, &v1::IngestService::Stub::RetryDeadLetters,
                     request);
}

absl::StatusOr<v1::DeleteDeadLettersResponse> Client::DeleteDeadLetters(
    const v1::DeleteDeadLettersRequest& request) {
  return impl_->Call(impl_->ingest, &v1::IngestService::Stub::DeleteDeadLetters,
                     request);
}

absl::StatusOr<v1::ListSourcesResponse> Client::ListSources() {
  return impl_->Call(impl_->ingest, &v1::IngestService::Stub::ListSources,
                     v1::ListSourcesRequest());
}

std::unique_ptr<BulkStream> Client::OpenPaperStream() {
  auto context = impl_->MakeContext();
  auto call = impl_->ingest.IngestPapers(context.get());
  return MakeBulkStream(std::move(context), std::move(call));
}

std::unique_ptr<BulkStream> Client::OpenEventStream() {
  auto context = impl_->MakeContext();
  auto call = impl_->ingest.IngestEvents(context.get());
  return MakeBulkStream(std::move(context), std::move(call));
}

absl::StatusOr<v1::GetPaperResponse> Client::GetPaper(
    const v1::GetPaperRequest& request) {
  return impl_->Call(impl_->papers, &v1::PaperService::Stub::GetPaper, request);
}

absl::StatusOr<v1::ListPapersResponse> Client::ListPapers(
    const v1::ListPapersRequest& request) {
  return impl_->Call(impl_->papers, &v1::PaperService::Stub::ListPapers,
                     request);
}

absl::StatusOr<v1::ListSubmittedResponse> Client::ListSubmitted(
    const v1::ListSubmittedRequest& request) {
  return impl_->Call(impl_->papers, &v1::PaperService::Stub::ListSubmitted,
                     request);
}

absl::StatusOr<v1::RecordEventsResponse> Client::RecordEvents(
    const v1::RecordEventsRequest& request) {
  return impl_->Call(impl_->readers, &v1::ReaderService::Stub::RecordEvents,
                     request);
}

absl::StatusOr<v1::SubmitPaperResponse> Client::SubmitPaper(
    const v1::SubmitPaperRequest& request) {
  return impl_->Call(impl_->readers, &v1::ReaderService::Stub::SubmitPaper,
                     request);
}

absl::StatusOr<v1::ListLibraryResponse> Client::ListLibrary(
    const v1::ListLibraryRequest& request) {
  return impl_->Call(impl_->readers, &v1::ReaderService::Stub::ListLibrary,
                     request);
}

absl::StatusOr<v1::ExportReaderResponse> Client::ExportReader(
    const v1::ExportReaderRequest& request) {
  return impl_->Call(impl_->readers, &v1::ReaderService::Stub::ExportReader,
                     request);
}

absl::StatusOr<v1::EraseReaderResponse> Client::EraseReader(
    const v1::EraseReaderRequest& request) {
  return impl_->Call(impl_->readers, &v1::ReaderService::Stub::EraseReader,
                     request);
}

absl::Status Client::ExportRecords(
    v1::RecordKind kind,
    const std::function<absl::Status(const v1::ExportRecordsResponse&)>& take) {
  v1::ExportRecordsRequest request;
  request.set_kind(kind);
  const auto context = impl_->MakeContext();
  const auto reader = impl_->system.ExportRecords(context.get(), request);
  v1::ExportRecordsResponse part;
  bool whole = false;
  absl::Status taken;
  while (taken.ok() && reader->Read(&part)) {
    taken = take(part);
    whole = part.last();
  }
  if (!taken.ok()) context->TryCancel();
  const absl::Status ended = FromGrpc(reader->Finish());
  if (!taken.ok()) return taken;
  if (!ended.ok()) return ended;
  return whole ? absl::OkStatus()
               : absl::DataLossError("the export ended before its end");
}

absl::StatusOr<v1::SendDueResponse> Client::SendDue(
    const v1::SendDueRequest& request) {
  return impl_->Call(impl_->digest, &v1::DigestService::Stub::SendDue, request);
}

absl::StatusOr<v1::PreviewResponse> Client::PreviewDigest(
    const v1::PreviewRequest& request) {
  return impl_->Call(impl_->digest, &v1::DigestService::Stub::Preview, request);
}

absl::StatusOr<v1::PauseDigestsResponse> Client::PauseDigests(
    const v1::PauseDigestsRequest& request) {
  return impl_->Call(impl_->digest, &v1::DigestService::Stub::PauseDigests,
                     request);
}

absl::StatusOr<v1::ListIssuesResponse> Client::ListIssues(
    const v1::ListIssuesRequest& request) {
  return impl_->Call(impl_->digest, &v1::DigestService::Stub::ListIssues,
                     request);
}

absl::StatusOr<v1::ResendMailResponse> Client::ResendMail(
    const v1::ResendMailRequest& request) {
  return impl_->Call(impl_->digest, &v1::DigestService::Stub::ResendMail,
                     request);
}

absl::StatusOr<v1::SuppressAddressResponse> Client::SuppressAddress(
    const v1::SuppressAddressRequest& request) {
  return impl_->Call(impl_->digest, &v1::DigestService::Stub::SuppressAddress,
                     request);
}

absl::StatusOr<v1::ExportAddressResponse> Client::ExportAddress(
    const v1::ExportAddressRequest& request) {
  return impl_->Call(impl_->digest, &v1::DigestService::Stub::ExportAddress,
                     request);
}

absl::StatusOr<v1::EraseAddressResponse> Client::EraseAddress(
    const v1::EraseAddressRequest& request) {
  return impl_->Call(impl_->digest, &v1::DigestService::Stub::EraseAddress,
                     request);
}

absl::StatusOr<v1::SearchResponse> Client::Search(
    const v1::SearchRequest& request) {
  return impl_->Call(impl_->recommend, &v1::RecommendService::Stub::Search,
                     request);
}

absl::StatusOr<v1::SuggestResponse> Client::Suggest(
    const v1::SuggestRequest& request) {
  return impl_->Call(impl_->recommend, &v1::RecommendService::Stub::Suggest,
                     request);
}

absl::StatusOr<v1::SimilarResponse> Client::Similar(
    const v1::SimilarRequest& request) {
  return impl_->Call(impl_->recommend, &v1::RecommendService::Stub::Similar,
                     request);
}

absl::StatusOr<v1::FeedResponse> Client::Feed(const v1::FeedRequest& request) {
  return impl_->Call(impl_->recommend, &v1::RecommendService::Stub::Feed,
                     request);
}

absl::StatusOr<v1::TrendingResponse> Client::Trending(
    const v1::TrendingRequest& request) {
  return impl_->Call(impl_->recommend, &v1::RecommendService::Stub::Trending,
                     request);
}

}  // namespace broadsheet::cli
