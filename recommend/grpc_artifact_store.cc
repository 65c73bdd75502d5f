#include "recommend/grpc_artifact_store.h"

#include <utility>

#include "common/channel.h"
#include "common/grpc_status.h"

namespace broadsheet::recommend {
namespace {

constexpr absl::Duration kCallLimit = absl::Seconds(10);
// Checking gigabytes takes storage a while; so does deleting them.
constexpr absl::Duration kLongLimit = absl::Minutes(5);
constexpr absl::Duration kReadLimit = absl::Minutes(30);

template <class Stub, class Request, class Response>
absl::StatusOr<Response> Ask(const CallContext& call, absl::Duration limit,
                             Stub& stub,
                             grpc::Status (Stub::*method)(grpc::ClientContext*,
                                                          const Request&,
                                                          Response*),
                             const Request& request) {
  grpc::ClientContext context;
  PrepareCall(call, limit, &context);
  Response response;
  const absl::Status status =
      FromGrpc((stub.*method)(&context, request, &response));
  if (!status.ok()) return status;
  return response;
}

}  // namespace

GrpcArtifactStore::GrpcArtifactStore(const StorageAddress& storage)
    : stub_(internal::v1::ArtifactService::NewStub(
          MakeChannel({.target = storage.target,
                       .services = {"broadsheet.internal.v1.ArtifactService"},
                       .tls = storage.tls,
                       .peer_name = "storage"}))) {}

absl::Status GrpcArtifactStore::Read(const CallContext& call,
                                     const std::string& id, int64_t offset,
                                     const OnBytes& on_bytes) {
  grpc::ClientContext context;
  PrepareCall(call, kReadLimit, &context);
  internal::v1::ReadArtifactRequest request;
  request.set_artifact_id(id);
  request.set_offset(offset);
  const auto reader = stub_->ReadArtifact(&context, request);
  internal::v1::ReadArtifactResponse part;
  absl::Status status;
  while (status.ok() && reader->Read(&part)) {
    status = call.Alive();
    if (status.ok()) status = on_bytes(part.data());
  }
  if (!status.ok()) context.TryCancel();
  const absl::Status end = FromGrpc(reader->Finish());
  return status.ok() ? end : status;
}

absl::StatusOr<internal::v1::ListArtifactsResponse> GrpcArtifactStore::List(
    const CallContext& call,
    const internal::v1::ListArtifactsRequest& request) {
  return Ask(call, kCallLimit, *stub_, &Stub::ListArtifacts, request);
}

absl::StatusOr<internal::v1::BeginArtifactResponse> GrpcArtifactStore::Begin(
    const CallContext& call,
    const internal::v1::BeginArtifactRequest& request) {
  return Ask(call, kCallLimit, *stub_, &Stub::BeginArtifact, request);
}

absl::Status GrpcArtifactStore::Write(
    const CallContext& call,
    const internal::v1::WriteArtifactRequest& request) {
  return Ask(call, kCallLimit, *stub_, &Stub::WriteArtifact, request).status();
}

absl::Status GrpcArtifactStore::Finish(const CallContext& call,
                                       const std::string& id) {
  internal::v1::FinishArtifactRequest request;
  request.set_artifact_id(id);
  return Ask(call, kLongLimit, *stub_, &Stub::FinishArtifact, request).status();
}

absl::StatusOr<internal::v1::PromoteArtifactResponse>
GrpcArtifactStore::Promote(
    const CallContext& call,
    const internal::v1::PromoteArtifactRequest& request) {
  return Ask(call, kCallLimit, *stub_, &Stub::PromoteArtifact, request);
}

absl::StatusOr<internal::v1::RollbackArtifactResponse>
GrpcArtifactStore::Rollback(
    const CallContext& call,
    const internal::v1::RollbackArtifactRequest& request) {
  return Ask(call, kCallLimit, *stub_, &Stub::RollbackArtifact, request);
}

absl::Status GrpcArtifactStore::DeleteOld(const CallContext& call,
                                          const std::string& kind, int keep) {
  internal::v1::DeleteArtifactsRequest request;
  request.set_kind(kind);
  request.set_keep(keep);
  return Ask(call, kLongLimit, *stub_, &Stub::DeleteArtifacts, request)
      .status();
}

}  // namespace broadsheet::recommend
