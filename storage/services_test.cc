#include <memory>
#include <string>

#include "common/errors.h"
#include "common/grpc_status.h"
#include "common/rpc.h"
#include "grpcpp/create_channel.h"
#include "grpcpp/security/credentials.h"
#include "grpcpp/security/server_credentials.h"
#include "grpcpp/server.h"
#include "grpcpp/server_builder.h"
#include "gtest/gtest.h"
#include "storage/artifact_services.h"
#include "storage/change_feed_service.h"
#include "storage/coordination_services.h"
#include "storage/paper_store_service.h"
#include "storage/reader_store_service.h"
#include "storage/test_store.h"
#include "storage/vector_store_service.h"

namespace broadsheet::storage {
namespace {

// The services over gRPC, on a free port of the loopback.
class ServicesTest : public ::testing::Test {
 protected:
  ServicesTest()
      : feed_(store_.StartFeed()),
        runtime_({}, &store_.log, &store_.metrics),
        rpcs_(&runtime_),
        lags_(&store_.clock, &store_.metrics),
        papers_(&store_.repositories, &lags_, &rpcs_,
                [] {
                  v1::StorageStatus status;
                  status.set_connections(3);
                  return status;
                }),
        committer_(&store_.repositories.events, &store_.metrics, {}),
        readers_(&store_.repositories, &committer_, &rpcs_),
        leases_(&store_.repositories, &rpcs_),
        artifacts_(&store_.repositories, &rpcs_),
        checkpoints_(&store_.repositories, &rpcs_),
        vectors_(&store_.repositories, &rpcs_),
        changes_(feed_.get(), &store_.feed_store, &store_.snapshot_cache,
                 &lags_, &store_.clock, &rpcs_) {
    grpc::ServerBuilder builder;
    int port = 0;
    builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(),
                             &port);
    builder.RegisterService(&papers_);
    builder.RegisterService(&readers_);
    builder.RegisterService(&leases_);
    builder.RegisterService(&artifacts_);
    builder.RegisterService(&checkpoints_);
    builder.RegisterService(&vectors_);
    builder.RegisterService(&changes_);
    server_ = builder.BuildAndStart();
    channel_ = grpc::CreateChannel("127.0.0.1:" + std::to_string(port),
                                   grpc::InsecureChannelCredentials());
  }

  ~ServicesTest() override {
    feed_->Stop();
    server_->Shutdown();
    runtime_.Stop();
  }

  static std::unique_ptr<grpc::ClientContext> Call() {
    auto context = std::make_unique<grpc::ClientContext>();
    context->set_deadline(absl::ToChronoTime(absl::Now() + absl::Seconds(20)));
    return context;
  }

  TestStore store_;
  std::unique_ptr<ChangeFeed> feed_;
  RpcRuntime runtime_;
  Rpcs rpcs_;
  FollowerLags lags_;
  PaperStoreService papers_;
  EventCommitter committer_;
  ReaderStoreService readers_;
  LeaseService leases_;
  ArtifactService artifacts_;
  CheckpointService checkpoints_;
  VectorStoreService vectors_;
  ChangeFeedService changes_;
  std::unique_ptr<grpc::Server> server_;
  std::shared_ptr<grpc::Channel> channel_;
};

TEST_F(ServicesTest, AnswerEachBatchOfAnUpsertStreamInOrder) {
  auto stub = internal::v1::PaperStoreService::NewStub(channel_);
  auto call = Call();
  auto stream = stub->UpsertPapers(call.get());
  for (const char* id : {"a:1", "a:2", "a:1"}) {
    internal::v1::UpsertPapersRequest request;
    *request.add_papers() = MakePaper(id);
    ASSERT_TRUE(stream->Write(request));
  }
  stream->WritesDone();
  std::string outcomes;
  internal::v1::UpsertPapersResponse response;
  while (stream->Read(&response)) {
    outcomes += response.results(0).paper_id() + " " +
                v1::PaperResult::Outcome_Name(response.results(0).outcome()) +
                "\n";
  }
  EXPECT_TRUE(stream->Finish().ok());
  EXPECT_EQ(outcomes,
            "a:1 OUTCOME_CREATED\na:2 OUTCOME_CREATED\n"
            "a:1 OUTCOME_UNCHANGED\n");
}

TEST_F(ServicesTest, EndAnUpsertStreamThatBreaksARule) {
  auto stub = internal::v1::PaperStoreService::NewStub(channel_);
  auto call = Call();
  auto stream = stub->UpsertPapers(call.get());
  stream->Write(internal::v1::UpsertPapersRequest());
  internal::v1::UpsertPapersResponse response;
  EXPECT_FALSE(stream->Read(&response));
  EXPECT_EQ(ReasonOf(FromGrpc(stream->Finish())), "INVALID_FIELD");
}

TEST_F(ServicesTest, StreamASnapshotAndWhatFollowsIt) {
  store_.AddPapers({"a:1"});
  auto stub = internal::v1::ChangeFeedService::NewStub(channel_);
  internal::v1::GetSnapshotResponse part;
  internal::v1::WatchChangesRequest watch;
  auto snapshot_call = Call();
  auto snapshot = stub->GetSnapshot(snapshot_call.get(),
                                    internal::v1::GetSnapshotRequest());
  int papers = 0;
  while (snapshot->Read(&part)) {
    papers += part.papers_size();
    if (part.has_trailer()) *watch.mutable_cursor() = part.trailer().cursor();
  }
  EXPECT_TRUE(snapshot->Finish().ok());
  EXPECT_EQ(papers, 1);

  auto watch_call = Call();
  auto changes = stub->WatchChanges(watch_call.get(), watch);
  store_.AddPapers({"a:2"});
  internal::v1::WatchChangesResponse response;
  while (response.changes_size() == 0 && changes->Read(&response)) {
  }
  ASSERT_EQ(response.changes_size(), 1);
  EXPECT_EQ(response.changes(0).paper().id(), "a:2");
  watch_call->TryCancel();
}

TEST_F(ServicesTest, ReportErrorsWithTheirReason) {
  auto readers = internal::v1::ReaderStoreService::NewStub(channel_);
  internal::v1::FindTokenRequest find;
  find.set_sha256(std::string(32, 'x'));
  internal::v1::FindTokenResponse found;
  EXPECT_EQ(ReasonOf(FromGrpc(readers->FindToken(Call().get(), find, &found))),
            "TOKEN_UNKNOWN");
  auto leases = internal::v1::LeaseService::NewStub(channel_);
  internal::v1::AcquireLeaseRequest acquire;
  internal::v1::AcquireLeaseResponse acquired;
  const auto violations = ViolationsOf(
      FromGrpc(leases->AcquireLease(Call().get(), acquire, &acquired)));
  ASSERT_EQ(violations.size(), 1u);
  EXPECT_EQ(violations[0].field, "name");
}

TEST_F(ServicesTest, ListNoArtifactsAtFirst) {
  auto stub = internal::v1::ArtifactService::NewStub(channel_);
  internal::v1::ListArtifactsResponse response;
  EXPECT_TRUE(stub->ListArtifacts(Call().get(),
                                  internal::v1::ListArtifactsRequest(),
                                  &response)
                  .ok());
  EXPECT_EQ(response.artifacts_size(), 0);
}

TEST_F(ServicesTest, KeepVectorsUntilTheirEncoderIsDeleted) {
  store_.AddPapers({"a:1"});
  auto stub = internal::v1::VectorStoreService::NewStub(channel_);
  internal::v1::PutPaperVectorsRequest put;
  *put.add_vectors() = MakeVector("a:1", "e", 1);
  *put.add_vectors() = MakeVector("a:2", "e", 2);
  internal::v1::PutPaperVectorsResponse answer;
  ASSERT_TRUE(stub->PutPaperVectors(Call().get(), put, &answer).ok());
  EXPECT_EQ(answer.unknown_paper_ids(0), "a:2");
  internal::v1::ListEncodersResponse encoders;
  ASSERT_TRUE(stub->ListEncoders(Call().get(),
                                 internal::v1::ListEncodersRequest(), &encoders)
                  .ok());
  ASSERT_EQ(encoders.encoders_size(), 1);
  EXPECT_EQ(encoders.encoders(0).vectors(), 1);
  internal::v1::DeleteEncoderRequest request;
  request.set_encoder("e");
  internal::v1::DeleteEncoderResponse deleted;
  ASSERT_TRUE(stub->DeleteEncoder(Call().get(), request, &deleted).ok());
  EXPECT_EQ(deleted.deleted(), 1);
}

TEST_F(ServicesTest, LetPapersWaitForAFollowerThatIsBehindButNotForEver) {
  FollowerLags::Entry frozen(&lags_);
  frozen.Took(/*pending=*/5, /*caught_up=*/false);
  store_.clock.Advance(absl::Minutes(1));
  EXPECT_EQ(lags_.Behind(), absl::Minutes(1));
  auto stub = internal::v1::PaperStoreService::NewStub(channel_);
  auto call = Call();
  auto stream = stub->UpsertPapers(call.get());
  internal::v1::UpsertPapersRequest request;
  *request.add_papers() = MakePaper("a:1");
  internal::v1::UpsertPapersResponse response;
  ASSERT_TRUE(stream->Write(request));
  EXPECT_TRUE(stream->Read(&response));
  stream->WritesDone();
  EXPECT_TRUE(stream->Finish().ok());
  frozen.Took(/*pending=*/0, /*caught_up=*/true);
  EXPECT_EQ(lags_.Behind(), absl::ZeroDuration());
}

}  // namespace
}  // namespace broadsheet::storage
