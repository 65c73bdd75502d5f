#ifndef BROADSHEET_GATEWAY_RPC_HOUSE_SERVICES_H_
#define BROADSHEET_GATEWAY_RPC_HOUSE_SERVICES_H_

#include <memory>
#include <vector>

#include "common/service_app.h"
#include "gateway/rpc/caller.h"

namespace grpc {
class Service;
}

namespace broadsheet::gateway {

// Adds EditionService and ModelService, as AddServices (services.h) adds the
// others, and puts them to `kept`.
void AddHouseServices(Caller caller, ServiceApp* app,
                      std::vector<std::unique_ptr<grpc::Service>>* kept);

}  // namespace broadsheet::gateway

#endif  // BROADSHEET_GATEWAY_RPC_HOUSE_SERVICES_H_
