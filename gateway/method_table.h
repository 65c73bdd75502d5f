#ifndef BROADSHEET_GATEWAY_METHOD_TABLE_H_
#define BROADSHEET_GATEWAY_METHOD_TABLE_H_

#include <functional>
#include <map>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/call_context.h"
#include "gateway/identity.h"
#include "google/protobuf/message.h"

namespace broadsheet::gateway {

class WriteLimiter;

// Makes a request fit to be forwarded: checks who may do this (policy.h), gives
// paper ids their normal form, and asks for the position that the client has
// seen when the request names none; for anonymous callers it asks for none.
absl::Status PrepareRequest(const std::string& method, const CallContext& call,
                            const Identity& identity,
                            google::protobuf::Message* request);

// The public unary methods by name ("PaperService/GetPaper"), for gRPC and HTTP
// alike. Where programs ask for a list and nothing else, it goes another way,
// through list_starter.h, which holds no thread: behind the same PrepareRequest
// and the same policy. Filled at start, then thread-safe.
class MethodTable {
 public:
  template <class Request, class Response>
  using Handler = std::function<absl::StatusOr<Response>(
      CallContext&, const Identity&, const Request&)>;

  template <class Request, class Response>
  void Add(const std::string& method, Handler<Request, Response> handler) {
    methods_[method] = [handler = std::move(handler)](
                           CallContext& call, const Identity& identity,
                           const google::protobuf::Message& request,
                           google::protobuf::Message* response) {
      auto answer =
          handler(call, identity, static_cast<const Request&>(request));
      if (!answer.ok()) return absl::Status(answer.status());
      *static_cast<Response*>(response) = *std::move(answer);
      return absl::OkStatus();
    };
  }

  // Whether this caller may write as by that method, now: for what goes another
  // way. PERMISSION_DENIED, UNAUTHENTICATED, RESOURCE_EXHAUSTED as Invoke.
  absl::Status AdmitWrite(const std::string& method, CallContext& call,
                          const Identity& identity) const;

  // Limits writes; it must outlive this. Without it nothing is limited.
  void SetLimiter(WriteLimiter* limiter) { limiter_ = limiter; }

  bool Has(const std::string& method) const {
    return methods_.count(method) > 0;
  }

  // Prepares the request and runs the method; blocks. The messages are of the
  // method's types. UNIMPLEMENTED for an unknown method; RESOURCE_EXHAUSTED
  // (reason TOO_MANY_WRITES).
  absl::Status Invoke(const std::string& method, CallContext& call,
                      const Identity& identity,
                      google::protobuf::Message* request,
                      google::protobuf::Message* response) const;

 private:
  absl::Status TakeTurn(const std::string& method, CallContext& call,
                        const Identity& identity) const;

  using Erased = std::function<absl::Status(CallContext&, const Identity&,
                                            const google::protobuf::Message&,
                                            google::protobuf::Message*)>;
  std::map<std::string, Erased> methods_;
  WriteLimiter* limiter_ = nullptr;
};

}  // namespace broadsheet::gateway

#endif  // BROADSHEET_GATEWAY_METHOD_TABLE_H_
