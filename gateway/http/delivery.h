#ifndef BROADSHEET_GATEWAY_HTTP_DELIVERY_H_
#define BROADSHEET_GATEWAY_HTTP_DELIVERY_H_

#include <string>
#include <string_view>

#include "gateway/http/http_call.h"

namespace broadsheet::gateway {

// Below this an answer is sent as it is: packing saves no packet.
inline constexpr size_t kMinPackedBytes = 1400;
// Above this it is packed at the fastest level; above the second not at all.
inline constexpr size_t kMaxWellPackedBytes = 128 << 10;
inline constexpr size_t kMaxPackedBytes = 8 << 20;

// What the client asked for besides the resource itself, for answers to reads:
// - an ETag of the body, where the handler set none, and 304 to a client that
//   has it (If-None-Match alone: no list here knows when it last changed, for
//   the date of its newest paper is not that, so none says Last-Modified);
// - gzip for texts of at least kMinPackedBytes. The pages of who is signed in
//   by cookie are not packed: they carry a secret (the CSRF token) beside what
//   the address said, and the packed length would tell of it.
// Writes and errors stay as they are. Pure.
void PrepareDelivery(const HttpCall& call, HttpResponse* response);

// Whether the client has this answer already, as its condition says.
bool IsUnchanged(const HttpRequest& request, const HttpResponse& response);

// Whether the client takes gzip.
bool AcceptsGzip(const HttpRequest& request);
// `level` 1 to 9; empty when zlib cannot.
std::string Gzip(std::string_view text, int level);

}  // namespace broadsheet::gateway

#endif  // BROADSHEET_GATEWAY_HTTP_DELIVERY_H_
