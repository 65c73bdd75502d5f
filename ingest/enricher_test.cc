#include "ingest/enricher.h"

#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace broadsheet::ingest {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Not;

class EnricherTest : public ::testing::Test {
 protected:
  EnricherTest() {
    paper_.set_title("Gesture recognition");
    paper_.set_abstract(
        "Hands move. We propose gesture recognition by cameras that are cheap. "
        "Code: https://github.com/a/b.");
    paper_.set_comment("12 pages. Project page: https://x.github.io/y");
  }

  TermStatistics statistics_;
  Enricher enricher_{&statistics_};
  v1::Paper paper_;
};

TEST_F(EnricherTest, FillsLinksKeywordsAndSummary) {
  enricher_.Enrich(&paper_);
  ASSERT_EQ(paper_.links_size(), 2);
  EXPECT_EQ(paper_.links(0).url(), "https://x.github.io/y");
  EXPECT_EQ(paper_.links(1).url(), "https://github.com/a/b");
  EXPECT_THAT(paper_.keywords(), Not(IsEmpty()));
  EXPECT_EQ(paper_.summary(),
            "We propose gesture recognition by cameras that are cheap.");
  EXPECT_EQ(statistics_.documents(), 1);
}

TEST_F(EnricherTest, KeepsWhatTheSourceGave) {
  paper_.add_keywords("mine");
  paper_.set_summary("Mine.");
  enricher_.Enrich(&paper_);
  EXPECT_THAT(paper_.keywords(), ElementsAre("mine"));
  EXPECT_EQ(paper_.summary(), "Mine.");
}

TEST_F(EnricherTest, SaysNothingOfAPaperWithoutAbstract) {
  paper_.clear_abstract();
  enricher_.Enrich(&paper_);
  EXPECT_EQ(paper_.links_size(), 1);
  EXPECT_THAT(paper_.keywords(), IsEmpty());
  EXPECT_EQ(paper_.summary(), "");
  EXPECT_EQ(statistics_.documents(), 0);
}

TEST_F(EnricherTest, TakesTheLongestAbstracts) {
  std::string abstract;
  while (abstract.size() < 99'000) {
    abstract += "We propose $x$ for y\u00e4 https://github.com/a/b\u3002 ";
  }
  paper_.set_abstract(abstract);
  enricher_.Enrich(&paper_);
  EXPECT_LE(paper_.links_size(), 50);
  EXPECT_LE(paper_.summary().size(), 500u);
}

}  // namespace
}  // namespace broadsheet::ingest
