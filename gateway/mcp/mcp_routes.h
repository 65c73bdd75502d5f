#ifndef BROADSHEET_GATEWAY_MCP_MCP_ROUTES_H_
#define BROADSHEET_GATEWAY_MCP_MCP_ROUTES_H_

#include "gateway/http/router.h"
#include "gateway/method_table.h"

namespace broadsheet::gateway {

// Adds POST /mcp, the Model Context Protocol over streamable HTTP, without
// sessions or streams: each JSON-RPC request is answered by one JSON object,
// notifications by 202. And GET /llms.txt, which tells agents what there is.
// Both must outlive the router.
void RegisterMcp(Router* router, const MethodTable* methods);

}  // namespace broadsheet::gateway

#endif  // BROADSHEET_GATEWAY_MCP_MCP_ROUTES_H_
