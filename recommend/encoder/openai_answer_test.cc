#include "recommend/encoder/openai_answer.h"

#include <string>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "common/errors.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace broadsheet::recommend {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

std::string Complaint(const std::string& json, size_t count = 1) {
  const auto vectors = ParseOpenAiAnswer(json, count);
  EXPECT_EQ(vectors.status().code(), absl::StatusCode::kDataLoss) << json;
  return std::string(vectors.status().message());
}

TEST(ParseOpenAiAnswer, ReadsVectorsByTheirIndex) {
  const auto vectors = ParseOpenAiAnswer(
      R"({"object":"list","data":[
          {"object":"embedding","index":1,"embedding":[3,-0.5]},
          {"object":"embedding","index":0,"embedding":[1e-3,2]}],
          "model":"m","usage":{"prompt_tokens":8,"total_tokens":8}})",
      2);
  ASSERT_TRUE(vectors.ok()) << vectors.status();
  EXPECT_THAT(*vectors,
              ElementsAre(ElementsAre(1e-3f, 2.0f), ElementsAre(3.0f, -0.5f)));
}

TEST(ParseOpenAiAnswer, ReadsThemInTheirOrderWithoutIndex) {
  const auto vectors =
      ParseOpenAiAnswer(R"({"data":[{"embedding":[1]},{"embedding":[2]}]})", 2);
  ASSERT_TRUE(vectors.ok()) << vectors.status();
  EXPECT_THAT(*vectors, ElementsAre(ElementsAre(1.0f), ElementsAre(2.0f)));
}

TEST(ParseOpenAiAnswer, ReadsBase64) {
  const float values[] = {0.25f, -7.0f};
  const std::string base64 = absl::Base64Escape(
      absl::string_view(reinterpret_cast<const char*>(values), sizeof(values)));
  const auto vectors = ParseOpenAiAnswer(
      absl::StrCat(R"({"data":[{"index":0,"embedding":")", base64, "\"}]}"), 1);
  ASSERT_TRUE(vectors.ok()) << vectors.status();
  EXPECT_THAT(*vectors, ElementsAre(ElementsAre(0.25f, -7.0f)));
}

TEST(ParseOpenAiAnswer, RefusesWhatIsNoWholeJson) {
  for (const char* json :
       {"", "<html>", R"({"data":[{"embedding":[0.1,0.)",
        R"({"data":[{"embedding":[NaN]}]})", "{\"data\":\"\xff\"}"}) {
    EXPECT_THAT(Complaint(json), HasSubstr("is not JSON"));
  }
}

TEST(ParseOpenAiAnswer, RefusesOtherApis) {
  for (const char* json : {"[]", "7", "{}", R"({"data":{}})",
                           R"({"embeddings":[[1]]})", "[[0.1,0.2]]"}) {
    EXPECT_THAT(Complaint(json), HasSubstr("API like OpenAI's"));
  }
}

TEST(ParseOpenAiAnswer, SaysWhichVectorIsNotAsItShouldBe) {
  const auto of = [](const std::string& element) {
    return Complaint(
        absl::StrCat(R"({"data":[{"index":0,"embedding":[1]},)", element, "]}"),
        2);
  };
  EXPECT_THAT(of("7"), HasSubstr("data[1] is no object"));
  EXPECT_THAT(of(R"({"index":1})"), HasSubstr("data[1] has no embedding"));
  EXPECT_THAT(of(R"({"index":0,"embedding":[1]})"), HasSubstr("there before"));
  EXPECT_THAT(of(R"({"index":2,"embedding":[1]})"), HasSubstr("outside"));
  EXPECT_THAT(of(R"({"index":-1,"embedding":[1]})"), HasSubstr("outside"));
  EXPECT_THAT(of(R"({"index":"1","embedding":[1]})"), HasSubstr("no number"));
  EXPECT_THAT(of(R"({"index":1,"embedding":[null]})"), HasSubstr("no number"));
  EXPECT_THAT(of(R"({"index":1,"embedding":[]})"), HasSubstr("empty"));
  EXPECT_THAT(of(R"({"index":1,"embedding":""})"), HasSubstr("empty"));
  EXPECT_THAT(of(R"({"index":1,"embedding":{}})"), HasSubstr("another type"));
  EXPECT_THAT(of(R"({"index":1,"embedding":"AAA="})"), HasSubstr("base64"));
  EXPECT_THAT(of(R"({"index":1,"embedding":"?"})"), HasSubstr("base64"));
}

TEST(ParseOpenAiAnswer, RefusesAnotherNumberOfVectors) {
  EXPECT_THAT(Complaint(R"({"data":[{"embedding":[1]}]})", 2),
              HasSubstr("1 vectors of 2 texts"));
  EXPECT_THAT(Complaint(R"({"data":[]})"), HasSubstr("0 vectors of 1 texts"));
}

TEST(ParseOpenAiAnswer, RefusesVectorsThatAreTooLong) {
  std::string numbers = "1";
  for (int i = 0; i < 4096; ++i) absl::StrAppend(&numbers, ",1");
  EXPECT_THAT(
      Complaint(absl::StrCat(R"({"data":[{"embedding":[)", numbers, "]}]}")),
      HasSubstr("more than 4,096 values"));
  const std::string base64 = absl::Base64Escape(std::string(4097 * 4, 'x'));
  EXPECT_THAT(
      Complaint(absl::StrCat(R"({"data":[{"embedding":")", base64, "\"}]}")),
      HasSubstr("more than 4,096 values"));
}

}  // namespace
}  // namespace broadsheet::recommend
