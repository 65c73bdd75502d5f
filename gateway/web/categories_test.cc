#include "gateway/web/categories.h"

#include "gtest/gtest.h"

namespace broadsheet::gateway {
namespace {

TEST(CategoryName, IsReadable) {
  EXPECT_EQ(CategoryName("cs.CL"), "Computation and Language");
  EXPECT_EQ(CategoryName("astro-ph"), "Astrophysics");
  EXPECT_EQ(CategoryName("stat.TH"), "Statistics Theory");
}

TEST(CategoryName, OfAnUnknownCategoryIsItsId) {
  EXPECT_EQ(CategoryName("cmp-lg"), "cmp-lg");
  EXPECT_EQ(CategoryName("zz.ZZ"), "zz.ZZ");
  EXPECT_EQ(CategoryName(""), "");
}

}  // namespace
}  // namespace broadsheet::gateway
