#include "recommend/search/query_parser.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/errors.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace broadsheet::recommend {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

// The clauses in a notation of this test: "title:a", "\"b c\"", "-d", "e|f".
std::vector<std::string> Clauses(const Query& query) {
  static const char* const kFields[] = {"", "title:", "abstract:", "author:"};
  std::vector<std::string> shown;
  for (const QueryClause& clause : query.clauses) {
    std::string text = clause.excluded ? "-" : "";
    for (const QueryWord& word : clause.any_of) {
      if (&word != &clause.any_of[0]) text += "|";
      const char* quote = word.phrase ? "\"" : "";
      text += absl::StrCat(kFields[static_cast<int>(word.field)], quote,
                           word.text, quote);
    }
    shown.push_back(text);
  }
  return shown;
}

std::vector<std::string> Clauses(std::string_view text) {
  return Clauses(ParseQuery(text));
}

std::string FaultOf(std::string_view text) {
  const auto query = ParseQueryStrictly(text);
  return query.ok() ? "" : ViolationsOf(query.status())[0].rule;
}

TEST(QueryParser, ReadsWordsPhrasesAndWhatIsExcluded) {
  EXPECT_THAT(Clauses(" attention \"state space\" -survey NOT old"),
              ElementsAre("attention", "\"state space\"", "-survey", "-old"));
  EXPECT_THAT(Clauses("-\"large model\" pre-training"),
              ElementsAre("-\"large model\"", "pre-training"));
}

TEST(QueryParser, JoinsTheTwoBesideAnOr) {
  EXPECT_THAT(Clauses("a b OR \"c d\" OR e f | g AND h"),
              ElementsAre("a", "b|\"c d\"|e", "f|g", "h"));
}

TEST(QueryParser, ReadsFieldsByTheirLongAndShortNames) {
  EXPECT_THAT(Clauses("title:a ti:b abs:c author:d Au:\"Y. Bengio\""),
              ElementsAre("title:a", "title:b", "abstract:c", "author:d",
                          "author:\"Y. Bengio\""));
}

TEST(QueryParser, ReadsFilters) {
  const Query query = ParseQuery(
      "cat:cs.CL,cs.LG cat:stat.* OR cat:math -cat:cs.CV year:2020..2024 "
      "has:code -has:video sort:newest");
  EXPECT_THAT(query.clauses, IsEmpty());
  EXPECT_THAT(query.filters.categories,
              ElementsAre(ElementsAre("cs.cl", "cs.lg"),
                          ElementsAre("stat.*", "math")));
  EXPECT_THAT(query.filters.without_categories, ElementsAre("cs.cv"));
  EXPECT_EQ(query.filters.first_day, 18262);
  EXPECT_EQ(query.filters.last_day, 20088);
  EXPECT_EQ(query.filters.has, kHasCode);
  EXPECT_EQ(query.filters.has_not, kHasVideo);
  EXPECT_EQ(query.sort, QuerySort::kNewest);
}

TEST(QueryParser, ReadsDatesOfEachLengthAndOpenRanges) {
  EXPECT_EQ(ParseQuery("date:1970-02").filters.first_day, 31);
  EXPECT_EQ(ParseQuery("date:1970-02").filters.last_day, 58);
  EXPECT_EQ(ParseQuery("date:1970-01-05..").filters.first_day, 4);
  EXPECT_EQ(ParseQuery("date:..1970-01-05").filters.last_day, 4);
  EXPECT_EQ(ParseQuery("year:1970-1971").filters.last_day, 729);
  for (const char* bad :
       {"2024-13", "2024-02-30", "24", "2024-1", "..", "2024..2020", "9999",
        "2024-01-15-", "year", "-100"}) {
    EXPECT_FALSE(ParseQuery(absl::StrCat("date:", bad)).filters.dated()) << bad;
    EXPECT_NE(FaultOf(absl::StrCat("date:", bad)), "") << bad;
  }
}

TEST(QueryParser, ForgivesWhatIsHalfTyped) {
  EXPECT_THAT(Clauses("\"state spa"), ElementsAre("\"state spa\""));
  EXPECT_THAT(Clauses("a OR"), ElementsAre("a"));
  EXPECT_THAT(Clauses("OR a"), ElementsAre("a"));
  EXPECT_THAT(Clauses("a -"), ElementsAre("a"));
  EXPECT_THAT(Clauses("a title:"), ElementsAre("a"));
  EXPECT_THAT(Clauses("a cat:? sort:up"), ElementsAre("a"));
  EXPECT_THAT(Clauses("a \"\" --- NOT"), ElementsAre("a"));
  EXPECT_EQ(ParseQuery("a sort:up").notes.size(), 1u);
}

TEST(QueryParser, LeavesIdsAndTitlesWithColonsAlone) {
  EXPECT_THAT(Clauses("arXiv:1706.03762"), ElementsAre("arXiv:1706.03762"));
  EXPECT_EQ(FaultOf("arXiv:1706.03762v2 doi:10.1000/xyz"), "");
  EXPECT_THAT(Clauses("LoRA: low rank"), ElementsAre("LoRA:", "low", "rank"));
  EXPECT_EQ(FaultOf("LoRA: low rank"), "");
}

TEST(QueryParser, NamesTheByteOfAFaultWhenStrict) {
  EXPECT_THAT(FaultOf("abc titel:x"), HasSubstr("byte 4"));
  EXPECT_THAT(FaultOf("abc \"x y"), HasSubstr("byte 4"));
  EXPECT_THAT(FaultOf("abc -"), HasSubstr("byte 4"));
  EXPECT_THAT(FaultOf("abc OR"), HasSubstr("byte 6"));
  EXPECT_THAT(FaultOf("OR abc"), HasSubstr("byte 0"));
  EXPECT_THAT(FaultOf("title:"), HasSubstr("byte 6"));
  EXPECT_THAT(FaultOf("has:money"), HasSubstr("byte 4"));
  EXPECT_THAT(FaultOf("a OR -b"), HasSubstr("byte 5"));
  EXPECT_EQ(FaultOf("a OR b \"c d\" -e title:f year:2024"), "");
}

TEST(QueryParser, BoundsWhatItLooksFor) {
  std::string words;
  std::string alternatives = "x";
  for (int i = 0; i < 10'000; ++i) {
    words += absl::StrCat("w", i, " ");
    alternatives += absl::StrCat(" OR w", i);
  }
  EXPECT_EQ(ParseQuery(words).clauses.size(), kMaxClauses);
  EXPECT_EQ(ParseQuery(words).notes.size(), 4u);
  EXPECT_EQ(ParseQuery(alternatives).clauses[0].any_of.size(),
            kMaxAlternatives);
  EXPECT_THAT(FaultOf(words), HasSubstr("at most 64 words"));
}

TEST(QueryParser, EndsOnNastyTexts) {
  const std::string nul("a\0b", 3);
  for (const std::string& text :
       {std::string(1 << 20, '-'), std::string(1 << 20, '"'),
        std::string(1 << 20, ':'), std::string("\xff\xfe:\xc3"), nul,
        std::string("\u202E\u05D0\u05D1 \U0001F600"), std::string()}) {
    const Query query = ParseQuery(text);
    EXPECT_LE(query.clauses.size(), kMaxClauses);
    (void)ParseQueryStrictly(text);
  }
}

}  // namespace
}  // namespace broadsheet::recommend
