#ifndef BROADSHEET_CLI_GRPC_BULK_STREAM_H_
#define BROADSHEET_CLI_GRPC_BULK_STREAM_H_

#include <memory>

#include "broadsheet/v1/ingest_service.grpc.pb.h"
#include "cli/bulk_stream.h"

namespace broadsheet::cli {

// BulkStreams over calls that were started with `context`.
std::unique_ptr<BulkStream> MakeBulkStream(
    std::unique_ptr<grpc::ClientContext> context,
    std::unique_ptr<grpc::ClientReaderWriter<v1::IngestPapersRequest,
                                             v1::IngestPapersResponse>>
        call);
std::unique_ptr<BulkStream> MakeBulkStream(
    std::unique_ptr<grpc::ClientContext> context,
    std::unique_ptr<grpc::ClientReaderWriter<v1::IngestEventsRequest,
                                             v1::IngestEventsResponse>>
        call);

}  // namespace broadsheet::cli

#endif  // BROADSHEET_CLI_GRPC_BULK_STREAM_H_
