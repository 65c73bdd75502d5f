#include "common/json_writer.h"

#include <limits>
#include <string>

#include "gtest/gtest.h"

namespace broadsheet {
namespace {

TEST(JsonEscape, KeepsPlainAndInternationalText) {
  EXPECT_EQ(JsonEscape("caf\xC3\xA9 \xE2\x88\x9E"), "caf\xC3\xA9 \xE2\x88\x9E");
}

TEST(JsonEscape, EscapesQuotesControlsAndBackslashes) {
  EXPECT_EQ(JsonEscape("a\"b\\c\nd\te"), "a\\\"b\\\\c\\nd\\te");
  EXPECT_EQ(JsonEscape(std::string("\0\x1f", 2)), "\\u0000\\u001f");
}

TEST(JsonEscape, ReplacesInvalidUtf8) {
  EXPECT_EQ(JsonEscape("a\xFF z"), "a\xEF\xBF\xBD z");
  // A surrogate half and an overlong slash are not UTF-8.
  EXPECT_EQ(JsonEscape("\xED\xA0\x80").find("\xED"), std::string::npos);
  EXPECT_EQ(JsonEscape("\xC0\xAF").find('\xC0'), std::string::npos);
}

TEST(JsonWriter, PlacesCommasInNestedValues) {
  JsonWriter json;
  json.BeginObject().Key("a").BeginArray().Int(1).Int(2).BeginObject();
  json.EndObject().EndArray().Key("b").Bool(true).Key("c").Null().EndObject();
  EXPECT_EQ(json.text(), R"({"a":[1,2,{}],"b":true,"c":null})");
}

TEST(JsonWriter, TakesValuesThatAreJsonAlready) {
  JsonWriter json;
  json.BeginArray().Raw("{\"a\":1}").Raw("[]").EndArray();
  EXPECT_EQ(json.text(), R"([{"a":1},[]])");
}

TEST(JsonWriter, EscapesKeysAndTexts) {
  JsonWriter json;
  json.BeginObject().Key("a\"b").String("c\nd\xFF").EndObject();
  EXPECT_EQ(json.text(), "{\"a\\\"b\":\"c\\nd\xEF\xBF\xBD\"}");
}

TEST(JsonWriter, WritesNumbersThatReadBack) {
  JsonWriter json;
  json.BeginArray().Number(0.1).Number(1e300).Number(-2);
  json.Number(std::numeric_limits<double>::quiet_NaN()).EndArray();
  EXPECT_EQ(json.text(), "[0.1,1e+300,-2,null]");
}

TEST(JsonWriter, LeavesOutEmptyOptionalTexts) {
  JsonWriter json;
  json.BeginObject().OptionalString("a", "").OptionalString("b", "x");
  json.EndObject();
  EXPECT_EQ(json.text(), R"({"b":"x"})");
}

TEST(JsonWriter, IsEmptyAfterTake) {
  JsonWriter json;
  json.BeginArray().EndArray();
  EXPECT_EQ(json.Take(), "[]");
  json.Int(1);
  EXPECT_EQ(json.Take(), "1");
}

}  // namespace
}  // namespace broadsheet
