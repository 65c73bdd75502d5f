#include "common/channel.h"

#include <algorithm>
#include <chrono>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/time/clock.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/descriptor.pb.h"
#include "grpcpp/create_channel.h"
#include "grpcpp/security/credentials.h"
#include "grpcpp/support/channel_arguments.h"

namespace broadsheet {
namespace {

using google::protobuf::MethodOptions;

// "a:1,b:2" as gRPC's "ipv4:" wants it; a single target as it is.
std::string Target(const std::string& target) {
  if (!absl::StrContains(target, ',')) {
    return absl::StrContains(target, ":///") ? target
                                             : absl::StrCat("dns:///", target);
  }
  std::vector<std::string> addresses = absl::StrSplit(target, ',');
  for (std::string& address : addresses) {
    if (absl::StartsWith(address, "localhost:")) {
      address = absl::StrCat("127.0.0.1", address.substr(9));
    }
  }
  return absl::StrCat("ipv4:", absl::StrJoin(addresses, ","));
}

// Streams of requests are their callers' to resume: gRPC 1.51 loses messages
// when it retries one, and both sides then wait for ever.
bool IsRetriable(const google::protobuf::MethodDescriptor& method) {
  return !method.client_streaming() && method.options().idempotency_level() !=
                                           MethodOptions::IDEMPOTENCY_UNKNOWN;
}

// The "name" entries of all methods of `services` that may be retried.
std::vector<std::string> RetriableNames(
    const std::vector<std::string>& services) {
  std::vector<std::string> names;
  const auto* pool = google::protobuf::DescriptorPool::generated_pool();
  for (const std::string& service : services) {
    const auto* descriptor = pool->FindServiceByName(service);
    if (descriptor == nullptr) continue;
    for (int i = 0; i < descriptor->method_count(); ++i) {
      const auto& method = *descriptor->method(i);
      if (!IsRetriable(method)) continue;
      names.push_back(absl::StrCat("{\"service\":\"", service,
                                   "\",\"method\":\"", method.name(), "\"}"));
    }
  }
  return names;
}

std::string ServiceConfig(const ChannelOptions& options) {
  const std::vector<std::string>& services = options.services;
  const std::string health = services.empty() ? "" : services.front();
  std::string config =
      absl::StrCat(R"({"loadBalancingConfig":[{"round_robin":{}}],)",
                   R"("healthCheckConfig":{"serviceName":")", health, R"("},)",
                   R"("retryThrottling":{"maxTokens":100,"tokenRatio":0.1})");
  const std::vector<std::string> names = RetriableNames(services);
  if (options.retry && !names.empty()) {
    absl::StrAppend(&config, R"(,"methodConfig":[{"name":[)",
                    absl::StrJoin(names, ","),
                    R"(],"retryPolicy":{"maxAttempts":4,)"
                    R"("initialBackoff":"0.05s","maxBackoff":"1s",)"
                    R"("backoffMultiplier":2,)"
                    R"("retryableStatusCodes":["UNAVAILABLE"]}}])");
  }
  return absl::StrCat(config, "}");
}

}  // namespace

std::shared_ptr<grpc::Channel> MakeChannel(const ChannelOptions& options) {
  grpc::ChannelArguments arguments;
  arguments.SetServiceConfigJSON(ServiceConfig(options));
  arguments.SetMaxReceiveMessageSize(options.max_message_bytes);
  // New replicas are seen, and restarted ones tried again, within seconds.
  arguments.SetInt(GRPC_ARG_DNS_MIN_TIME_BETWEEN_RESOLUTIONS_MS, 1000);
  arguments.SetInt(GRPC_ARG_INITIAL_RECONNECT_BACKOFF_MS, 100);
  // Not a pause, despite its name: the least time that an attempt to connect
  // gets. A TLS handshake on a busy machine takes longer than the pauses.
  arguments.SetInt(GRPC_ARG_MIN_RECONNECT_BACKOFF_MS, 2000);
  arguments.SetInt(GRPC_ARG_MAX_RECONNECT_BACKOFF_MS, 1000);
  // Of its own: gRPC 1.51 crashes when a second channel, which asks for the
  // health of another service, comes upon a shared connection that has failed.
  arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
  // A peer that vanished without a word is noticed within half a minute, also
  // by streams that have no deadline.
  arguments.SetInt(GRPC_ARG_KEEPALIVE_TIME_MS, 20000);
  arguments.SetInt(GRPC_ARG_KEEPALIVE_TIMEOUT_MS, 5000);
  arguments.SetInt(GRPC_ARG_HTTP2_MAX_PINGS_WITHOUT_DATA, 0);
  if (options.tls != nullptr && !options.peer_name.empty()) {
    arguments.SetSslTargetNameOverride(options.peer_name);
  }
  return grpc::CreateCustomChannel(Target(options.target),
                                   options.tls == nullptr
                                       ? grpc::InsecureChannelCredentials()
                                       : options.tls->ForChannels(),
                                   arguments);
}

void PrepareCall(const CallContext& parent, absl::Duration limit,
                 grpc::ClientContext* context) {
  const absl::Time deadline = std::min(parent.deadline(), absl::Now() + limit);
  context->set_deadline(absl::ToChronoTime(deadline));
  if (!parent.request_id().empty()) {
    context->AddMetadata("x-request-id", parent.request_id());
  }
}

}  // namespace broadsheet
