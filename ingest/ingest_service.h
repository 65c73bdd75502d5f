#ifndef BROADSHEET_INGEST_INGEST_SERVICE_H_
#define BROADSHEET_INGEST_INGEST_SERVICE_H_

#include "broadsheet/v1/ingest_service.grpc.pb.h"
#include "common/rpc.h"
#include "ingest/backend.h"

namespace broadsheet::ingest {

// IngestService of the contract, on top of the sessions.
class IngestServer final : public v1::IngestService::CallbackService {
 public:
  // All pointers, and those of `backend`, must outlive this.
  IngestServer(const Backend& backend, Rpcs* rpcs);

  grpc::ServerBidiReactor<v1::IngestPapersRequest, v1::IngestPapersResponse>*
  IngestPapers(grpc::CallbackServerContext* context) override;
  grpc::ServerBidiReactor<v1::IngestEventsRequest, v1::IngestEventsResponse>*
  IngestEvents(grpc::CallbackServerContext* context) override;
  grpc::ServerUnaryReactor* ListDeadLetters(
      grpc::CallbackServerContext* context,
      const v1::ListDeadLettersRequest* request,
      v1::ListDeadLettersResponse* response) override;

 private:
  const Backend backend_;
  Rpcs* rpcs_;
};

}  // namespace broadsheet::ingest

#endif  // BROADSHEET_INGEST_INGEST_SERVICE_H_
