#include "gateway/api/openapi.h"

#include <set>
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "gateway/api/rest_routes.h"
#include "gateway/testing/http_harness.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "simdjson.h"

namespace broadsheet::gateway {
namespace {

using ::testing::Contains;
using ::testing::IsSubsetOf;
using ::testing::Not;
using Json = simdjson::dom::element;

// All values of "$ref" in a document.
void FindReferences(Json json, std::set<std::string>* references) {
  if (json.is_array()) {
    for (const Json item : json.get_array()) FindReferences(item, references);
  }
  if (!json.is_object()) return;
  for (const auto& [key, value] : json.get_object()) {
    if (key == "$ref") {
      references->insert(std::string(value.get_string().value()));
    } else {
      FindReferences(value, references);
    }
  }
}

std::set<std::string> Keys(Json json) {
  std::set<std::string> keys;
  for (const auto& [key, value] : json.get_object()) keys.emplace(key);
  return keys;
}

class OpenApiTest : public ::testing::Test {
 protected:
  Json At(const std::string& pointer) {
    return document_.at_pointer(pointer).value();
  }
  std::vector<std::string> Names(const std::string& operation) {
    std::vector<std::string> names;
    for (const Json item : At(operation + "/parameters").get_array()) {
      names.emplace_back(std::string_view(item["name"].get_string().value()));
    }
    return names;
  }

  const std::vector<HttpRule> rules_ = ReadHttpRules();
  simdjson::dom::parser parser_;
  // Throws when it is no JSON.
  const Json document_ = parser_.parse(WriteOpenApi(rules_)).value();
};

TEST_F(OpenApiTest, NamesEveryRoute) {
  for (const HttpRule& rule : rules_) {
    const std::string path = absl::StrReplaceAll(
        rule.pattern, {{"...}", "}"}, {"~", "~0"}, {"/", "~1"}});
    const Json operation = At(
        absl::StrCat("/paths/", path, "/", absl::AsciiStrToLower(rule.verb)));
    EXPECT_EQ(operation["requestBody"].error() == simdjson::SUCCESS,
              rule.has_body)
        << path;
  }
}

TEST_F(OpenApiTest, DescribesEverySchemaThatItRefersTo) {
  std::set<std::string> known;
  for (const std::string& name : Keys(At("/components/schemas"))) {
    known.insert("#/components/schemas/" + name);
  }
  std::set<std::string> references;
  FindReferences(document_, &references);
  EXPECT_FALSE(references.empty());
  EXPECT_THAT(references, IsSubsetOf(known));
}

TEST_F(OpenApiTest, TakesVariablesFromThePathAndTheRestFromTheQuery) {
  const std::string similar = "/paths/~1api~1v1~1similar~1{paper_id}/get";
  EXPECT_EQ(Names(similar).front(), "paper_id");
  EXPECT_THAT(Names(similar), Contains("pageSize"));
  EXPECT_THAT(Names(similar), Contains("minPosition.epoch"));
  EXPECT_THAT(Names(similar), Not(Contains("paperId")));
}

TEST_F(OpenApiTest, WritesTypesAsTheAnswersDo) {
  const std::string event = "/components/schemas/Event/properties/";
  EXPECT_THAT(At(event + "kind/type").get_string().value(), "string");
  EXPECT_EQ(At(event + "kind/enum/0").get_string().value(),
            "EVENT_KIND_UNSPECIFIED");
  EXPECT_EQ(At(event + "at/format").get_string().value(), "date-time");
  const std::string commit =
      "/components/schemas/Position/properties/commit/type";
  EXPECT_EQ(At(commit).get_string().value(), "string");
}

TEST_F(OpenApiTest, SaysWhatNeedsAToken) {
  EXPECT_EQ(At("/paths/~1api~1v1~1search/get/security").get_array().size(), 2u);
  EXPECT_EQ(At("/paths/~1api~1v1~1events/post/security").get_array().size(),
            1u);
}

TEST_F(OpenApiTest, IsServed) {
  HttpHarness harness;
  const MethodTable methods;
  RegisterRestRoutes(&harness.router, &methods, nullptr);
  const HttpResponse response = harness.Get("/api/v1/openapi.json");
  EXPECT_EQ(response.status, 200);
  EXPECT_EQ(HeaderOf(response, "Content-Type"), "application/json");
  EXPECT_EQ(response.body, WriteOpenApi(rules_));
}

}  // namespace
}  // namespace broadsheet::gateway
