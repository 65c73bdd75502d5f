// What GrpcBackend asks of digest/, and of storage for it.

#include <functional>
#include <map>
#include <string>

#include "absl/strings/str_cat.h"
#include "common/channel.h"
#include "common/errors.h"
#include "common/grpc_status.h"
#include "gateway/digest_methods.h"
#include "gateway/grpc_backend.h"
#include "gateway/house_stubs.h"
#include "grpcpp/client_context.h"

namespace broadsheet::gateway {
namespace {

using google::protobuf::Message;
using Stub = v1::DigestService::Stub;
using Erased = std::function<grpc::Status(Stub*, grpc::ClientContext*,
                                          const Message&, Message*)>;

constexpr absl::Duration kLimit = absl::Seconds(20);

template <class Request, class Response>
Erased Erase(grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&,
                                          Response*)) {
  return [method](Stub* stub, grpc::ClientContext* context,
                  const Message& request, Message* response) {
    return (stub->*method)(context, static_cast<const Request&>(request),
                           static_cast<Response*>(response));
  };
}

const std::map<std::string, Erased>& Methods() {
  static const auto* const methods = new std::map<std::string, Erased>{
#define BROADSHEET_ENTRY(name) {"DigestService/" #name, Erase(&Stub::name)},
      BROADSHEET_DIGEST_METHODS(BROADSHEET_ENTRY)
#undef BROADSHEET_ENTRY
  };
  return *methods;
}

}  // namespace

absl::Status GrpcBackend::QueueMail(
    const CallContext& call, const internal::v1::QueueMailRequest& request) {
  grpc::ClientContext context;
  PrepareCall(call, kLimit, &context);
  internal::v1::QueueMailResponse response;
  return FromGrpc(houses_->mail->QueueMail(&context, request, &response));
}

absl::Status GrpcBackend::CallDigest(const CallContext& call,
                                     std::string_view method,
                                     const Message& request,
                                     Message* response) {
  const auto found = Methods().find(std::string(method));
  if (found == Methods().end()) {
    return MakeError(absl::StatusCode::kUnimplemented, "NOT_SERVED",
                     absl::StrCat("digest has no ", AsAbsl(method)));
  }
  grpc::ClientContext context;
  PrepareCall(call, kLimit, &context);
  return FromGrpc(
      found->second(houses_->digest.get(), &context, request, response));
}

}  // namespace broadsheet::gateway
