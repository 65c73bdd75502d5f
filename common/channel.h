#ifndef BROADSHEET_COMMON_CHANNEL_H_
#define BROADSHEET_COMMON_CHANNEL_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "common/call_context.h"
#include "common/tls_identity.h"
#include "grpcpp/channel.h"
#include "grpcpp/client_context.h"

namespace broadsheet {

struct ChannelOptions {
  // "host:port", "dns:///host:port", or several: "host:port,host:port".
  std::string target;
  // Full names of the services that will be called ("broadsheet.v1.X"). Their
  // methods marked NO_SIDE_EFFECTS or IDEMPOTENT are retried on UNAVAILABLE.
  std::vector<std::string> services;
  // Limit of one received message, in bytes.
  int max_message_bytes = 16 << 20;
  // False: the caller takes failed calls elsewhere by itself.
  bool retry = true;
  // Null: without TLS.
  std::shared_ptr<const TlsIdentity> tls = nullptr;
  // With TLS: the name that the server's certificate must have ("storage"),
  // whatever address it has. Empty: the host of the target.
  std::string peer_name = "";
};

// A channel with round_robin over all addresses, client-side health checking of
// the first service, retries of idempotent calls (`retry`) and a short
// re-resolution time. Connects lazily; never fails here: a bad target fails its
// calls.
std::shared_ptr<grpc::Channel> MakeChannel(const ChannelOptions& options);

// Prepares a call that `parent` causes: its request id, and its deadline
// unless `limit` from now comes first.
void PrepareCall(const CallContext& parent, absl::Duration limit,
                 grpc::ClientContext* context);

}  // namespace broadsheet

#endif  // BROADSHEET_COMMON_CHANNEL_H_
