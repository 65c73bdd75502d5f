#include "gateway/web/links.h"

#include "gtest/gtest.h"

namespace broadsheet::gateway {
namespace {

TEST(Links, PaperAddressEncodesTheSlashOfOldIds) {
  EXPECT_EQ(PaperUrl("2407.21783"), "/papers/2407.21783");
  EXPECT_EQ(PaperUrl("hep-th/9901001"), "/papers/hep-th%2F9901001");
  EXPECT_EQ(PaperUrl("doi:10.1000/x?y"), "/papers/doi:10.1000%2Fx%3Fy");
}

TEST(Links, PeriodAddressNamesItsKind) {
  EXPECT_EQ(PeriodUrl(ParsePeriod("2026-11-23").value()),
            "/papers/date/2026-11-23");
  EXPECT_EQ(PeriodUrl(ParsePeriod("2026-W47").value()),
            "/papers/week/2026-W47");
  EXPECT_EQ(PeriodUrl(ParsePeriod("2026-11").value()), "/papers/month/2026-11");
}

TEST(Links, QueryLeavesEmptyParametersOut) {
  EXPECT_EQ(WithQuery("/papers", {{"q", "a&b c"}, {"page", ""}, {"n", "2"}}),
            "/papers?q=a%26b%20c&n=2");
  EXPECT_EQ(WithQuery("/papers", {}), "/papers");
}

TEST(Links, OnlyArxivPapersHaveArxivAddresses) {
  EXPECT_EQ(ArxivUrl("hep-th/9901001"), "https://arxiv.org/abs/hep-th/9901001");
  EXPECT_EQ(ArxivPdfUrl("2407.21783"), "https://arxiv.org/pdf/2407.21783");
  EXPECT_EQ(ArxivUrl("doi:10.1000/xyz"), "");
}

TEST(Links, DoiAddressNeedsADoi) {
  EXPECT_EQ(DoiUrl("10.1000/xyz<1>"), "https://doi.org/10.1000/xyz%3C1%3E");
  EXPECT_EQ(DoiUrl("javascript:alert(1)"), "");
}

TEST(LocalPath, KeepsPagesOfOurs) {
  EXPECT_EQ(LocalPath("/papers?q=a%20b#main"), "/papers?q=a%20b#main");
}

TEST(LocalPath, RefusesEverythingThatLeadsElsewhere) {
  for (const char* target :
       {"", "papers", "//evil.example", "/\\evil.example", "https://evil",
        "javascript:alert(1)", "/a\r\nSet-Cookie: x=y", "/\t/evil.example"}) {
    EXPECT_EQ(LocalPath(target), "/") << target;
  }
  EXPECT_EQ(LocalPath("/" + std::string(3000, 'a')), "/");
}

}  // namespace
}  // namespace broadsheet::gateway
