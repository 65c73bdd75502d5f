#include "gateway/mcp/mcp_routes.h"

#include <string>
#include <utility>
#include <vector>

#include "gateway/public_api.h"
#include "gateway/testing/http_harness.h"
#include "gmock/gmock.h"
#include "google/protobuf/struct.pb.h"
#include "google/protobuf/util/json_util.h"
#include "gtest/gtest.h"

namespace broadsheet::gateway {
namespace {

using google::protobuf::ListValue;
using google::protobuf::Struct;
using ::testing::HasSubstr;

// Those to the requests of a batch.
std::vector<Struct> AnswersOf(const HttpResponse& response) {
  ListValue answers;
  EXPECT_TRUE(
      google::protobuf::util::JsonStringToMessage(response.body, &answers).ok())
      << response.body;
  std::vector<Struct> structs;
  for (const auto& answer : answers.values()) {
    structs.push_back(answer.struct_value());
  }
  return structs;
}

class McpTest : public ::testing::Test {
 protected:
  McpTest() {
    v1::Paper paper;
    paper.set_id("1706.03762");
    paper.set_title("Attention Is All You Need");
    paper.set_abstract("About \"attention\".");
    harness_.backend.papers.push_back(paper);
    *harness_.backend.search->add_papers()->mutable_paper() = paper;
    *harness_.backend.trending->add_papers()->mutable_paper() = paper;
    api_.Register(&methods_);
    RegisterMcp(&harness_.router, &methods_);
  }

  HttpResponse Post(const std::string& body,
                    HttpHarness::Headers headers = {}) {
    headers.emplace_back("Content-Type", "application/json");
    return harness_.Send("POST", "/mcp", std::move(headers), body);
  }

  // The answer to a request with the id 7.
  Struct Ask(const std::string& method, const std::string& params = "{}") {
    const HttpResponse response =
        Post("{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"" + method +
             "\",\"params\":" + params + "}");
    EXPECT_EQ(response.status, 200) << response.body;
    Struct answer;
    EXPECT_TRUE(
        google::protobuf::util::JsonStringToMessage(response.body, &answer)
            .ok())
        << response.body;
    EXPECT_EQ(answer.fields().at("id").number_value(), 7);
    return answer;
  }

  // Text and isError of a tool's result.
  std::pair<std::string, bool> CallTool(const std::string& name,
                                        const std::string& arguments) {
    const Struct answer =
        Ask("tools/call",
            "{\"name\":\"" + name + "\",\"arguments\":" + arguments + "}");
    const auto& result = answer.fields().at("result").struct_value().fields();
    const auto& content = result.at("content").list_value().values(0);
    return {content.struct_value().fields().at("text").string_value(),
            result.at("isError").bool_value()};
  }

  HttpHarness harness_;
  SystemStatus status_{&harness_.backend, &harness_.clock, "1"};
  PublicApi api_{&harness_.backend, &status_};
  MethodTable methods_;
};

TEST_F(McpTest, ShakesHandsInAVersionThatBothKnow) {
  const auto version = [this](const std::string& asked) {
    return Ask("initialize", "{\"protocolVersion\":\"" + asked + "\"}")
        .fields()
        .at("result")
        .struct_value()
        .fields()
        .at("protocolVersion")
        .string_value();
  };
  EXPECT_EQ(version("2025-03-26"), "2025-03-26");
  EXPECT_EQ(version("1999-01-01"), "2025-06-18");
  const HttpResponse noted =
      Post("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}");
  EXPECT_EQ(noted.status, 202);
  EXPECT_EQ(noted.body, "");
}

TEST_F(McpTest, ListsToolsWithSchemas) {
  const Struct answer = Ask("tools/list");
  const auto& tools = answer.fields()
                          .at("result")
                          .struct_value()
                          .fields()
                          .at("tools")
                          .list_value();
  EXPECT_EQ(tools.values_size(), 6);
  for (const auto& tool : tools.values()) {
    const auto& fields = tool.struct_value().fields();
    EXPECT_EQ(fields.at("inputSchema")
                  .struct_value()
                  .fields()
                  .at("type")
                  .string_value(),
              "object");
  }
}

TEST_F(McpTest, ToolsAnswerPapers) {
  for (const auto& [tool, arguments] :
       {std::pair{"search", "{\"query\":\"attention\",\"limit\":3}"},
        std::pair{"trending", "{}"},
        std::pair{"paper", "{\"id\":\"arXiv:1706.03762v2\"}"}}) {
    const auto [text, failed] = CallTool(tool, arguments);
    EXPECT_FALSE(failed) << tool << text;
    EXPECT_THAT(text, HasSubstr("Attention Is All You Need"));
    EXPECT_THAT(text, HasSubstr("http://localhost:8080/papers/1706.03762"));
  }
}

TEST_F(McpTest, WhatIsWrongWithACallIsToldToTheModel) {
  for (const auto& [tool, arguments] :
       {std::pair{"search", "{}"}, std::pair{"search", "{\"query\":3}"},
        std::pair{"search", "{\"query\":\"a\",\"limit\":0}"},
        std::pair{"search", "{\"query\":\"a\",\"limit\":1.5}"},
        std::pair{"search", "{\"query\":\"a\",\"page\":2}"},
        std::pair{"paper", "{\"id\":\"nothing\"}"}, std::pair{"feed", "{}"}}) {
    const auto [text, failed] = CallTool(tool, arguments);
    EXPECT_TRUE(failed) << tool << arguments;
    EXPECT_NE(text, "");
  }
}

TEST_F(McpTest, RefusesWhatIsNoRequest) {
  for (const char* body :
       {"", "[]", "nonsense", "{}", "{\"jsonrpc\":\"1.0\",\"id\":1}",
        "{\"jsonrpc\":\"2.0\",\"id\":null,\"method\":\"ping\"}",
        "{\"jsonrpc\":\"2.0\",\"id\":1.5,\"method\":\"ping\"}"}) {
    EXPECT_EQ(Post(body).status, 400) << body;
  }
  EXPECT_TRUE(Ask("nothing").fields().contains("error"));
  EXPECT_TRUE(Ask("tools/call", "{\"name\":\"x\"}").fields().contains("error"));
  EXPECT_EQ(Post("{}", {{"Mcp-Protocol-Version", "1"}}).status, 400);
  EXPECT_EQ(Post("{}", {{"Origin", "https://evil.example"}}).status, 403);
  EXPECT_EQ(harness_.Get("/mcp").status, 405);
}

TEST_F(McpTest, AnswersABatchOfTheVersionThatHasThem) {
  const std::string ping =
      "{\"jsonrpc\":\"2.0\",\"id\":\"a\",\"method\":\"ping\"}";
  const std::string note =
      "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}";
  const HttpResponse response = Post(
      " [" + ping + "," + note +
      ",{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"tools/call\",\"params\":{"
      "\"name\":\"search\",\"arguments\":{\"query\":\"attention\"}}},7]");
  EXPECT_EQ(response.status, 200) << response.body;
  const std::vector<Struct> answers = AnswersOf(response);
  ASSERT_EQ(answers.size(), 3u);
  EXPECT_EQ(answers[0].fields().at("id").string_value(), "a");
  EXPECT_EQ(answers[1].fields().at("id").number_value(), 2);
  EXPECT_TRUE(answers[1].fields().contains("result"));
  EXPECT_TRUE(answers[2].fields().contains("error"));
  EXPECT_EQ(Post("[" + note + "]").status, 202);
  std::string many = ping;
  for (int i = 0; i < 20; ++i) many += "," + ping;
  EXPECT_EQ(Post("[" + many + "]").status, 400);
  EXPECT_THAT(Post("[{\"jsonrpc\":\"2.0\",\"id\":1,"
                   "\"method\":\"initialize\",\"params\":{}}]")
                  .body,
              HasSubstr("must come alone"));
  EXPECT_EQ(
      Post("[" + ping + "]", {{"Mcp-Protocol-Version", "2025-06-18"}}).status,
      400);
}

TEST_F(McpTest, EachOfABatchCountsAtTheRateLimit) {
  FakeClock clock(absl::FromUnixSeconds(1795392000));
  RateLimiter limiter({/*per_minute=*/60, /*burst=*/2}, &clock);
  Router::Options options;
  options.limiter = &limiter;
  // A peer that is limited comes through the proxy.
  HttpHarness harness(options);
  RegisterMcp(&harness.router, &methods_);
  const std::string ping = R"({"jsonrpc":"2.0","id":"a","method":"ping"})";
  const HttpResponse response = harness.Send(
      "POST", "/mcp",
      {{"Content-Type", "application/json"}, {"X-Forwarded-For", "192.0.2.1"}},
      "[" + ping + "," + ping + "," + ping + "]");
  const std::vector<Struct> answers = AnswersOf(response);
  ASSERT_EQ(answers.size(), 3u);
  EXPECT_TRUE(answers[1].fields().contains("result"));
  EXPECT_TRUE(answers[2].fields().contains("error"));
}

TEST_F(McpTest, TellsAgentsWhatThereIs) {
  EXPECT_THAT(harness_.Get("/llms.txt").body, HasSubstr("/papers/{id}.md"));
}

}  // namespace
}  // namespace broadsheet::gateway
