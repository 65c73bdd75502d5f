#ifndef BROADSHEET_INGEST_GRPC_STORE_H_
#define BROADSHEET_INGEST_GRPC_STORE_H_

#include <memory>
#include <string>

#include "common/tls_identity.h"
#include "ingest/store.h"

namespace broadsheet::ingest {

// Storage behind `target` ("127.0.0.1:8091"); `tls` as in ChannelOptions.
// Connects lazily.
std::unique_ptr<Store> MakeGrpcStore(
    const std::string& target,
    std::shared_ptr<const TlsIdentity> tls = nullptr);

}  // namespace broadsheet::ingest

#endif  // BROADSHEET_INGEST_GRPC_STORE_H_
