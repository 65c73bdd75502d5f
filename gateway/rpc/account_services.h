#ifndef BROADSHEET_GATEWAY_RPC_ACCOUNT_SERVICES_H_
#define BROADSHEET_GATEWAY_RPC_ACCOUNT_SERVICES_H_

#include <memory>
#include <vector>

#include "common/service_app.h"
#include "gateway/rpc/caller.h"

namespace grpc {
class Service;
}

namespace broadsheet::gateway {

// Adds AccountService and CommentService to `app` and to what the caller keeps;
// see AddServices.
void AddAccountServices(Caller caller, ServiceApp* app,
                        std::vector<std::unique_ptr<grpc::Service>>* kept);

}  // namespace broadsheet::gateway

#endif  // BROADSHEET_GATEWAY_RPC_ACCOUNT_SERVICES_H_
