// Lists that helpers had a part in.

#include <string>

#include "gtest/gtest.h"
#include "recommend/test_house.h"

namespace broadsheet::recommend {
namespace {

TEST(HelpedLists, AreThoseOfOneThread) {
  FakeArtifactStore store;
  const broadsheet::testing::TempDir folder;
  const auto model = PutModel(&store, "m1");
  House alone(&store, folder.File("alone"));
  House helped(&store, folder.File("helped"),
               {.secret = "secret",
                .replica = "test",
                .arms = {},
                .helpers = 2,
                .helped_papers = 1});
  for (House* house : {&alone, &helped}) {
    house->Add(AllRows());
    ASSERT_TRUE(house->Promote(model).ok());
  }
  const std::string lists = alone.Answers();
  // Who does what differs from time to time.
  for (int i = 0; i < 20; ++i) EXPECT_EQ(helped.Answers(), lists);
}

}  // namespace
}  // namespace broadsheet::recommend
