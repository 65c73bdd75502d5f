#ifndef BROADSHEET_INGEST_INGEST_SERVICE_H_
#define BROADSHEET_INGEST_INGEST_SERVICE_H_

#include <vector>

#include "broadsheet/v1/ingest_service.grpc.pb.h"
#include "common/rpc.h"
#include "ingest/backend.h"
#include "ingest/harvest_runner.h"
#include "ingest/paper_fetcher.h"
#include "ingest/schedule.h"

namespace broadsheet::ingest {

// IngestService of the contract, on top of sessions and harvests.
class IngestServer final : public v1::IngestService::CallbackService {
 public:
  // All pointers, and those of `parts`, must outlive this.
  IngestServer(const HarvestParts& parts, std::vector<Schedule> schedules,
               HarvestRunner* harvests, PaperFetcher* papers, Rpcs* rpcs);

  grpc::ServerBidiReactor<v1::IngestPapersRequest, v1::IngestPapersResponse>*
  IngestPapers(grpc::CallbackServerContext* context) override;
  grpc::ServerBidiReactor<v1::IngestEventsRequest, v1::IngestEventsResponse>*
  IngestEvents(grpc::CallbackServerContext* context) override;
  grpc::ServerUnaryReactor* RunHarvest(
      grpc::CallbackServerContext* context,
      const v1::RunHarvestRequest* request,
      v1::RunHarvestResponse* response) override;
  grpc::ServerUnaryReactor* FetchPaper(
      grpc::CallbackServerContext* context,
      const v1::FetchPaperRequest* request,
      v1::FetchPaperResponse* response) override;
  grpc::ServerUnaryReactor* GetOperation(
      grpc::CallbackServerContext* context,
      const v1::GetOperationRequest* request,
      v1::GetOperationResponse* response) override;
  grpc::ServerUnaryReactor* ListDeadLetters(
      grpc::CallbackServerContext* context,
      const v1::ListDeadLettersRequest* request,
      v1::ListDeadLettersResponse* response) override;
  grpc::ServerUnaryReactor* RetryDeadLetters(
      grpc::CallbackServerContext* context,
      const v1::RetryDeadLettersRequest* request,
      v1::RetryDeadLettersResponse* response) override;
  grpc::ServerUnaryReactor* DeleteDeadLetters(
      grpc::CallbackServerContext* context,
      const v1::DeleteDeadLettersRequest* request,
      v1::DeleteDeadLettersResponse* response) override;
  grpc::ServerUnaryReactor* ListSources(
      grpc::CallbackServerContext* context,
      const v1::ListSourcesRequest* request,
      v1::ListSourcesResponse* response) override;

 private:
  const HarvestParts parts_;
  const Backend backend_;
  const std::vector<Schedule> schedules_;
  HarvestRunner* harvests_;
  PaperFetcher* papers_;
  Rpcs* rpcs_;
};

}  // namespace broadsheet::ingest

#endif  // BROADSHEET_INGEST_INGEST_SERVICE_H_
