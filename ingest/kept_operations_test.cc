#include "ingest/kept_operations.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "ingest/fake_storage.h"
#include "ingest/grpc_store.h"

namespace broadsheet::ingest {
namespace {

using ::testing::SizeIs;

class KeptOperationsTest : public ::testing::Test {
 protected:
  KeptOperation Write(const std::string& id, int64_t started_at, bool done) {
    KeptOperation operation;
    operation.value.mutable_operation()->set_id(id);
    operation.value.mutable_operation()->set_done(done);
    operation.value.mutable_operation()->mutable_started_at()->set_seconds(
        started_at);
    EXPECT_TRUE(kept_.Write(call_, &operation).ok());
    return operation;
  }
  bool IsKept(const std::string& id) {
    return kept_.Find(call_, id)->revision > 0;
  }

  FakeStorage storage_;
  Checkpoints checkpoints_{MakeStoreChannel(storage_.target(), nullptr)};
  KeptOperations kept_{&checkpoints_};
  CallContext call_;
};

TEST_F(KeptOperationsTest, TellWhatIsNotDone) {
  Write("a", 1, true);
  Write("b", 2, false);
  const auto unfinished = kept_.Unfinished(call_);
  ASSERT_TRUE(unfinished.ok()) << unfinished.status();
  ASSERT_THAT(*unfinished, SizeIs(1));
  EXPECT_EQ((*unfinished)[0].value.operation().id(), "b");
}

TEST_F(KeptOperationsTest, AreWrittenByOneProcessOnly) {
  KeptOperation mine = Write("a", 1, false);
  KeptOperation other = *kept_.Find(call_, "a");
  other.value.mutable_operation()->set_items_done(7);
  EXPECT_TRUE(kept_.Write(call_, &other).ok());
  mine.value.mutable_operation()->set_items_done(8);
  EXPECT_TRUE(absl::IsAborted(kept_.Write(call_, &mine)));
  EXPECT_EQ(kept_.Find(call_, "a")->value.operation().items_done(), 7);
}

TEST_F(KeptOperationsTest, LeaveTheOldestOnesThatAreDone) {
  Write("first", 1, false);
  for (int i = 2; i < 990; ++i) Write(absl::StrCat("operation", i), i, true);
  ASSERT_TRUE(kept_.Unfinished(call_).ok());
  EXPECT_TRUE(IsKept("first"));
  EXPECT_FALSE(IsKept("operation2"));
  EXPECT_FALSE(IsKept("operation50"));
  EXPECT_TRUE(IsKept("operation200"));
  EXPECT_TRUE(IsKept("operation989"));
}

}  // namespace
}  // namespace broadsheet::ingest
