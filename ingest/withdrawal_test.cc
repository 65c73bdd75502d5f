#include "ingest/withdrawal.h"

#include "gtest/gtest.h"

namespace broadsheet::ingest {
namespace {

TEST(SaysWithdrawn, ReadsTheFirstWords) {
  for (const char* comment :
       {"Withdrawn", "withdrawn by the author", "(withdrawn)",
        "This paper has been withdrawn due to an error",
        "This submission has been withdrawn by arXiv administrators",
        "Paper withdrawn.", "The article was WITHDRAWN"}) {
    EXPECT_TRUE(SaysWithdrawn(comment)) << comment;
  }
}

TEST(SaysWithdrawn, IsNotMisledByLaterOnes) {
  for (const char* comment :
       {"", "12 pages; the earlier version was withdrawn", "Not withdrawn",
        "Withdrawn from NeurIPS, 12 pages", "Theorem 3 withdrawn",
        "withdrawnness", "This replaces the withdrawn paper",
        "has has has has has has has has has withdrawn"}) {
    EXPECT_FALSE(SaysWithdrawn(comment)) << comment;
  }
}

}  // namespace
}  // namespace broadsheet::ingest
