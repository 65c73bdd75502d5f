#include "ingest/upserter.h"

#include <memory>
#include <string>

#include "absl/strings/str_cat.h"
#include "common/clock.h"
#include "gtest/gtest.h"
#include "ingest/fake_storage.h"
#include "ingest/grpc_store.h"

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

}  // namespace
}  // namespace broadsheet::ingest
