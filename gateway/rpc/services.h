#ifndef BROADSHEET_GATEWAY_RPC_SERVICES_H_
#define BROADSHEET_GATEWAY_RPC_SERVICES_H_

#include <memory>
#include <vector>

#include "common/service_app.h"
#include "gateway/house_stubs.h"
#include "gateway/rpc/caller.h"
#include "gateway/rpc/list_forwarder.h"

namespace grpc {
class Service;
}

namespace broadsheet::gateway {

// Adds the public gRPC services to `app`, with all methods that policy.h has a
// rule for. The caller keeps them until the end of Run; everything given must
// outlive them.
std::vector<std::unique_ptr<grpc::Service>> AddServices(
    Caller caller, ListForwarder* forwarder, const HouseStubs* houses,
    ServiceApp* app);

}  // namespace broadsheet::gateway

#endif  // BROADSHEET_GATEWAY_RPC_SERVICES_H_
