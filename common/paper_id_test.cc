#include "common/paper_id.h"

#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace broadsheet {
namespace {

std::string Normal(std::string_view text, std::string_view source = "") {
  auto id = NormalizePaperId(text, source);
  return id.ok() ? *id : "refused: " + std::string(id.status().message());
}

TEST(ArxivId, KnowsBothStyles) {
  EXPECT_TRUE(IsArxivId("2407.21783"));
  EXPECT_TRUE(IsArxivId("0704.0001"));
  EXPECT_TRUE(IsArxivId("1412.9999"));
  EXPECT_TRUE(IsArxivId("hep-th/9901001"));
  EXPECT_TRUE(IsArxivId("math/0309136"));
  EXPECT_TRUE(IsArxivId("q-bio/0703012"));
}

TEST(ArxivId, HasFiveDigitsOnlySince2015) {
  EXPECT_FALSE(IsArxivId("1412.12345"));
  EXPECT_FALSE(IsArxivId("1501.1234"));
  EXPECT_TRUE(IsArxivId("1501.12345"));
}

TEST(ArxivId, RefusesWhatOnlyLooksLikeOne) {
  for (const char* id :
       {"", "2407.21783v2", "2413.00001", "0703.0001", "2407.00000",
        "2407,21783", "hep-th/9913001", "hep-th/0704001", "hep-xx/9901001",
        "hep-th/990100", "hep-th/9901000", "math.GT/0309136", "/9901001"}) {
    EXPECT_FALSE(IsArxivId(id)) << id;
  }
}

TEST(PaperId, LosesVersionPrefixAndSubjectClass) {
  EXPECT_EQ(Normal("2407.21783"), "2407.21783");
  EXPECT_EQ(Normal(" arXiv:2407.21783v12\n"), "2407.21783");
  EXPECT_EQ(Normal("math.GT/0309136v1"), "math/0309136");
  EXPECT_EQ(Normal("cond-mat.stat-mech/0309136"), "cond-mat/0309136");
  EXPECT_EQ(Normal("2407.21783", "jsonl"), "2407.21783");
}

TEST(PaperId, IsReadFromAddressesOfArxiv) {
  EXPECT_EQ(Normal("https://arxiv.org/abs/2407.21783v2"), "2407.21783");
  EXPECT_EQ(Normal("http://www.arxiv.org/pdf/2407.21783.pdf"), "2407.21783");
  EXPECT_EQ(Normal("arxiv.org/abs/hep-th/9901001"), "hep-th/9901001");
}

TEST(PaperId, KeepsOtherSourcesWithTheirNameInLowerCase) {
  EXPECT_EQ(Normal("doi:10.1000/xyz"), "doi:10.1000/xyz");
  EXPECT_EQ(Normal("OpenAlex:W123", "jsonl"), "openalex:W123");
}

TEST(PaperId, GetsTheSourceWhenItIsBare) {
  EXPECT_EQ(Normal("123", "citeulike"), "citeulike:123");
  EXPECT_EQ(Normal("10.1000/a:b", "doi"), "doi:10.1000/a:b");
}

// An id that was made so must be found again.
TEST(PaperId, IsNoAddressUnderTheSchemeOfASource) {
  EXPECT_EQ(Normal("//arxiv.org/abs/83", "lab"), "lab://arxiv.org/abs/83");
  EXPECT_EQ(Normal("lab://arxiv.org/abs/83", "lab"), "lab://arxiv.org/abs/83");
}

TEST(PaperId, IsRefusedWithARule) {
  using ::testing::StartsWith;
  EXPECT_THAT(Normal(""), StartsWith("refused: is empty"));
  EXPECT_THAT(Normal("123"), StartsWith("refused: is neither"));
  EXPECT_THAT(Normal("arXiv:99"), StartsWith("refused: is not an arXiv id"));
  EXPECT_THAT(Normal("doi:"), StartsWith("refused: has nothing"));
  EXPECT_THAT(Normal("a b", "x"), StartsWith("refused: has a space"));
  EXPECT_THAT(Normal(std::string_view("a\0b", 3), "x"),
              StartsWith("refused: has a space or a control"));
  EXPECT_THAT(Normal("x\xff", "x"), StartsWith("refused: is not UTF-8"));
  EXPECT_THAT(Normal("https://example.org/1", "x"),
              StartsWith("refused: is an address"));
  EXPECT_THAT(Normal(std::string(198, 'a'), "abc"),
              StartsWith("refused: is 202 bytes long"));
}

TEST(ArxivCategory, IsOneOfTheTaxonomy) {
  for (const char* category :
       {"cs.CL", "hep-th", "cmp-lg", "cond-mat.mtrl-sci", "astro-ph", "stat.TH",
        "math.MP", "eess.SY", "physics.space-ph", "q-fin.CP", "econ.EM"}) {
    EXPECT_TRUE(IsArxivCategory(category)) << category;
  }
}

TEST(ArxivCategory, IsNoSubjectClassOfOthers) {
  for (const char* category : {"", "cs", "cs.", "cs.cl", "cs.CL ", "cs.AI AR",
                               "68T45", "I.2.7", ".CL", "math", "physics"}) {
    EXPECT_FALSE(IsArxivCategory(category)) << category;
  }
}

}  // namespace
}  // namespace broadsheet
