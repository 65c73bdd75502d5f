#include "recommend/suggester.h"

#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace broadsheet::recommend {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::vector<uint32_t> Ids(const std::vector<Suggester::Match>& matches) {
  std::vector<uint32_t> ids;
  for (const auto& match : matches) ids.push_back(match.id);
  return ids;
}

TEST(Suggester, FindsTextsByTheBeginningOfAnyWordInTheOrderOfTheAlphabet) {
  Suggester suggester;
  suggester.Add("protein folding", 1);
  suggester.Add("deep protein design", 2);
  suggester.Add("proof", 3);
  const auto matches = suggester.Find("pro", 10);
  EXPECT_THAT(Ids(matches), ElementsAre(3, 2, 1));
  EXPECT_TRUE(matches[0].whole);
  EXPECT_FALSE(matches[1].whole);
  EXPECT_TRUE(matches[2].whole);
  EXPECT_LT(matches[0].place, matches[1].place);
  EXPECT_LT(matches[1].place, matches[2].place);
  EXPECT_THAT(Ids(suggester.Find("pro", 1)), ElementsAre(3));
}

TEST(Suggester, TellsPrefixesApartAtAnyLength) {
  Suggester suggester;
  const std::string text = "abcdefghijklm";
  for (uint32_t i = 0; i < text.size(); ++i) {
    suggester.Add(std::string_view(text).substr(0, i + 1), i);
  }
  const std::string other = "abcdefghijkxx";
  suggester.Add(other, 100);
  for (size_t size = 1; size <= text.size(); ++size) {
    const auto found = suggester.Find(text.substr(0, size), 100);
    EXPECT_EQ(found.size(), text.size() - size + (size <= 11 ? 2 : 1)) << size;
  }
  EXPECT_THAT(suggester.Find("abd", 100), IsEmpty());
  EXPECT_THAT(suggester.Find("abcdefghi ", 100), IsEmpty());
}

TEST(Suggester, EqualTextsHaveTheSamePlace) {
  Suggester suggester;
  suggester.Add("attention", 1);
  suggester.Add("attention", 2);
  suggester.Add("attention again", 3);
  const auto matches = suggester.Find("att", 10);
  ASSERT_EQ(matches.size(), 3u);
  EXPECT_EQ(matches[0].place, matches[1].place);
  EXPECT_NE(matches[1].place, matches[2].place);
}

TEST(Suggester, NamesATextOnceAndAsAWholeIfItIs) {
  Suggester suggester;
  suggester.Add("model of a machine", 1);
  suggester.Add("machine models", 2);
  const auto matches = suggester.Find("m", 10);
  EXPECT_THAT(Ids(matches), ElementsAre(1, 2));
  EXPECT_TRUE(matches[0].whole);
  EXPECT_TRUE(matches[1].whole);
  suggester.Remove("model of a machine", 1);
  EXPECT_THAT(Ids(suggester.Find("m", 10)), ElementsAre(2));
}

}  // namespace
}  // namespace broadsheet::recommend
