#include "gateway/client_address.h"

#include "absl/strings/match.h"
#include "absl/strings/str_replace.h"
#include "gateway/http/rate_limiter.h"

namespace broadsheet::gateway {

std::string ClientAddress(const CallContext& call) {
  const std::string peer = call.Get(kPeerAddressKey);
  // gRPC: "ipv4:1.2.3.4:5", "ipv6:%5B::1%5D:5".
  if (!absl::StartsWith(peer, "ipv4:") && !absl::StartsWith(peer, "ipv6:")) {
    return peer;
  }
  HttpRequest request;
  request.peer =
      absl::StrReplaceAll(peer.substr(5), {{"%5B", ""}, {"%5D", ""}});
  return LimitedAddress(request, "");
}

}  // namespace broadsheet::gateway
