#ifndef BROADSHEET_INGEST_GRPC_STORE_H_
#define BROADSHEET_INGEST_GRPC_STORE_H_

#include <memory>
#include <string>

#include "common/tls_identity.h"
#include "grpcpp/channel.h"
#include "ingest/store.h"

namespace broadsheet::ingest {

// To storage at `target` ("127.0.0.1:8091"), for its papers, readers,
// checkpoints and leases; `tls` as in ChannelOptions. Connects lazily.
std::shared_ptr<grpc::Channel> MakeStoreChannel(
    const std::string& target, std::shared_ptr<const TlsIdentity> tls);

std::unique_ptr<Store> MakeGrpcStore(
    const std::shared_ptr<grpc::Channel>& channel);
// Without TLS.
std::unique_ptr<Store> MakeGrpcStore(const std::string& target);

}  // namespace broadsheet::ingest

#endif  // BROADSHEET_INGEST_GRPC_STORE_H_
