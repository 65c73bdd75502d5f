#ifndef BROADSHEET_GATEWAY_HTTP_SECURITY_H_
#define BROADSHEET_GATEWAY_HTTP_SECURITY_H_

#include "common/http_server.h"

namespace broadsheet::gateway {

// Adds the headers that every answer carries, where the handler set no own
// value: no sniffing, no framing, no foreign or inline scripts, no caching by
// shared caches.
void AddSecurityHeaders(HttpResponse* response);

}  // namespace broadsheet::gateway

#endif  // BROADSHEET_GATEWAY_HTTP_SECURITY_H_
