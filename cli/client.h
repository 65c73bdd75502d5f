#ifndef BROADSHEET_CLI_CLIENT_H_
#define BROADSHEET_CLI_CLIENT_H_

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "broadsheet/v1/account_service.pb.h"
#include "broadsheet/v1/digest_service.pb.h"
#include "broadsheet/v1/edition_service.pb.h"
#include "broadsheet/v1/editor_service.pb.h"
#include "broadsheet/v1/ingest_service.pb.h"
#include "broadsheet/v1/model_service.pb.h"
#include "broadsheet/v1/paper_service.pb.h"
#include "broadsheet/v1/reader_service.pb.h"
#include "broadsheet/v1/recommend_service.pb.h"
#include "broadsheet/v1/system_service.pb.h"
#include "cli/bulk_stream.h"
#include "common/tls_identity.h"

namespace broadsheet::cli {

// The gateway as the commands see it: a function for each RPC, with the
// credential and the deadline added and errors as absl::Status with their
// reasons and violations. Connects with the first call. Thread-safe.
class Client {
 public:
  struct Options {
    std::string server;  // "127.0.0.1:8090"
    std::string token;   // Empty: public reads only.
    // As in ChannelOptions.
    std::shared_ptr<const TlsIdentity> tls = nullptr;
    // For one call; streams have no deadline.
    absl::Duration timeout = absl::Seconds(30);
  };

  explicit Client(const Options& options);
  ~Client();
  const std::string& server() const;

  absl::StatusOr<v1::CreateTokenResponse> CreateToken(
      const v1::CreateTokenRequest& request);
  absl::StatusOr<v1::CreateInvitationResponse> CreateInvitation(
      const v1::CreateInvitationRequest& request);
  absl::StatusOr<v1::ListAccountsResponse> ListAccounts(
      const v1::ListAccountsRequest& request);
  absl::StatusOr<v1::SetRoleResponse> SetRole(
      const v1::SetRoleRequest& request);
  absl::StatusOr<v1::SetBanResponse> SetBan(const v1::SetBanRequest& request);
  absl::StatusOr<v1::SignOutEverywhereResponse> SignOutEverywhere(
      const v1::SignOutEverywhereRequest& request);
  absl::StatusOr<v1::RunEditorResponse> RunEditor(
      const v1::RunEditorRequest& request);
  absl::StatusOr<v1::GetSystemStatusResponse> GetSystemStatus();
  // Gives `take` the records as they come, without a deadline, until it answers
  // an error. DATA_LOSS: the stream ended before the last of them.
  absl::Status ExportRecords(
      v1::RecordKind kind,
      const std::function<absl::Status(const v1::ExportRecordsResponse&)>&
          take);

  absl::StatusOr<v1::RunTrainingResponse> RunTraining(
      const v1::RunTrainingRequest& request);
  absl::StatusOr<v1::RunEvaluationResponse> RunEvaluation(
      const v1::RunEvaluationRequest& request);
  // Sends what `events` gives to its argument, batch by batch and without a
  // deadline, until it returns.
  using EventSink = std::function<absl::Status(std::vector<v1::Event>)>;
  absl::StatusOr<v1::EvaluateEventsResponse> EvaluateEvents(
      const v1::RunEvaluationRequest& how,
      const std::function<absl::Status(const EventSink&)>& events);
  absl::StatusOr<v1::BuildSegmentResponse> BuildSegment(
      const v1::BuildSegmentRequest& request);
  absl::StatusOr<v1::GetTrainingOperationResponse> GetTrainingOperation(
      const v1::GetTrainingOperationRequest& request);
  absl::StatusOr<v1::ListModelsResponse> ListModels(
      const v1::ListModelsRequest& request);
  absl::StatusOr<v1::PromoteModelResponse> PromoteModel(
      const v1::PromoteModelRequest& request);
  absl::StatusOr<v1::RollbackModelResponse> RollbackModel(
      const v1::RollbackModelRequest& request);
  absl::StatusOr<v1::ListEditionsResponse> ListEditions(
      const v1::ListEditionsRequest& request);
  absl::StatusOr<v1::PutEditionResponse> PutEdition(
      const v1::PutEditionRequest& request);
  absl::StatusOr<v1::DeleteEditionResponse> DeleteEdition(
      const v1::DeleteEditionRequest& request);

  absl::StatusOr<v1::RunHarvestResponse> RunHarvest(
      const v1::RunHarvestRequest& request);
  absl::StatusOr<v1::FetchPaperResponse> FetchPaper(
      const v1::FetchPaperRequest& request);
  absl::StatusOr<v1::GetOperationResponse> GetOperation(
      const v1::GetOperationRequest& request);
  absl::StatusOr<v1::ListDeadLettersResponse> ListDeadLetters(
      const v1::ListDeadLettersRequest& request);
  absl::StatusOr<v1::RetryDeadLettersResponse> RetryDeadLetters(
      const v1::RetryDeadLettersRequest& request);
  absl::StatusOr<v1::DeleteDeadLettersResponse> DeleteDeadLetters(
      const v1::DeleteDeadLettersRequest& request);
  absl::StatusOr<v1::ListSourcesResponse> ListSources();
  std::unique_ptr<BulkStream> OpenPaperStream();
  std::unique_ptr<BulkStream> OpenEventStream();

  absl::StatusOr<v1::GetPaperResponse> GetPaper(
      const v1::GetPaperRequest& request);
  absl::StatusOr<v1::ListPapersResponse> ListPapers(
      const v1::ListPapersRequest& request);
  absl::StatusOr<v1::ListSubmittedResponse> ListSubmitted(
      const v1::ListSubmittedRequest& request);

  absl::StatusOr<v1::RecordEventsResponse> RecordEvents(
      const v1::RecordEventsRequest& request);
  absl::StatusOr<v1::SubmitPaperResponse> SubmitPaper(
      const v1::SubmitPaperRequest& request);
  absl::StatusOr<v1::ListLibraryResponse> ListLibrary(
      const v1::ListLibraryRequest& request);
  absl::StatusOr<v1::ExportReaderResponse> ExportReader(
      const v1::ExportReaderRequest& request);
  absl::StatusOr<v1::EraseReaderResponse> EraseReader(
      const v1::EraseReaderRequest& request);

  absl::StatusOr<v1::SearchResponse> Search(const v1::SearchRequest& request);
  absl::StatusOr<v1::SuggestResponse> Suggest(
      const v1::SuggestRequest& request);
  absl::StatusOr<v1::SimilarResponse> Similar(
      const v1::SimilarRequest& request);
  absl::StatusOr<v1::FeedResponse> Feed(const v1::FeedRequest& request);
  absl::StatusOr<v1::TrendingResponse> Trending(
      const v1::TrendingRequest& request);

  absl::StatusOr<v1::SendDueResponse> SendDue(
      const v1::SendDueRequest& request);
  absl::StatusOr<v1::PreviewResponse> PreviewDigest(
      const v1::PreviewRequest& request);
  absl::StatusOr<v1::PauseDigestsResponse> PauseDigests(
      const v1::PauseDigestsRequest& request);
  absl::StatusOr<v1::ListIssuesResponse> ListIssues(
      const v1::ListIssuesRequest& request);
  absl::StatusOr<v1::ResendMailResponse> ResendMail(
      const v1::ResendMailRequest& request);
  absl::StatusOr<v1::SuppressAddressResponse> SuppressAddress(
      const v1::SuppressAddressRequest& request);
  absl::StatusOr<v1::ExportAddressResponse> ExportAddress(
      const v1::ExportAddressRequest& request);
  absl::StatusOr<v1::EraseAddressResponse> EraseAddress(
      const v1::EraseAddressRequest& request);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace broadsheet::cli

#endif  // BROADSHEET_CLI_CLIENT_H_
