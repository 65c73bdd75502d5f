#include "ingest/upserter.h"

#include <memory>
#include <string>

#include "absl/strings/str_cat.h"
#include "common/clock.h"
#include "gtest/gtest.h"
#include "ingest/fake_storage.h"
#include "ingest/grpc_store.h"
#include "ingest/upsert_lanes.h"

namespace broadsheet::ingest {
namespace {

internal::v1::UpsertPapersRequest Batch(int papers, size_t id_bytes) {
  internal::v1::UpsertPapersRequest request;
  for (int i = 0; i < papers; ++i) {
    std::string id = absl::StrCat("x:", i, "-");
    id.resize(id_bytes, 'i');
    request.add_papers()->set_id(id);
  }
  return request;
}

class UpserterTest : public ::testing::Test {
 protected:
  FakeStorage storage_;
  std::unique_ptr<Store> store_ = MakeGrpcStore(storage_.target());
  SystemClock clock_;
  CallContext call_;
  Upserter upserter_{store_.get(), &call_,
                     Retrier(&call_, &clock_, {}, Timing::Real())};
};

TEST_F(UpserterTest, HasNoRoomWhileTheAnswersCouldFillTheWindow) {
  EXPECT_TRUE(upserter_.HasRoom());
  upserter_.Send(Batch(300, 200));
  EXPECT_FALSE(upserter_.HasRoom());
  ASSERT_TRUE(upserter_.Receive().ok());
  EXPECT_TRUE(upserter_.HasRoom());
  upserter_.Finish();
}

TEST_F(UpserterTest, HasRoomForFourBatchesOfUsualIds) {
  for (int i = 0; i < 3; ++i) {
    upserter_.Send(Batch(500, 10));
    EXPECT_TRUE(upserter_.HasRoom());
  }
  for (int i = 0; i < 3; ++i) ASSERT_TRUE(upserter_.Receive().ok());
  upserter_.Finish();
}

class UpsertLanesTest : public UpserterTest {
 protected:
  bool Send(const std::string& id, const std::string& doi = "") {
    internal::v1::UpsertPapersRequest request;
    request.add_papers()->set_id(id);
    request.mutable_papers(0)->set_doi(doi);
    return lanes_.Send(&request);
  }

  UpsertLanes lanes_{store_.get(), &call_,
                     Retrier(&call_, &clock_, {}, Timing::Real())};
};

TEST_F(UpsertLanesTest, SendBatchesWithACommonPaperBehindEachOther) {
  EXPECT_TRUE(Send("x:1"));
  EXPECT_TRUE(Send("x:1"));
  EXPECT_TRUE(Send("x:2", "10.1/A"));
  EXPECT_TRUE(Send("doi:10.1/a"));
  // Its paper and its DOI are under way on both.
  EXPECT_FALSE(Send("x:1", "10.1/a"));
  for (int i = 0; i < 4; ++i) ASSERT_TRUE(lanes_.Receive().ok());
  EXPECT_TRUE(Send("x:1", "10.1/a"));
  ASSERT_TRUE(lanes_.Receive().ok());
  lanes_.Finish();
  EXPECT_EQ(storage_.streams(), 2);
}

TEST_F(UpsertLanesTest, AnswerInTheOrderOfTheBatches) {
  for (int i = 0; i < 4; ++i) EXPECT_TRUE(Send(absl::StrCat("x:", i)));
  for (int i = 0; i < 4; ++i) {
    const auto response = lanes_.Receive();
    ASSERT_TRUE(response.ok()) << response.status();
    EXPECT_EQ(response->results(0).paper_id(), absl::StrCat("x:", i));
  }
  lanes_.Finish();
}

}  // namespace
}  // namespace broadsheet::ingest
