#ifndef BROADSHEET_GATEWAY_API_REST_ROUTES_H_
#define BROADSHEET_GATEWAY_API_REST_ROUTES_H_

#include "gateway/http/router.h"
#include "gateway/list_starter.h"
#include "gateway/method_table.h"

namespace broadsheet::gateway {

// Adds /api/v1: every public method with a google.api.http option, as JSON in
// protobuf's mapping, and their description, openapi.json. What `lists` starts
// holds no thread; null: nothing. Both must outlive the router.
void RegisterRestRoutes(Router* router, const MethodTable* methods,
                        ListStarter* lists);

}  // namespace broadsheet::gateway

#endif  // BROADSHEET_GATEWAY_API_REST_ROUTES_H_
