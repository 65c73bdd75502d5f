// A server and channels under TLS, with certificates made by deploy/certs.sh.

#include <memory>
#include <string>

#include "broadsheet/v1/ingest_service.grpc.pb.h"
#include "broadsheet/v1/recommend_service.grpc.pb.h"
#include "common/channel.h"
#include "common/errors.h"
#include "common/grpc_status.h"
#include "common/tls_test_server.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/certificates.h"
#include "tests/support/process.h"
#include "tests/support/wait.h"

namespace broadsheet {
namespace {

using testing::Certificates;
using testing::FilesOf;
using ::testing::HasSubstr;
using testing::WaitUntil;
using Server = testing::TlsTestServer;

constexpr absl::Duration kPatience = absl::Seconds(20);
constexpr char kService[] = "broadsheet.v1.RecommendService";

std::shared_ptr<const TlsIdentity> Identity(const Certificates& certificates,
                                            const std::string& service) {
  return std::make_shared<const TlsIdentity>(FilesOf(certificates, service),
                                             absl::Seconds(1));
}

// With health checks, as all houses call each other.
std::shared_ptr<grpc::Channel> Connect(
    const Server& server, std::shared_ptr<const TlsIdentity> identity,
    const std::string& name = "recommend") {
  return MakeChannel({.target = server.address(),
                      .services = {kService},
                      .tls = std::move(identity),
                      .peer_name = name});
}

absl::Status Search(const std::shared_ptr<grpc::Channel>& channel,
                    grpc::ClientContext* context) {
  PrepareCall(CallContext(), absl::Seconds(10), context);
  v1::SearchResponse response;
  return FromGrpc(v1::RecommendService::NewStub(channel)->Search(
      context, v1::SearchRequest(), &response));
}

absl::Status Search(const std::shared_ptr<grpc::Channel>& channel) {
  grpc::ClientContext context;
  return Search(channel, &context);
}

// The certificate that a server shows to those who come new, in PEM.
std::string ShownTo(const Server& server, const Certificates& certificates) {
  const testing::CommandResult shown =
      testing::RunCommand({"openssl", "s_client", "-connect", server.address(),
                           "-alpn", "h2", "-CAfile", certificates.authority(),
                           "-cert", certificates.File("gateway", "cert.pem"),
                           "-key", certificates.File("gateway", "key.pem")});
  const size_t begin = shown.output.find("-----BEGIN");
  const size_t end = shown.output.find("-----END");
  if (begin == std::string::npos || end == std::string::npos) return "";
  return shown.output.substr(begin, end - begin);
}

class TlsTest : public ::testing::Test {
 protected:
  TlsTest()
      : certificates_({"recommend", "gateway", "ingest"}),
        server_(certificates_, "gateway") {}

  Certificates certificates_;
  Server server_;
};

TEST_F(TlsTest, APeerWithACertificateOfTheCaIsAnswered) {
  const auto channel = Connect(server_, Identity(certificates_, "gateway"));
  EXPECT_EQ(Search(channel), absl::OkStatus());
}

TEST_F(TlsTest, AChannelWithoutTlsIsRefused) {
  EXPECT_EQ(Search(Connect(server_, nullptr)).code(),
            absl::StatusCode::kUnavailable);
}

TEST_F(TlsTest, AClientWithoutACertificateIsRefused) {
  const auto identity = std::make_shared<const TlsIdentity>(
      TlsFiles{.authority = certificates_.authority()});
  EXPECT_EQ(Search(Connect(server_, identity)).code(),
            absl::StatusCode::kUnavailable);
}

TEST_F(TlsTest, AClientOfAnotherCaIsRefused) {
  const Certificates others({"gateway"});
  TlsFiles files = FilesOf(others, "gateway");
  // It would believe the server; the server does not believe it.
  files.authority = certificates_.authority();
  EXPECT_EQ(Search(Connect(server_, std::make_shared<const TlsIdentity>(files)))
                .code(),
            absl::StatusCode::kUnavailable);
  EXPECT_EQ(server_.handled(), 0);
}

TEST_F(TlsTest, AServerOfAnotherCaIsRefused) {
  const Certificates others({"gateway"});
  const absl::Status status =
      Search(Connect(server_, Identity(others, "gateway")));
  EXPECT_EQ(status.code(), absl::StatusCode::kUnavailable);
  EXPECT_THAT(std::string(status.message()),
              HasSubstr("certificate verify failed"));
}

TEST_F(TlsTest, AServerOfAnotherNameIsRefused) {
  const absl::Status status =
      Search(Connect(server_, Identity(certificates_, "gateway"), "storage"));
  EXPECT_EQ(status.code(), absl::StatusCode::kUnavailable);
  EXPECT_EQ(server_.handled(), 0);
}

TEST_F(TlsTest, APeerThatMayNotCallGetsPermissionDenied) {
  const auto channel = Connect(server_, Identity(certificates_, "ingest"));
  const absl::Status search = Search(channel);
  EXPECT_EQ(search.code(), absl::StatusCode::kPermissionDenied);
  EXPECT_EQ(ReasonOf(search), "PEER_NOT_ALLOWED");
  EXPECT_THAT(std::string(search.message()), HasSubstr("broadsheet/ingest"));

  grpc::ClientContext suggest_context;
  v1::SuggestResponse suggest;
  EXPECT_EQ(v1::RecommendService::NewStub(channel)
                ->Suggest(&suggest_context, v1::SuggestRequest(), &suggest)
                .error_code(),
            grpc::StatusCode::PERMISSION_DENIED);

  grpc::ClientContext explain_context;
  v1::ExplainResponse explain;
  EXPECT_EQ(v1::RecommendService::NewStub(channel)
                ->Explain(&explain_context, v1::ExplainRequest(), &explain)
                .error_code(),
            grpc::StatusCode::PERMISSION_DENIED);

  grpc::ClientContext stream_context;
  auto stream =
      v1::IngestService::NewStub(channel)->IngestPapers(&stream_context);
  v1::IngestPapersResponse response;
  EXPECT_FALSE(stream->Read(&response));
  EXPECT_EQ(stream->Finish().error_code(), grpc::StatusCode::PERMISSION_DENIED);
  EXPECT_EQ(server_.handled(), 0);
}

TEST_F(TlsTest, AServerForEverybodyAsksForNoCertificate) {
  const Server open(certificates_, "any");
  const auto identity = std::make_shared<const TlsIdentity>(
      TlsFiles{.authority = certificates_.authority()});
  EXPECT_EQ(Search(Connect(open, identity)), absl::OkStatus());
  // By the address that it was called by, as the command line does.
  EXPECT_EQ(Search(Connect(open, identity, "")), absl::OkStatus());
}

TEST_F(TlsTest, NewFilesAreUsedWithoutARestartAndRunningCallsGoOn) {
  const auto identity = Identity(certificates_, "gateway");
  const auto channel = Connect(server_, identity);
  grpc::ClientContext context;
  auto stream = v1::IngestService::NewStub(channel)->IngestPapers(&context);
  v1::IngestPapersResponse response;
  ASSERT_TRUE(stream->Write(v1::IngestPapersRequest()));
  ASSERT_TRUE(stream->Read(&response));
  const std::string before = ShownTo(server_, certificates_);
  ASSERT_NE(before, "");

  certificates_.Rotate();
  EXPECT_TRUE(WaitUntil(kPatience, [&] {
    const std::string now = ShownTo(server_, certificates_);
    return !now.empty() && now != before;
  }));
  ASSERT_TRUE(stream->Write(v1::IngestPapersRequest()));
  ASSERT_TRUE(stream->Read(&response));
  stream->WritesDone();
  EXPECT_TRUE(stream->Finish().ok());
  EXPECT_EQ(Search(channel), absl::OkStatus());
}

TEST_F(TlsTest, AServerThatCallsOthersTakesNewFilesUpToo) {
  // The gateway asks its clients for no certificate and shows its own to the
  // houses.
  const Server open(certificates_, "any");
  const auto channel = Connect(server_, open.identity());
  EXPECT_EQ(Search(channel).code(), absl::StatusCode::kPermissionDenied);
  const std::string before = ShownTo(open, certificates_);
  certificates_.Rotate();
  EXPECT_TRUE(WaitUntil(kPatience, [&] {
    const std::string now = ShownTo(open, certificates_);
    return !now.empty() && now != before;
  }));
}

TEST_F(TlsTest, AChannelShowsItsNewCertificateWithItsNextConnection) {
  const auto identity = Identity(certificates_, "ingest");
  ASSERT_EQ(Search(Connect(server_, identity)).code(),
            absl::StatusCode::kPermissionDenied);
  // The files of another service in the place of its own show which of them a
  // connection was made with.
  for (const char* name : {"cert.pem", "key.pem", "ca.pem"}) {
    const std::string file = certificates_.File("ingest", name);
    testing::WriteFile(file,
                       testing::ReadFile(certificates_.File("gateway", name)));
  }
  EXPECT_TRUE(WaitUntil(kPatience, [&] {
    // Servers on other ports, so that the connections are new.
    const Server other(certificates_, "gateway");
    return Search(Connect(other, identity)).ok();
  }));
}

}  // namespace
}  // namespace broadsheet
