#include "common/rpc_reactors.h"

#include <exception>
#include <map>
#include <random>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/time/clock.h"
#include "common/errors.h"
#include "common/grpc_status.h"

namespace broadsheet {
namespace {

constexpr size_t kMaxRequestId = 64;
constexpr char kRequestIdKey[] = "x-request-id";

// Random, not secret: it only ties log lines together.
std::string MakeRequestId() {
  thread_local std::mt19937_64 random{std::random_device{}()};
  return absl::StrFormat("%016x", random());
}

CallContext::Metadata CopyMetadata(const grpc::CallbackServerContext& context) {
  CallContext::Metadata copy;
  for (const auto& [key, value] : context.client_metadata()) {
    copy.emplace(std::string(key.data(), key.size()),
                 std::string(value.data(), value.size()));
  }
  return copy;
}

// A caller's request id goes into logs and onward: only short, plain ones.
bool IsPlainId(const std::string& id) {
  if (id.empty() || id.size() > kMaxRequestId) return false;
  for (char c : id) {
    if (c <= ' ' || c > '~' || c == '"' || c == '\\') return false;
  }
  return true;
}

absl::Time Deadline(const grpc::CallbackServerContext& context,
                    const RpcRuntime& runtime, bool streaming) {
  // gRPC's "no deadline" lies beyond what absl::Time needs to represent.
  const absl::Time asked = absl::FromChrono(context.deadline());
  if (streaming) return asked;
  return std::min(asked, absl::Now() + runtime.options().max_deadline);
}

absl::Status Admit(const grpc::CallbackServerContext& context,
                   const RpcRuntime& runtime) {
  const PeerPolicy& peers = runtime.options().peers;
  if (peers.everybody()) return absl::OkStatus();
  return peers.Check(*context.auth_context());
}

}  // namespace

RpcCall::RpcCall(RpcRuntime* runtime, const char* method,
                 grpc::CallbackServerContext* context, bool streaming)
    : runtime_(runtime),
      method_(method),
      context_(context),
      streaming_(streaming),
      started_(absl::Now()),
      cancellation_(std::make_shared<Cancellation>()) {
  CallContext::Metadata metadata = CopyMetadata(*context);
  metadata.erase(kPeerAddressKey);
  metadata.emplace(kPeerAddressKey, context->peer());
  auto given = metadata.find(kRequestIdKey);
  std::string id = given != metadata.end() && IsPlainId(given->second)
                       ? given->second
                       : MakeRequestId();
  call_ = std::make_shared<CallContext>(Deadline(*context, *runtime, streaming),
                                        std::move(id), std::move(metadata),
                                        cancellation_);
  admission_ = Admit(*context, *runtime);
  runtime_->Started(method_);
}

absl::Status RpcCall::Guard(const RpcWork& work) {
  if (!admission_.ok()) return admission_;
  if (absl::Status alive = call_->Alive(); !alive.ok()) return alive;
  try {
    return work(*call_);
  } catch (const std::exception& e) {
    return MakeError(absl::StatusCode::kInternal, "EXCEPTION", e.what());
  }
}

grpc::Status RpcCall::Close(const absl::Status& status) {
  for (const auto& [key, value] : call_->trailers()) {
    context_->AddTrailingMetadata(key, value);
  }
  runtime_->Ended(method_, *call_, streaming_, status, absl::Now() - started_);
  return ToGrpc(status);
}

absl::Status RpcCall::Overloaded() {
  return MakeError(absl::StatusCode::kResourceExhausted, "OVERLOADED",
                   "the server is busy; try again in a moment");
}

bool UnaryReactor::EndIfRefused() {
  // A copy: this may be gone before End returns.
  const absl::Status admission = rpc_.admission();
  if (admission.ok()) return false;
  End(admission);
  return true;
}

void UnaryReactor::Run(RpcWork work) {
  const bool taken = rpc_.runtime()->Submit(
      [this, work = std::move(work)] { End(rpc_.Guard(work)); });
  if (!taken) End(RpcCall::Overloaded());
}

}  // namespace broadsheet
