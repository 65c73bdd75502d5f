#ifndef BROADSHEET_GATEWAY_FORWARDING_BACKEND_H_
#define BROADSHEET_GATEWAY_FORWARDING_BACKEND_H_

#include <string>
#include <string_view>
#include <vector>

#include "gateway/backend.h"

namespace broadsheet::gateway {

// Passes every call on: the base of backends that change a few of them.
class ForwardingBackend : public Backend {
 public:
  // `next` must outlive this.
  explicit ForwardingBackend(Backend* next) : next_(next) {}

  absl::StatusOr<v1::SearchResponse> Search(
      const CallContext& call, const v1::SearchRequest& request) override {
    return next_->Search(call, request);
  }
  absl::StatusOr<v1::SuggestResponse> Suggest(
      const CallContext& call, const v1::SuggestRequest& request) override {
    return next_->Suggest(call, request);
  }
  absl::StatusOr<v1::SimilarResponse> Similar(
      const CallContext& call, const v1::SimilarRequest& request) override {
    return next_->Similar(call, request);
  }
  absl::StatusOr<v1::FeedResponse> Feed(
      const CallContext& call, const v1::FeedRequest& request) override {
    return next_->Feed(call, request);
  }
  absl::StatusOr<v1::TrendingResponse> Trending(
      const CallContext& call, const v1::TrendingRequest& request) override {
    return next_->Trending(call, request);
  }
  absl::StatusOr<v1::ExplainResponse> Explain(
      const CallContext& call, const v1::ExplainRequest& request) override {
    return next_->Explain(call, request);
  }
  absl::StatusOr<v1::RunEditorResponse> RunEditor(
      const CallContext& call, const v1::RunEditorRequest& request) override {
    return next_->RunEditor(call, request);
  }
  absl::StatusOr<v1::BatchGetPapersResponse> GetPapers(
      const CallContext& call, const std::vector<std::string>& ids) override {
    return next_->GetPapers(call, ids);
  }
  absl::StatusOr<v1::ListPapersResponse> ListPapers(
      const CallContext& call, const v1::ListPapersRequest& request) override {
    return next_->ListPapers(call, request);
  }
  absl::StatusOr<v1::ListSubmittedResponse> ListSubmitted(
      const CallContext& call,
      const v1::ListSubmittedRequest& request) override {
    return next_->ListSubmitted(call, request);
  }
  absl::StatusOr<v1::RecordEventsResponse> AppendEvents(
      CallContext& call, const v1::RecordEventsRequest& request) override {
    return next_->AppendEvents(call, request);
  }
  absl::StatusOr<v1::ListLibraryResponse> ListLibrary(
      const CallContext& call, const v1::ListLibraryRequest& request) override {
    return next_->ListLibrary(call, request);
  }
  absl::StatusOr<v1::BatchGetStandingsResponse> BatchGetStandings(
      const CallContext& call,
      const v1::BatchGetStandingsRequest& request) override {
    return next_->BatchGetStandings(call, request);
  }
  absl::StatusOr<v1::ExportReaderResponse> ExportReader(
      const CallContext& call,
      const v1::ExportReaderRequest& request) override {
    return next_->ExportReader(call, request);
  }
  absl::StatusOr<v1::EraseReaderResponse> EraseReader(
      CallContext& call, const v1::EraseReaderRequest& request) override {
    return next_->EraseReader(call, request);
  }
  absl::StatusOr<v1::FetchPaperResponse> FetchPaper(
      const CallContext& call, const v1::FetchPaperRequest& request) override {
    return next_->FetchPaper(call, request);
  }
  absl::StatusOr<v1::RunHarvestResponse> RunHarvest(
      const CallContext& call, const v1::RunHarvestRequest& request) override {
    return next_->RunHarvest(call, request);
  }
  absl::StatusOr<v1::GetOperationResponse> GetOperation(
      const CallContext& call,
      const v1::GetOperationRequest& request) override {
    return next_->GetOperation(call, request);
  }
  absl::StatusOr<v1::ListDeadLettersResponse> ListDeadLetters(
      const CallContext& call,
      const v1::ListDeadLettersRequest& request) override {
    return next_->ListDeadLetters(call, request);
  }
  absl::StatusOr<v1::RetryDeadLettersResponse> RetryDeadLetters(
      const CallContext& call,
      const v1::RetryDeadLettersRequest& request) override {
    return next_->RetryDeadLetters(call, request);
  }
  absl::StatusOr<v1::DeleteDeadLettersResponse> DeleteDeadLetters(
      const CallContext& call,
      const v1::DeleteDeadLettersRequest& request) override {
    return next_->DeleteDeadLetters(call, request);
  }
  absl::StatusOr<v1::ListSourcesResponse> ListSources(
      const CallContext& call, const v1::ListSourcesRequest& request) override {
    return next_->ListSources(call, request);
  }
  absl::StatusOr<v1::GetStatusResponse> GetRecommenderStatus(
      const CallContext& call) override {
    return next_->GetRecommenderStatus(call);
  }
  std::vector<v1::RecommenderStatus> GetRecommenders(
      const CallContext& call) override {
    return next_->GetRecommenders(call);
  }
  absl::StatusOr<StorageReport> GetStorageReport(
      const CallContext& call) override {
    return next_->GetStorageReport(call);
  }
  std::vector<std::string> HousesToReach() const override {
    return next_->HousesToReach();
  }
  absl::Status Reach(const CallContext& call,
                     const std::string& house) override {
    return next_->Reach(call, house);
  }
  absl::StatusOr<Credential> FindCredential(
      const CallContext& call, const std::string& sha256) override {
    return next_->FindCredential(call, sha256);
  }

  absl::Status QueueMail(
      const CallContext& call,
      const internal::v1::QueueMailRequest& request) override {
    return next_->QueueMail(call, request);
  }
  absl::Status CallDigest(const CallContext& call, std::string_view method,
                          const google::protobuf::Message& request,
                          google::protobuf::Message* response) override {
    return next_->CallDigest(call, method, request, response);
  }

 protected:
  Backend& next() { return *next_; }

 private:
  Backend* const next_;
};

}  // namespace broadsheet::gateway

#endif  // BROADSHEET_GATEWAY_FORWARDING_BACKEND_H_
