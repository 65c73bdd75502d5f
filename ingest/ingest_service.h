#ifndef BROADSHEET_INGEST_INGEST_SERVICE_H_
#define BROADSHEET_INGEST_INGEST_SERVICE_H_

#include "broadsheet/v1/ingest_service.grpc.pb.h"
#include "common/rpc.h"
#include "ingest/backend.h"
#include "ingest/harvest_runner.h"

namespace broadsheet::ingest {

// IngestService of the contract, on top of sessions and harvests.
class IngestServer final : public v1::IngestService::CallbackService {
 public:
  // All pointers, and those of `backend`, must outlive this.
  IngestServer(const Backend& backend, HarvestRunner* harvests, Rpcs* rpcs);

  grpc::ServerBidiReactor<v1::IngestPapersRequest, v1::IngestPapersResponse>*
  IngestPapers(grpc::CallbackServerContext* context) override;
  grpc::ServerBidiReactor<v1::IngestEventsRequest, v1::IngestEventsResponse>*
  IngestEvents(grpc::CallbackServerContext* context) override;
  grpc::ServerUnaryReactor* RunHarvest(
      grpc::CallbackServerContext* context,
      const v1::RunHarvestRequest* request,
      v1::RunHarvestResponse* response) override;
  grpc::ServerUnaryReactor* GetOperation(
      grpc::CallbackServerContext* context,
      const v1::GetOperationRequest* request,
      v1::GetOperationResponse* response) override;
  grpc::ServerUnaryReactor* ListDeadLetters(
      grpc::CallbackServerContext* context,
      const v1::ListDeadLettersRequest* request,
      v1::ListDeadLettersResponse* response) override;

 private:
  const Backend backend_;
  HarvestRunner* harvests_;
  Rpcs* rpcs_;
};

}  // namespace broadsheet::ingest

#endif  // BROADSHEET_INGEST_INGEST_SERVICE_H_
