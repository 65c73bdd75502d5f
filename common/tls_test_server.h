#ifndef BROADSHEET_COMMON_TLS_TEST_SERVER_H_
#define BROADSHEET_COMMON_TLS_TEST_SERVER_H_

// A real server under TLS, for tls_test.cc.

#include <atomic>
#include <chrono>
#include <memory>
#include <string>

#include "absl/strings/str_cat.h"
#include "broadsheet/v1/ingest_service.grpc.pb.h"
#include "broadsheet/v1/recommend_service.grpc.pb.h"
#include "common/rpc.h"
#include "common/tls_identity.h"
#include "grpcpp/health_check_service_interface.h"
#include "grpcpp/server.h"
#include "grpcpp/server_builder.h"
#include "tests/support/certificates.h"

namespace broadsheet::testing {

// A method on the executor, one on gRPC's own threads, one that waits first.
class TlsTestRecommender final : public v1::RecommendService::CallbackService {
 public:
  explicit TlsTestRecommender(Rpcs* rpcs) : rpcs_(rpcs) {}

  grpc::ServerUnaryReactor* Search(grpc::CallbackServerContext* context,
                                   const v1::SearchRequest* request,
                                   v1::SearchResponse* response) override {
    return rpcs_->Unary(
        "RecommendService/Search", context, request, response,
        [this](CallContext&, const auto&) {
          ++handled;
          return absl::StatusOr<v1::SearchResponse>(v1::SearchResponse());
        });
  }

  grpc::ServerUnaryReactor* Suggest(grpc::CallbackServerContext* context,
                                    const v1::SuggestRequest* request,
                                    v1::SuggestResponse* response) override {
    return rpcs_->Async("RecommendService/Suggest", context, request, response,
                        [this](auto, const auto*, auto*, auto done) {
                          ++handled;
                          done(absl::OkStatus());
                        });
  }

  grpc::ServerUnaryReactor* Explain(grpc::CallbackServerContext* context,
                                    const v1::ExplainRequest* request,
                                    v1::ExplainResponse* response) override {
    return rpcs_->UnaryAfter(
        "RecommendService/Explain", context, request, response,
        [this](const CallContext&, auto resume) {
          ++handled;
          resume();
        },
        [](CallContext&, const auto&) {
          return absl::StatusOr<v1::ExplainResponse>(v1::ExplainResponse());
        });
  }

  std::atomic<int> handled{0};

 private:
  Rpcs* rpcs_;
};

// Answers each chunk once.
class TlsTestIngest final : public v1::IngestService::CallbackService {
 public:
  explicit TlsTestIngest(Rpcs* rpcs) : rpcs_(rpcs) {}

  grpc::ServerBidiReactor<v1::IngestPapersRequest, v1::IngestPapersResponse>*
  IngestPapers(grpc::CallbackServerContext* context) override {
    return rpcs_->Bidi<v1::IngestPapersRequest, v1::IngestPapersResponse>(
        "IngestService/IngestPapers", context,
        [this](CallContext&, auto& stream) -> absl::Status {
          ++handled;
          v1::IngestPapersRequest request;
          while (stream.Read(&request) &&
                 stream.Write(v1::IngestPapersResponse())) {
          }
          return absl::OkStatus();
        });
  }

  std::atomic<int> handled{0};

 private:
  Rpcs* rpcs_;
};

inline TlsFiles FilesOf(const Certificates& certificates,
                        const std::string& service) {
  return {certificates.File(service, "cert.pem"),
          certificates.File(service, "key.pem"),
          certificates.File(service, "ca.pem")};
}

// A recommender that looks for new files every second.
class TlsTestServer {
 public:
  TlsTestServer(const Certificates& certificates, const std::string& peers)
      : identity_(std::make_shared<const TlsIdentity>(
            FilesOf(certificates, "recommend"), absl::Seconds(1))),
        log_("test", "error"),
        runtime_(Options(peers), &log_, &metrics_),
        rpcs_(&runtime_),
        recommender_(&rpcs_),
        ingest_(&rpcs_) {
    grpc::EnableDefaultHealthCheckService(true);
    grpc::ServerBuilder builder;
    builder.AddListeningPort(
        "127.0.0.1:0",
        identity_->ForServer(!runtime_.options().peers.everybody()), &port_);
    builder.RegisterService(&recommender_);
    builder.RegisterService(&ingest_);
    server_ = builder.BuildAndStart();
    server_->GetHealthCheckService()->SetServingStatus(
        v1::RecommendService::service_full_name(), true);
  }

  ~TlsTestServer() {
    server_->Shutdown(std::chrono::system_clock::now());
    runtime_.Stop();
  }

  std::string address() const { return absl::StrCat("127.0.0.1:", port_); }
  std::shared_ptr<const TlsIdentity> identity() const { return identity_; }
  int handled() const { return recommender_.handled + ingest_.handled; }

 private:
  static RpcRuntime::Options Options(const std::string& peers) {
    RpcRuntime::Options options;
    options.workers = 2;
    options.peers = *PeerPolicy::Parse(peers);
    return options;
  }

  std::shared_ptr<const TlsIdentity> identity_;
  Logger log_;
  Metrics metrics_;
  RpcRuntime runtime_;
  Rpcs rpcs_;
  TlsTestRecommender recommender_;
  TlsTestIngest ingest_;
  int port_ = 0;
  std::unique_ptr<grpc::Server> server_;
};

}  // namespace broadsheet::testing

#endif  // BROADSHEET_COMMON_TLS_TEST_SERVER_H_
