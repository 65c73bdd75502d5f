#include "gateway/rpc/services.h"

#include <map>
#include <string>
#include <string_view>
#include <utility>

#include "broadsheet/v1/ingest_service.grpc.pb.h"
#include "broadsheet/v1/model_service.grpc.pb.h"
#include "broadsheet/v1/system_service.grpc.pb.h"
#include "gateway/policy.h"
#include "gateway/rpc/method_service.h"
#include "gateway/rpc/record_export.h"
#include "gateway/rpc/stream_proxy.h"

namespace broadsheet::gateway {
namespace {

using Context = grpc::CallbackServerContext;
using google::protobuf::Message;
using google::protobuf::MethodDescriptor;
using Unary = MethodService::Unary;
using Stream = std::unique_ptr<grpc::internal::MethodHandler>;

Unary FromTable(Caller caller) {
  return [caller](const char* name, Context* context, Message* request,
                  Message* response) {
    return caller.Unary(name, context, request, response);
  };
}

MethodService::Forwarded Forward(ListForwarder* forwarder) {
  return [forwarder](const char* name, Context* context, Message* request,
                     grpc::ByteBuffer* response) {
    return forwarder->Forward(name, context, request, response);
  };
}

// Whether the caller may begin a stream.
absl::Status Admit(const Caller& caller, const char* method,
                   CallContext& call) {
  auto identity = caller.authenticator->Identify(call, call.BearerToken());
  if (!identity.ok()) return identity.status();
  return CheckAccess(*FindRule(method), *identity);
}

// A stream that goes on to another house; `connect` is as StreamProxy's.
template <class Request, class Response>
Stream Proxied(Caller caller, const char* method,
               typename StreamProxy<Request, Response>::Connect connect) {
  return std::make_unique<
      grpc::internal::CallbackBidiHandler<Request, Response>>(
      [caller, method, connect = std::move(connect)](Context* context) {
        return new StreamProxy<Request, Response>(
            caller.rpcs->runtime(), method, context,
            [caller, method](CallContext& call) {
              return Admit(caller, method, call);
            },
            connect);
      });
}

Stream Export(Caller caller, const HouseStubs* houses) {
  using Request = v1::ExportRecordsRequest;
  using Response = v1::ExportRecordsResponse;
  static constexpr char kMethod[] = "SystemService/ExportRecords";
  const auto run = [caller, houses](CallContext& call, const Request& request,
                                    StreamWriter<Response>& stream) {
    absl::Status may = Admit(caller, kMethod, call);
    if (!may.ok()) return may;
    return ExportRecords(call, *houses->changes, request, stream);
  };
  return std::make_unique<
      grpc::internal::CallbackServerStreamingHandler<Request, Response>>(
      [caller, run](Context* context, const Request* request) {
        return caller.rpcs->ServerStream<Request, Response>(kMethod, context,
                                                            request, run);
      });
}

std::map<std::string_view, Stream> Streams(Caller caller,
                                           const HouseStubs* houses) {
  static constexpr char kPapers[] = "IngestService/IngestPapers";
  static constexpr char kEvents[] = "IngestService/IngestEvents";
  static constexpr char kEvaluated[] = "ModelService/EvaluateEvents";
  std::map<std::string_view, Stream> streams;
  streams[kPapers] = Proxied<v1::IngestPapersRequest, v1::IngestPapersResponse>(
      caller, kPapers, [houses](auto* upstream, auto* reactor) {
        houses->ingest->async()->IngestPapers(upstream, reactor);
      });
  streams[kEvents] = Proxied<v1::IngestEventsRequest, v1::IngestEventsResponse>(
      caller, kEvents, [houses](auto* upstream, auto* reactor) {
        houses->ingest->async()->IngestEvents(upstream, reactor);
      });
  streams[kEvaluated] =
      Proxied<v1::EvaluateEventsRequest, v1::EvaluateEventsResponse>(
          caller, kEvaluated, [houses](auto* upstream, auto* reactor) {
            houses->models->async()->EvaluateEvents(upstream, reactor);
          });
  streams["SystemService/ExportRecords"] = Export(caller, houses);
  return streams;
}

}  // namespace

std::vector<std::unique_ptr<grpc::Service>> AddServices(
    Caller caller, ListForwarder* forwarder, const HouseStubs* houses,
    ServiceApp* app) {
  std::map<std::string_view, Stream> streams = Streams(caller, houses);
  std::map<std::string, std::unique_ptr<MethodService>> services;
  for (const MethodRule& rule : MethodRules()) {
    const MethodDescriptor* method = FindMethod(rule.method);
    auto& service = services[method->service()->full_name()];
    if (service == nullptr) service = std::make_unique<MethodService>();
    if (auto stream = streams.find(rule.method); stream != streams.end()) {
      service->AddStream(*method, std::move(stream->second));
    } else if (forwarder->Starts(rule.method)) {
      service->AddForwarded(*method, Forward(forwarder));
    } else {
      service->AddUnary(*method, FromTable(caller));
    }
  }
  std::vector<std::unique_ptr<grpc::Service>> kept;
  for (auto& [name, service] : services) {
    app->AddService(service.get(), name);
    kept.push_back(std::move(service));
  }
  return kept;
}

}  // namespace broadsheet::gateway
