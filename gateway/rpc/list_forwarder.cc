#include "gateway/rpc/list_forwarder.h"

#include <exception>
#include <utility>
#include <vector>

#include "common/errors.h"
#include "common/grpc_status.h"
#include "gateway/as_of.h"
#include "gateway/list_limit.h"
#include "gateway/method_table.h"
#include "gateway/request_checks.h"

namespace broadsheet::gateway {
namespace {

template <class Response>
absl::StatusOr<grpc::ByteBuffer> BytesOf(const Response& response) {
  grpc::ByteBuffer bytes;
  bool own_bytes = false;
  const grpc::Status written = grpc::SerializationTraits<Response>::Serialize(
      response, &bytes, &own_bytes);
  if (!written.ok()) return FromGrpc(written);
  return bytes;
}

std::string TextOf(const grpc::ByteBuffer& bytes) {
  std::vector<grpc::Slice> slices;
  // Fails for none at all, with which no call succeeds (Attempts), and for
  // compressed ones, which gRPC hands to nobody.
  if (!bytes.Dump(&slices).ok()) return "";
  std::string text;
  text.reserve(bytes.Length());
  for (const grpc::Slice& slice : slices) {
    text.append(reinterpret_cast<const char*>(slice.begin()), slice.size());
  }
  return text;
}

}  // namespace

ListForwarder::ListForwarder(Rpcs* rpcs, Authenticator* authenticator,
                             Recommenders* recommenders,
                             Substitutes* substitutes, Executor* executor,
                             const Clock* clock)
    : rpcs_(rpcs),
      authenticator_(authenticator),
      recommenders_(recommenders),
      substitutes_(substitutes),
      executor_(executor),
      clock_(clock) {
  Add(kSearch);
  Add(kSuggest);
  Add(kSimilar);
  Add(kFeed);
  Add(kTrending);
  Add(kRecommend);
  Add(kExplain);
  Add(kGetStatus);
}

template <class Request, class Response>
void ListForwarder::Add(const RecommendMethod<Request, Response>& method) {
  methods_[method.name] = [this, method](FlightPtr flight) {
    Send(method, std::move(flight));
  };
}

void ListForwarder::Start(const std::string& method,
                          std::shared_ptr<CallContext> call,
                          const Identity& identity,
                          std::shared_ptr<google::protobuf::Message> request,
                          Done done) {
  Begin(method, identity,
        std::make_shared<Flight>(std::move(call), std::move(request),
                                 [done = std::move(done)](const Bytes& answer) {
                                   if (!answer.ok()) {
                                     return done(answer.status());
                                   }
                                   done(TextOf(*answer));
                                 }));
}

grpc::ServerUnaryReactor* ListForwarder::Forward(
    const char* name, grpc::CallbackServerContext* context,
    google::protobuf::Message* request, grpc::ByteBuffer* response) {
  using google::protobuf::Message;
  return rpcs_->Async<Message, grpc::ByteBuffer>(
      name, context, request, response,
      [this, name, request](std::shared_ptr<CallContext> call, const Message*,
                            grpc::ByteBuffer* answer, auto done) {
        // gRPC's request lives until `done`.
        const std::shared_ptr<Message> borrowed(std::shared_ptr<void>(),
                                                request);
        BeginAs(name, std::make_shared<Flight>(
                          std::move(call), borrowed,
                          [answer, done = std::move(done)](Bytes bytes) {
                            if (bytes.ok()) *answer = *std::move(bytes);
                            done(bytes.status());
                          }));
      });
}

void ListForwarder::BeginAs(const char* name, FlightPtr flight) {
  Identity identity;
  const std::string token = flight->call->BearerToken();
  if (authenticator_->IdentifyNow(token, &identity)) {
    return Begin(name, identity, std::move(flight));
  }
  Elsewhere(flight, [this, name, token, flight] {
    auto found = authenticator_->Identify(*flight->call, token);
    if (!found.ok()) return flight->done(found.status());
    Begin(name, *found, flight);
  });
}

void ListForwarder::Begin(const std::string& method, const Identity& identity,
                          FlightPtr flight) {
  const absl::Status ready =
      PrepareRequest(method, *flight->call, identity, flight->request.get());
  if (!ready.ok()) return flight->done(ready);
  methods_.find(method)->second(std::move(flight));
}

template <class Request, class Response>
void ListForwarder::Send(const RecommendMethod<Request, Response>& method,
                         FlightPtr flight) {
  auto& request = static_cast<Request&>(*flight->request);
  if constexpr (requires { CheckRequest(request); }) {
    const absl::Status fit = CheckRequest(request);
    if (!fit.ok()) return flight->done(fit);
  }
  if constexpr (requires { request.has_as_of(); }) {
    StampAsOf(*clock_, &request);
  }
  recommenders_->Start(*flight->call, ListLimits(request), method, request,
                       [this, flight](Bytes answer) {
                         End<Request, Response>(flight, std::move(answer));
                       });
}

template <class Request, class Response>
void ListForwarder::End(FlightPtr flight, Bytes answer) {
  if (answer.ok() || !NeedsSubstitute(answer.status())) {
    return flight->done(std::move(answer));
  }
  const auto& request = static_cast<const Request&>(*flight->request);
  // Some lists have no substitute.
  if constexpr (requires(Response response) {
                  substitutes_->Fill(*flight->call, request, answer.status(),
                                     &response);
                }) {
    Elsewhere(flight, [this, flight, &request, why = answer.status()] {
      Response response;
      const absl::Status filled =
          substitutes_->Fill(*flight->call, request, why, &response);
      flight->done(filled.ok() ? BytesOf(response) : Bytes(filled));
    });
  } else {
    flight->done(std::move(answer));
  }
}

void ListForwarder::Elsewhere(const FlightPtr& flight,
                              std::function<void()> work) {
  const bool taken = executor_->TrySubmit([flight, work = std::move(work)] {
    try {
      work();
    } catch (const std::exception& e) {
      flight->done(absl::InternalError(e.what()));
    }
  });
  if (taken) return;
  flight->done(MakeError(absl::StatusCode::kResourceExhausted, "OVERLOADED",
                         "the gateway is busy; try again in a moment"));
}

}  // namespace broadsheet::gateway
