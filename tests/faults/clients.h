#ifndef BROADSHEET_TESTS_FAULTS_CLIENTS_H_
#define BROADSHEET_TESTS_FAULTS_CLIENTS_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "broadsheet/v1/ingest_service.grpc.pb.h"
#include "broadsheet/v1/reader_service.grpc.pb.h"
#include "broadsheet/v1/recommend_service.grpc.pb.h"
#include "common/grpc_status.h"
#include "grpcpp/client_context.h"

namespace broadsheet::faults {

// What a client of the system calls, as the operator. The channels retry
// nothing. Thread-safe.
class Clients {
 public:
  // `recommenders` are called directly, the rest through the gateway.
  Clients(const std::string& gateway,
          const std::vector<std::string>& recommenders, std::string token);

  v1::IngestService::Stub& ingest() const { return *ingest_; }
  v1::ReaderService::Stub& readers() const { return *readers_; }
  v1::RecommendService::Stub& recommend() const { return *recommend_; }
  size_t replicas() const { return replicas_.size(); }
  v1::RecommendService::Stub& replica(size_t index) const {
    return *replicas_[index];
  }

  // The operator's credential and a deadline.
  std::unique_ptr<grpc::ClientContext> Context(absl::Duration limit) const;

  template <class Stub, class Base, class Request, class Response>
  absl::StatusOr<Response> Call(
      Stub& stub,
      grpc::Status (Base::*method)(grpc::ClientContext*, const Request&,
                                   Response*),
      const Request& request, absl::Duration limit) const {
    const auto context = Context(limit);
    Response response;
    const grpc::Status status =
        (stub.*method)(context.get(), request, &response);
    if (!status.ok()) return FromGrpc(status);
    return response;
  }

 private:
  const std::string token_;
  std::unique_ptr<v1::IngestService::Stub> ingest_;
  std::unique_ptr<v1::ReaderService::Stub> readers_;
  std::unique_ptr<v1::RecommendService::Stub> recommend_;
  std::vector<std::unique_ptr<v1::RecommendService::Stub>> replicas_;
};

// Whether a call may fail so while something is broken: all other errors would
// make a client give up although a retry helps.
bool IsTrouble(const absl::Status& status);

}  // namespace broadsheet::faults

#endif  // BROADSHEET_TESTS_FAULTS_CLIENTS_H_
