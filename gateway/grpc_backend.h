#ifndef BROADSHEET_GATEWAY_GRPC_BACKEND_H_
#define BROADSHEET_GATEWAY_GRPC_BACKEND_H_

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "common/clock.h"
#include "gateway/backend.h"
#include "gateway/balancer/house_health.h"

namespace broadsheet::gateway {

class HouseStubs;
class Recommenders;

// The other houses through their stubs, with a limit on every call.
class GrpcBackend final : public Backend {
 public:
  // All must outlive this.
  GrpcBackend(const HouseStubs* houses, Recommenders* recommenders,
              const Clock* clock)
      : houses_(houses), recommenders_(recommenders), clock_(clock) {}

  absl::StatusOr<v1::SearchResponse> Search(
      const CallContext& call, const v1::SearchRequest& request) override;
  absl::StatusOr<v1::SuggestResponse> Suggest(
      const CallContext& call, const v1::SuggestRequest& request) override;
  absl::StatusOr<v1::SimilarResponse> Similar(
      const CallContext& call, const v1::SimilarRequest& request) override;
  absl::StatusOr<v1::FeedResponse> Feed(
      const CallContext& call, const v1::FeedRequest& request) override;
  absl::StatusOr<v1::TrendingResponse> Trending(
      const CallContext& call, const v1::TrendingRequest& request) override;
  absl::StatusOr<v1::ExplainResponse> Explain(
      const CallContext& call, const v1::ExplainRequest& request) override;
  absl::StatusOr<v1::RunEditorResponse> RunEditor(
      const CallContext& call, const v1::RunEditorRequest& request) override;
  absl::StatusOr<v1::BatchGetPapersResponse> GetPapers(
      const CallContext& call, const std::vector<std::string>& ids) override;
  absl::StatusOr<v1::ListPapersResponse> ListPapers(
      const CallContext& call, const v1::ListPapersRequest& request) override;
  absl::StatusOr<v1::ListSubmittedResponse> ListSubmitted(
      const CallContext& call,
      const v1::ListSubmittedRequest& request) override;
  absl::StatusOr<v1::RecordEventsResponse> AppendEvents(
      CallContext& call, const v1::RecordEventsRequest& request) override;
  absl::StatusOr<v1::ListLibraryResponse> ListLibrary(
      const CallContext& call, const v1::ListLibraryRequest& request) override;
  absl::StatusOr<v1::BatchGetStandingsResponse> BatchGetStandings(
      const CallContext& call,
      const v1::BatchGetStandingsRequest& request) override;
  absl::StatusOr<v1::ExportReaderResponse> ExportReader(
      const CallContext& call, const v1::ExportReaderRequest& request) override;
  absl::StatusOr<v1::EraseReaderResponse> EraseReader(
      CallContext& call, const v1::EraseReaderRequest& request) override;
  absl::StatusOr<v1::FetchPaperResponse> FetchPaper(
      const CallContext& call, const v1::FetchPaperRequest& request) override;
  absl::StatusOr<v1::RunHarvestResponse> RunHarvest(
      const CallContext& call, const v1::RunHarvestRequest& request) override;
  absl::StatusOr<v1::GetOperationResponse> GetOperation(
      const CallContext& call, const v1::GetOperationRequest& request) override;
  absl::StatusOr<v1::ListDeadLettersResponse> ListDeadLetters(
      const CallContext& call,
      const v1::ListDeadLettersRequest& request) override;
  absl::StatusOr<v1::RetryDeadLettersResponse> RetryDeadLetters(
      const CallContext& call,
      const v1::RetryDeadLettersRequest& request) override;
  absl::StatusOr<v1::DeleteDeadLettersResponse> DeleteDeadLetters(
      const CallContext& call,
      const v1::DeleteDeadLettersRequest& request) override;
  absl::StatusOr<v1::ListSourcesResponse> ListSources(
      const CallContext& call, const v1::ListSourcesRequest& request) override;
  absl::StatusOr<v1::GetStatusResponse> GetRecommenderStatus(
      const CallContext& call) override;
  std::vector<v1::RecommenderStatus> GetRecommenders(
      const CallContext& call) override;
  absl::StatusOr<StorageReport> GetStorageReport(
      const CallContext& call) override;
  std::vector<std::string> HousesToReach() const override;
  absl::Status Reach(const CallContext& call,
                     const std::string& house) override;
  absl::StatusOr<Credential> FindCredential(const CallContext& call,
                                            const std::string& sha256) override;

  absl::Status QueueMail(
      const CallContext& call,
      const internal::v1::QueueMailRequest& request) override;
  absl::Status CallDigest(const CallContext& call, std::string_view method,
                          const google::protobuf::Message& request,
                          google::protobuf::Message* response) override;

 private:
  const HouseStubs* const houses_;
  Recommenders* const recommenders_;
  const Clock* const clock_;
  HouseHealth storage_{"storage"};
  HouseHealth ingest_{"ingest"};
};

}  // namespace broadsheet::gateway

#endif  // BROADSHEET_GATEWAY_GRPC_BACKEND_H_
