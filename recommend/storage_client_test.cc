#include "recommend/storage_client.h"

#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "grpcpp/security/server_credentials.h"
#include "grpcpp/server.h"
#include "grpcpp/server_builder.h"
#include "gtest/gtest.h"

namespace broadsheet::recommend {
namespace {

using internal::v1::GetSnapshotRequest;
using internal::v1::GetSnapshotResponse;
using ::testing::ElementsAre;

// A storage whose snapshot has five chunks, and which breaks streams.
class BreakingFeed final : public internal::v1::ChangeFeedService::Service {
 public:
  grpc::Status GetSnapshot(
      grpc::ServerContext*, const GetSnapshotRequest* request,
      grpc::ServerWriter<GetSnapshotResponse>* writer) override {
    requests.push_back(
        absl::StrCat(request->snapshot_id(), "@", request->first_chunk()));
    asked_for_now = request->has_min_position();
    if (gone && !request->snapshot_id().empty()) {
      return {grpc::StatusCode::NOT_FOUND, "gone"};
    }
    for (int64_t i = request->first_chunk(); i < 5; ++i) {
      if (i - request->first_chunk() == chunks_per_stream) {
        return {grpc::StatusCode::UNAVAILABLE, "broken"};
      }
      GetSnapshotResponse chunk;
      chunk.set_chunk(i + skip);
      if (i == 0) chunk.mutable_header()->set_snapshot_id("s");
      if (i == 4) chunk.mutable_trailer();
      writer->Write(chunk);
    }
    return grpc::Status::OK;
  }

  // Of one call at a time.
  std::vector<std::string> requests;
  int64_t chunks_per_stream = 2;
  int64_t skip = 0;
  bool gone = false;
  bool asked_for_now = false;
};

class GrpcChangeSourceTest : public ::testing::Test {
 protected:
  GrpcChangeSourceTest() {
    grpc::ServerBuilder builder;
    builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(),
                             &port_);
    builder.RegisterService(&feed_);
    server_ = builder.BuildAndStart();
    source_ = std::make_unique<GrpcChangeSource>(
        StorageAddress{absl::StrCat("127.0.0.1:", port_)});
  }
  ~GrpcChangeSourceTest() override { server_->Shutdown(); }

  absl::Status Get() {
    return source_->GetSnapshot([this](const GetSnapshotResponse& chunk) {
      chunks_.push_back(chunk.chunk());
      return absl::OkStatus();
    });
  }

  int port_ = 0;
  BreakingFeed feed_;
  std::unique_ptr<grpc::Server> server_;
  std::unique_ptr<GrpcChangeSource> source_;
  std::vector<int64_t> chunks_;
};

TEST_F(GrpcChangeSourceTest, ResumesABrokenSnapshotAtTheNextChunk) {
  const absl::Status status = Get();
  EXPECT_TRUE(status.ok()) << status;
  EXPECT_THAT(chunks_, ElementsAre(0, 1, 2, 3, 4));
  EXPECT_THAT(feed_.requests, ElementsAre("@0", "s@2", "s@4"));
}

TEST_F(GrpcChangeSourceTest, AsksForWhatIsCommittedByNowWhenNothingFollows) {
  ASSERT_TRUE(Get().ok());
  EXPECT_FALSE(feed_.asked_for_now);
  source_ = std::make_unique<GrpcChangeSource>(
      StorageAddress{absl::StrCat("127.0.0.1:", port_)}, SnapshotAge::kNow);
  ASSERT_TRUE(Get().ok());
  EXPECT_TRUE(feed_.asked_for_now);
}

TEST_F(GrpcChangeSourceTest, GivesUpASnapshotThatIsGone) {
  feed_.gone = true;
  EXPECT_TRUE(absl::IsNotFound(Get()));
  EXPECT_THAT(feed_.requests, ElementsAre("@0", "s@2"));
  // The next one is another.
  feed_.chunks_per_stream = 5;
  chunks_.clear();
  EXPECT_TRUE(Get().ok());
  EXPECT_THAT(chunks_, ElementsAre(0, 1, 2, 3, 4));
}

TEST_F(GrpcChangeSourceTest, NoticesAMissingChunk) {
  feed_.skip = 1;
  EXPECT_TRUE(absl::IsDataLoss(Get()));
}

TEST_F(GrpcChangeSourceTest, StopsBetweenTwoAttemptsWhenItIsCancelled) {
  feed_.chunks_per_stream = 1;
  std::thread canceller([this] { source_->Cancel(); });
  (void)Get();
  canceller.join();
  EXPECT_TRUE(absl::IsCancelled(Get()));
}

// A storage that knows one submission already, and whether it stands.
class OldSubmissions final : public internal::v1::ReaderStoreService::Service {
 public:
  grpc::Status SubmitPaper(
      grpc::ServerContext*, const internal::v1::SubmitPaperRequest* request,
      internal::v1::SubmitPaperResponse* response) override {
    *response->mutable_submission() = request->submission();
    response->set_created(request->request_id() != "old");
    response->mutable_position()->set_commit(7);
    return grpc::Status::OK;
  }
  grpc::Status ListSubmitted(
      grpc::ServerContext*, const internal::v1::ListSubmittedRequest* request,
      internal::v1::ListSubmittedResponse* response) override {
    ++looks;
    EXPECT_EQ(request->query().period(), "2026-07-01");
    for (const std::string& paper : listed) {
      auto* submitted = response->mutable_page()->add_papers();
      submitted->mutable_listed()->mutable_paper()->set_id(paper);
    }
    return grpc::Status::OK;
  }

  std::vector<std::string> listed;
  int looks = 0;
};

class GrpcEditorStoreTest : public ::testing::Test {
 protected:
  GrpcEditorStoreTest() {
    grpc::ServerBuilder builder;
    builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(),
                             &port_);
    builder.RegisterService(&storage_);
    server_ = builder.BuildAndStart();
    store_ = std::make_unique<GrpcEditorStore>(
        StorageAddress{absl::StrCat("127.0.0.1:", port_)}, "one");
  }
  ~GrpcEditorStoreTest() override { server_->Shutdown(); }

  bool Stands(const std::string& request_id) {
    v1::Submission submission;
    submission.set_paper_id("p");
    submission.set_day("2026-07-01");
    const auto submitted =
        store_->Submit(CallContext(), request_id, submission);
    EXPECT_TRUE(submitted.ok()) << submitted.status();
    if (!submitted.ok()) return false;
    EXPECT_EQ(submitted->position.commit(), 7u);
    return submitted->stands;
  }

  int port_ = 0;
  OldSubmissions storage_;
  std::unique_ptr<grpc::Server> server_;
  std::unique_ptr<GrpcEditorStore> store_;
};

TEST_F(GrpcEditorStoreTest, KnowsThatWhatIsNewStands) {
  EXPECT_TRUE(Stands("new"));
  EXPECT_EQ(storage_.looks, 0);
}

TEST_F(GrpcEditorStoreTest, LooksWhetherWhatWasSubmittedBeforeStandsStill) {
  storage_.listed = {"o", "p"};
  EXPECT_TRUE(Stands("old"));
  storage_.listed = {"o"};
  EXPECT_FALSE(Stands("old"));
}

}  // namespace
}  // namespace broadsheet::recommend
