#include "storage/precedence.h"

#include "gtest/gtest.h"

namespace broadsheet::storage {
namespace {

TEST(Precedence, TakesNoRoomForAFullSource) {
  EXPECT_EQ(Precedence().ToBytes(), "");
  EXPECT_EQ(Precedence::FromBytes("").Of(Field::kLinks), kFullPrecedence);
}

TEST(Precedence, TakesAByteForOneSource) {
  EXPECT_EQ(Precedence(60).ToBytes().size(), 1u);
  EXPECT_EQ(Precedence::FromBytes(Precedence(60).ToBytes()).Of(Field::kDoi),
            60);
}

TEST(Precedence, ReadsBackWhatItWrote) {
  Precedence precedence(60);
  precedence.Set(Field::kDoi, 100);
  precedence.Set(Field::kLinks, 0);
  const Precedence read = Precedence::FromBytes(precedence.ToBytes());
  EXPECT_EQ(read.Of(Field::kTitle), 60);
  EXPECT_EQ(read.Of(Field::kDoi), 100);
  EXPECT_EQ(read.Of(Field::kLinks), 0);
}

TEST(Precedence, GivesFullToFieldsThatAreNewerThanTheRow) {
  const Precedence read = Precedence::FromBytes("\x32\x3c");
  EXPECT_EQ(read.Of(Field::kTitle), 50);
  EXPECT_EQ(read.Of(Field::kAbstract), 60);
  EXPECT_EQ(read.Of(Field::kLinks), kFullPrecedence);
}

}  // namespace
}  // namespace broadsheet::storage
