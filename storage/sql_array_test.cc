#include "storage/sql_array.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace broadsheet::storage {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(SqlArray, QuotesAndEscapesTexts) {
  SqlArray array;
  array.AddText("a\"b");
  array.AddText("c\\d");
  EXPECT_EQ(array.Text(), R"({"a\"b","c\\d"})");
}

TEST(SqlArray, ReadsBackWhatItWrote) {
  const std::vector<std::string> texts = {"",   "a,b", "{x}", "\"",
                                          "\\", "é\n", "NULL"};
  EXPECT_EQ(ParseTextArray(TextArray(texts)), texts);
}

TEST(SqlArray, ReadsWhatPostgresPrintsWithoutQuotes) {
  EXPECT_THAT(ParseTextArray("{cs.CL,\"a b\",stat.ML}"),
              ElementsAre("cs.CL", "a b", "stat.ML"));
  EXPECT_THAT(ParseTextArray("{}"), IsEmpty());
}

TEST(SqlArray, KeepsDoublesExactly) {
  SqlArray array;
  array.AddDouble(0.1);
  EXPECT_EQ(array.Text(), "{0.10000000000000001}");
}

TEST(SqlArray, CarriesAnyBytesAsHex) {
  const std::string bytes("\x00\xff\"\\", 4);
  EXPECT_EQ(BytesFromSql(BytesToSql(bytes)), bytes);
  SqlArray array;
  array.AddBytes(std::string_view("\x00\x41", 2));
  EXPECT_EQ(array.Text(), R"({"\\x0041"})");
}

TEST(BytesFromEscaped, ReadsWhatPostgresEncodes) {
  EXPECT_EQ(BytesFromEscaped(""), "");
  EXPECT_EQ(BytesFromEscaped("plain\ntext"), "plain\ntext");
  EXPECT_EQ(BytesFromEscaped(R"(\000a\\b\303\251)"),
            std::string("\0a\\b\xc3\xa9", 6));
  EXPECT_EQ(BytesFromEscaped(R"(\\303)"), "\\303");
  // Not from PostgreSQL; ends all the same.
  EXPECT_EQ(BytesFromEscaped("\\"), "\\");
}

}  // namespace
}  // namespace broadsheet::storage
