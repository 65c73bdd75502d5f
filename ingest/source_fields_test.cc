#include "ingest/source_fields.h"

#include "gtest/gtest.h"

namespace broadsheet::ingest {
namespace {

TEST(NormalizeDoi, TakesAwayWhatIsBeforeADoi) {
  for (const char* text :
       {"10.1000/XYZ", "doi:10.1000/xyz", "https://doi.org/10.1000/XYZ",
        " http://dx.doi.org/10.1000/xyz ", "DOI: 10.1000/xyz"}) {
    EXPECT_EQ(NormalizeDoi(text), "10.1000/xyz") << text;
  }
  for (const char* text : {"", "10.1000", "11.1000/x", "10.1000/a b", "10./",
                           "https://example.org/10.1000/xyz"}) {
    EXPECT_EQ(NormalizeDoi(text), "") << text;
  }
}

TEST(ArxivIdOf, KnowsEverySpelling) {
  for (const char* text :
       {"2407.21783", "arXiv:2407.21783v3", "10.48550/arXiv.2407.21783",
        "https://doi.org/10.48550/ARXIV.2407.21783",
        "https://arxiv.org/pdf/2407.21783v1.pdf"}) {
    EXPECT_EQ(ArxivIdOf(text), "2407.21783") << text;
  }
  EXPECT_EQ(ArxivIdOf("10.48550/arXiv.hep-th/9901001"), "hep-th/9901001");
  for (const char* text : {"", "10.1000/xyz", "2407.1", "W123", "a b"}) {
    EXPECT_EQ(ArxivIdOf(text), "") << text;
  }
}

TEST(SetDoi, TakesArxivsDoiForAnArxivId) {
  v1::Paper paper;
  EXPECT_TRUE(SetDoi("10.48550/arXiv.2407.21783", &paper));
  EXPECT_EQ(paper.id(), "2407.21783");
  EXPECT_EQ(paper.doi(), "");
  EXPECT_TRUE(SetDoi("https://doi.org/10.1000/XYZ", &paper));
  EXPECT_EQ(paper.id(), "2407.21783");
  EXPECT_EQ(paper.doi(), "10.1000/xyz");
  v1::Paper other;
  EXPECT_FALSE(SetDoi("none", &other));
  EXPECT_TRUE(SetDoi("10.1000/XYZ", &other));
  EXPECT_EQ(other.id(), "doi:10.1000/xyz");
}

TEST(GivenNameFirst, TurnsNamesAround) {
  EXPECT_EQ(GivenNameFirst("Lovelace, Ada"), "Ada Lovelace");
  EXPECT_EQ(GivenNameFirst("King, Jr., Martin Luther"),
            "Martin Luther King Jr.");
  EXPECT_EQ(GivenNameFirst("King, Martin Luther, Jr."),
            "Martin Luther King Jr.");
  EXPECT_EQ(GivenNameFirst(" Ada Lovelace "), "Ada Lovelace");
  EXPECT_EQ(GivenNameFirst("Lovelace,"), "Lovelace,");
}

TEST(FullDay, PadsAndNeedsAllThreeParts) {
  EXPECT_EQ(FullDay("2024-3-5"), "2024-03-05");
  EXPECT_EQ(FullDay("2024/03/05/"), "2024-03-05");
  EXPECT_EQ(FullDay("2024-12-31"), "2024-12-31");
  for (const char* text : {"", "2024", "2024/03//", "24-3-5", "2024-003-5"}) {
    EXPECT_EQ(FullDay(text), "") << text;
  }
}

TEST(LicenseUrl, KnowsCreativeCommons) {
  EXPECT_EQ(LicenseUrl("cc-by"),
            "https://creativecommons.org/licenses/by/4.0/");
  EXPECT_EQ(LicenseUrl("cc_by_nc_nd"),
            "https://creativecommons.org/licenses/by-nc-nd/4.0/");
  EXPECT_EQ(LicenseUrl("CC BY-SA 3.0"),
            "https://creativecommons.org/licenses/by-sa/3.0/");
  EXPECT_EQ(LicenseUrl("cc0_ng"),
            "https://creativecommons.org/publicdomain/zero/1.0/");
  EXPECT_EQ(LicenseUrl("http://example.org/L"), "http://example.org/L");
  EXPECT_EQ(LicenseUrl("cc_no"), "");
}

}  // namespace
}  // namespace broadsheet::ingest
