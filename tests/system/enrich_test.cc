// What others know about a paper comes to it, and stays.

#include <csignal>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/http_server.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/wait.h"
#include "tests/system/newspaper.h"

namespace broadsheet::testing {
namespace {

using ::testing::HasSubstr;

// GitHub, a hub, OpenAlex and a language model, all in one.
class Others {
 public:
  Others()
      : server_(*HttpServer::Start(
            {.listen = "127.0.0.1:0"},
            [this](HttpRequest request,
                   const std::function<void(HttpResponse)>& done) {
              done(Answer(request));
            })) {}

  std::string url() const {
    return absl::StrCat("http://127.0.0.1:", server_->port());
  }
  size_t questions() const {
    std::lock_guard<std::mutex> lock(mu_);
    return questions_;
  }

 private:
  HttpResponse Answer(const HttpRequest& request) {
    std::lock_guard<std::mutex> lock(mu_);
    ++questions_;
    if (request.method == "POST") {
      return {.body =
                  R"({"choices":[{"message":{"content":"Quokkas win."}}]})"};
    }
    if (absl::StartsWith(request.target, "/repos/")) {
      return {.body = R"({"stargazers_count":4711})"};
    }
    if (absl::StartsWith(request.target, "/api/arxiv/")) {
      return {.body = R"({"models":[{"id":"a/quokka"}]})"};
    }
    return {.body = R"({"results":[{"cited_by_count":815,
        "doi":"https://doi.org/10.48550/arxiv.2601.00001"}]})"};
  }

  mutable std::mutex mu_;
  size_t questions_ = 0;                // GUARDED_BY(mu_)
  std::unique_ptr<HttpServer> server_;  // Last: uses what is above.
};

class EnrichTest : public ::testing::Test {
 protected:
  // A further process of ingest, which asks the others.
  std::unique_ptr<Process> StartEnriching() {
    const std::string log = newspaper_.File("enriching.log", "");
    return std::make_unique<Process>(ProcessOptions{
        .program = BinaryPath("broadsheet-ingest"),
        .arguments = {"--storage", newspaper_.Address("storage"), "--listen",
                      "127.0.0.1:0", "--metrics-listen", "127.0.0.1:0",
                      "--allow-private-harvest", "--enrich-interval", "0s",
                      "--summary-url", others_.url(), "--summary-model", "m",
                      "--enrich-github", others_.url(), "--enrich-hub",
                      others_.url(), "--enrich-citations",
                      others_.url() + "/works"},
        .environment = {},
        .input_file = "",
        .output_file = log,
        .error_file = log});
  }

  // Walks that have come to their end, of the four.
  int64_t Walks() {
    return newspaper_.Rows("checkpoints WHERE name LIKE 'enrich/%'");
  }

  Newspaper newspaper_;
  Others others_;
};

TEST_F(EnrichTest, AddsWhatOthersKnowOnceAndForGood) {
  const std::string file = newspaper_.File(
      "papers.jsonl",
      R"({"id":"2601.00001","title":"Quokkas","abstract":"We study quokkas. )"
      R"(Code: https://github.com/a/b","first_seen":"2026-01-05"})"
      "\n");
  ASSERT_EQ(newspaper_.Cli({"ingest", file}).exit_code, 0);
  auto enriching = StartEnriching();
  ASSERT_TRUE(WaitUntil(absl::Seconds(60), [this] { return Walks() == 4; }));
  const std::string paper =
      newspaper_.Http({.target = "/api/v1/papers/2601.00001"}).body;
  for (const std::string& text :
       {std::string("Quokkas win."), std::string("4711"), std::string("815"),
        std::string("https://github.com/a/b"), others_.url() + "/a/quokka"}) {
    EXPECT_THAT(paper, HasSubstr(text));
  }
  EXPECT_THAT(newspaper_.Cli({"ingest", file}).output,
              HasSubstr("1 unchanged"));

  const size_t questions = others_.questions();
  EXPECT_EQ(questions, 4u);
  enriching->Signal(SIGTERM);
  EXPECT_EQ(enriching->WaitForExit(absl::Seconds(20)), 0);
  enriching = StartEnriching();
  EXPECT_FALSE(WaitUntil(absl::Seconds(2),
                         [&] { return others_.questions() > questions; }));
}

}  // namespace
}  // namespace broadsheet::testing
