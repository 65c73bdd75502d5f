#include "ingest/enriching.h"

#include <filesystem>
#include <fstream>
#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace broadsheet::ingest {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

class EnrichingTest : public ::testing::Test {
 protected:
  ~EnrichingTest() override { std::filesystem::remove(file_); }

  std::string Refusal() {
    const auto made = MakeEnrichers(settings_, "");
    return std::string(made.status().message());
  }

  void WriteToken(const std::string& text) {
    std::ofstream(file_, std::ios::binary) << text;
  }

  const std::string file_ =
      ::testing::TempDir() + "/enriching-" +
      ::testing::UnitTest::GetInstance()->current_test_info()->name();
  EnrichSettings settings_;
};

TEST_F(EnrichingTest, IsOffUnlessAskedFor) {
  EXPECT_TRUE(MakeEnrichers(settings_, "")->empty());
}

TEST_F(EnrichingTest, HasAnEnricherForEachUrl) {
  settings_.summary_url = "http://127.0.0.1:8000/v1";
  settings_.summary_model = "small";
  settings_.github_url = "https://api.github.com";
  settings_.hub_url = "https://huggingface.co";
  settings_.citations_url = "https://api.openalex.org/works";
  const auto made = MakeEnrichers(settings_, "");
  ASSERT_TRUE(made.ok()) << made.status();
  std::vector<std::string> names;
  for (const auto& enricher : *made) {
    names.push_back(std::string(enricher->name()));
  }
  EXPECT_THAT(names, ElementsAre("model-summary", "github-stars", "hub-links",
                                 "citations"));
}

TEST_F(EnrichingTest, NamesTheFlagThatIsWrong) {
  settings_.hub_url = "file:///etc/passwd";
  EXPECT_EQ(Refusal(), "--enrich-hub is neither http nor https");
  settings_.hub_url.clear();
  settings_.summary_url = "http://127.0.0.1:8000";
  EXPECT_THAT(Refusal(), HasSubstr("--summary-model"));
  settings_.summary_model = "small";
  settings_.every = absl::Minutes(1);
  EXPECT_THAT(Refusal(), HasSubstr("--enrich-every"));
  settings_.every = absl::Hours(168);
  settings_.interval = -absl::Seconds(1);
  EXPECT_THAT(Refusal(), HasSubstr("--enrich-interval"));
}

TEST_F(EnrichingTest, ReadsTokensFromFiles) {
  settings_.github_url = "https://api.github.com";
  settings_.github_token_file = file_;
  WriteToken("secret\n");
  const auto made = MakeEnrichers(settings_, "");
  ASSERT_TRUE(made.ok()) << made.status();
  std::vector<v1::Paper> papers(1);
  v1::PaperLink* link = papers[0].add_links();
  link->set_kind(v1::PaperLink::KIND_CODE);
  link->set_url("https://github.com/a/b");
  EXPECT_EQ((*made)[0]->Ask(papers)[0].token, "secret");
}

TEST_F(EnrichingTest, RefusesFilesThatAreNoToken) {
  settings_.github_token_file = file_;
  EXPECT_THAT(Refusal(), HasSubstr("--enrich-github-token-file cannot be"));
  for (const std::string& text :
       {std::string(), std::string("two words"), std::string("a\r\nX: y"),
        std::string(5000, 'x')}) {
    WriteToken(text);
    EXPECT_THAT(Refusal(), HasSubstr("--enrich-github-token-file"));
  }
}

}  // namespace
}  // namespace broadsheet::ingest
