#include "storage/transaction_snapshot.h"

#include "gtest/gtest.h"

namespace broadsheet::storage {
namespace {

TEST(TransactionSnapshot, SeesWhatHadEndedWhenItWasTaken) {
  const auto snapshot = TransactionSnapshot::Parse("10:20:12,15");
  ASSERT_TRUE(snapshot.ok());
  EXPECT_TRUE(snapshot->Sees(9));
  EXPECT_TRUE(snapshot->Sees(10));
  EXPECT_FALSE(snapshot->Sees(12));
  EXPECT_TRUE(snapshot->Sees(13));
  EXPECT_FALSE(snapshot->Sees(15));
  EXPECT_FALSE(snapshot->Sees(20));
}

TEST(TransactionSnapshot, MayHaveNothingRunning) {
  const auto snapshot = TransactionSnapshot::Parse("7:7:");
  ASSERT_TRUE(snapshot.ok());
  EXPECT_TRUE(snapshot->Sees(6));
  EXPECT_FALSE(snapshot->Sees(7));
}

TEST(TransactionSnapshot, RefusesOtherText) {
  for (const char* text :
       {"", "1", "1:2", "a:b:", "1:2:x", "1:2:3:4", "-1:2:"}) {
    EXPECT_EQ(TransactionSnapshot::Parse(text).status().code(),
              absl::StatusCode::kInvalidArgument)
        << text;
  }
}

}  // namespace
}  // namespace broadsheet::storage
