#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "ingest/enrichers/citations.h"
#include "ingest/enrichers/github_stars.h"
#include "ingest/enrichers/hub_links.h"
#include "ingest/enrichers/model_summary.h"
#include "ingest/link_finder.h"

namespace broadsheet::ingest {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

class EnrichersTest : public ::testing::Test {
 protected:
  EnrichersTest() { Paper().set_id("2407.21783"); }

  v1::Paper& Paper() { return papers_.front(); }
  v1::Paper& AddPaper(const std::string& id) {
    papers_.emplace_back().set_id(id);
    return papers_.back();
  }
  void Link(v1::PaperLink::Kind kind, const std::string& url) {
    v1::PaperLink* link = Paper().add_links();
    link->set_kind(kind);
    link->set_url(url);
  }

  std::vector<std::string> Urls(const PaperEnricher& enricher) {
    std::vector<std::string> urls;
    for (const auto& question : enricher.Ask(papers_)) {
      urls.push_back(question.url);
    }
    return urls;
  }

  absl::Status Read(const PaperEnricher& enricher, const std::string& answer) {
    gains_.resize(papers_.size());
    return enricher.Read(answer, papers_, gains_);
  }

  // "github_stars=7" of a paper.
  std::string Signal(size_t paper) {
    if (gains_[paper].signals_size() != 1) return "";
    const auto& signal = gains_[paper].signals(0);
    return absl::StrCat(signal.name(), "=", signal.value());
  }

  std::vector<std::string> Links() {
    std::vector<std::string> urls;
    for (const auto& link : gains_.front().links()) urls.push_back(link.url());
    return urls;
  }

  std::vector<v1::Paper> papers_{1};
  std::vector<v1::Paper> gains_;
};

TEST_F(EnrichersTest, GithubIsAskedAboutItsRepositoriesAlone) {
  Link(v1::PaperLink::KIND_CODE, "https://github.com/meta-llama/llama3");
  Link(v1::PaperLink::KIND_CODE, "https://gitlab.com/a/b");
  Link(v1::PaperLink::KIND_PROJECT_PAGE, "https://github.com/a/b");
  Link(v1::PaperLink::KIND_CODE, "https://github.com/a/b/tree/main");
  Link(v1::PaperLink::KIND_CODE, "https://github.com/../../etc");
  const GithubStars github("https://api.github.com/", "secret");
  EXPECT_THAT(Urls(github),
              ElementsAre("https://api.github.com/repos/meta-llama/llama3",
                          "https://api.github.com/repos/a/b"));
  EXPECT_EQ(github.Ask(papers_)[0].token, "secret");
}

TEST_F(EnrichersTest, GithubIsAskedAboutFiveRepositoriesAtMost) {
  for (int i = 0; i < 9; ++i) {
    Link(v1::PaperLink::KIND_CODE, absl::StrCat("https://github.com/a/b", i));
  }
  EXPECT_THAT(Urls(GithubStars("https://api.github.com", "")), SizeIs(5));
}

TEST_F(EnrichersTest, TheMostStarredRepositoryCounts) {
  const GithubStars github("https://api.github.com", "");
  ASSERT_TRUE(Read(github, R"({"stargazers_count":12})").ok());
  ASSERT_TRUE(Read(github, R"({"stargazers_count":40})").ok());
  ASSERT_TRUE(Read(github, R"({"stargazers_count":3})").ok());
  EXPECT_EQ(Signal(0), "github_stars=40");
}

TEST_F(EnrichersTest, StarsOfNoOneAreRefused) {
  const GithubStars github("https://api.github.com", "");
  for (const char* answer :
       {"", "<html>", "[]", "{}", R"({"stargazers_count":-1})",
        R"({"stargazers_count":"many"})"}) {
    EXPECT_EQ(Read(github, answer).code(), absl::StatusCode::kDataLoss)
        << answer;
  }
  EXPECT_EQ(Signal(0), "");
}

TEST_F(EnrichersTest, HubsKnowTheNewIdsOfArxiv) {
  const HubLinks hub("https://huggingface.co");
  EXPECT_THAT(Urls(hub),
              ElementsAre("https://huggingface.co/api/arxiv/2407.21783/repos"));
  Paper().set_id("hep-th/9901001");
  EXPECT_THAT(Urls(hub), IsEmpty());
  Paper().set_id("doi:10.1000/xyz");
  EXPECT_THAT(Urls(hub), IsEmpty());
}

TEST_F(EnrichersTest, LinksOfAHubComeWithoutThePapersOwn) {
  Link(v1::PaperLink::KIND_CODE, "https://github.com/a/b");
  ASSERT_TRUE(Read(HubLinks("https://huggingface.co/"), R"({
      "models":[{"id":"meta-llama/Llama-3.1-8B","likes":1},{"id":"gpt2"}],
      "datasets":[{"id":"a/data"}], "spaces":[{"id":"a/show"}]})")
                  .ok());
  EXPECT_THAT(Links(),
              ElementsAre("https://huggingface.co/meta-llama/Llama-3.1-8B",
                          "https://huggingface.co/gpt2",
                          "https://huggingface.co/datasets/a/data",
                          "https://huggingface.co/spaces/a/show"));
  EXPECT_EQ(gains_[0].links(0).kind(), v1::PaperLink::KIND_MODEL);
  EXPECT_EQ(gains_[0].links(2).kind(), v1::PaperLink::KIND_DATASET);
  EXPECT_EQ(gains_[0].links(3).kind(), v1::PaperLink::KIND_SPACE);
}

TEST_F(EnrichersTest, LinksThatThePaperHasGainNothing) {
  Link(v1::PaperLink::KIND_MODEL, "https://huggingface.co/a/b");
  ASSERT_TRUE(
      Read(HubLinks("https://huggingface.co"), R"({"models":[{"id":"A/b"}]})")
          .ok());
  EXPECT_THAT(Links(), IsEmpty());
}

TEST_F(EnrichersTest, OfEachKindAFewLinksAreTaken) {
  std::string models;
  for (int i = 0; i < 4000; ++i) {
    absl::StrAppend(&models, i == 0 ? "" : ",", R"({"id":"a/m)", i, "\"}");
  }
  ASSERT_TRUE(Read(HubLinks("https://huggingface.co"),
                   absl::StrCat(R"({"models":[)", models,
                                R"(],"spaces":[{"id":"a/show"}]})"))
                  .ok());
  EXPECT_THAT(Links(), SizeIs(16));
  EXPECT_EQ(Links().back(), "https://huggingface.co/spaces/a/show");
}

TEST_F(EnrichersTest, AHubCannotLinkOutOfItself) {
  ASSERT_TRUE(Read(HubLinks("https://huggingface.co"),
                   R"({"models":[{"id":"../x"},{"id":"//evil.example/x"},
                       {"id":"a/b/c"},{"id":"a\nb/c"},{"id":""},{"id":7},
                       {"id":"javascript:x"},"a/b",null],"datasets":{},
                       "spaces":null})")
                  .ok());
  EXPECT_THAT(Links(), IsEmpty());
  EXPECT_FALSE(Read(HubLinks("https://huggingface.co"), "[]").ok());
}

TEST_F(EnrichersTest, CitationsOfManyPapersAreOneQuestion) {
  Paper().set_doi("10.1000/ABC");
  AddPaper("doi:10.1101/2024.01.01.1");
  AddPaper("openalex:W1").set_doi("10.1000/a,b|c");
  const Citations citations("https://api.openalex.org/works", "me@example.org");
  EXPECT_THAT(
      Urls(citations),
      ElementsAre("https://api.openalex.org/works?filter=doi%3a10.48550%2f"
                  "arxiv.2407.21783%7c10.1000%2fabc%7c10.1101%2f2024.01.01.1"
                  "&select=doi%2ccited_by_count&per-page=200"
                  "&mailto=me%40example.org"));
  papers_.erase(papers_.begin(), papers_.begin() + 2);
  EXPECT_THAT(Urls(citations), IsEmpty());
}

TEST_F(EnrichersTest, TheMostCitedWorkOfAPaperCounts) {
  Paper().set_doi("10.1000/abc");
  AddPaper("doi:10.1101/x");
  AddPaper("2407.00001");
  ASSERT_TRUE(Read(Citations("https://api.openalex.org/works", ""),
                   R"({"results":[
      {"doi":"https://doi.org/10.48550/arXiv.2407.21783","cited_by_count":5},
      {"doi":"https://doi.org/10.1000/ABC","cited_by_count":70},
      {"doi":"https://doi.org/10.1101/x","cited_by_count":0},
      {"doi":null,"cited_by_count":3},{"doi":"10.1/y"}, 4]})")
                  .ok());
  EXPECT_EQ(Signal(0), "citations=70");
  EXPECT_EQ(Signal(1), "citations=0");
  EXPECT_EQ(Signal(2), "");
}

TEST_F(EnrichersTest, AnAnswerWithoutResultsIsNone) {
  EXPECT_EQ(Read(Citations("https://api.openalex.org/works", ""),
                 R"({"error":"Invalid query"})")
                .code(),
            absl::StatusCode::kDataLoss);
}

TEST_F(EnrichersTest, AModelIsAskedInTheFormOfOpenAi) {
  Paper().set_title("Of \"herds\"");
  const ModelSummary model("http://127.0.0.1:8000", "small", "secret");
  EXPECT_THAT(Urls(model), IsEmpty());
  Paper().set_abstract("We study herds.");
  const auto question = model.Ask(papers_).at(0);
  EXPECT_EQ(question.url, "http://127.0.0.1:8000/v1/chat/completions");
  EXPECT_EQ(question.token, "secret");
  EXPECT_THAT(question.json, HasSubstr(R"("model":"small")"));
  EXPECT_THAT(
      question.json,
      HasSubstr(
          R"({"role":"user","content":"Of \"herds\"\n\nWe study herds."})"));
}

TEST_F(EnrichersTest, EndpointsMayBeGivenWithTheirPath) {
  Paper().set_abstract("We study herds.");
  for (const char* endpoint : {"https://a.example/", "https://a.example/v1",
                               "https://a.example/v1/chat/completions"}) {
    EXPECT_THAT(Urls(ModelSummary(endpoint, "small", "")),
                ElementsAre("https://a.example/v1/chat/completions"));
  }
}

TEST_F(EnrichersTest, LongAbstractsAreCutForTheModel) {
  Paper().set_abstract(std::string(100000, 'a'));
  const ModelSummary model("http://127.0.0.1:8000", "small", "");
  EXPECT_LT(model.Ask(papers_).at(0).json.size(), 21000u);
}

class SummaryTest : public EnrichersTest {
 protected:
  // What becomes of a model's words, as JSON has them.
  std::string Summary(const std::string& content,
                      const std::string& reason = "stop") {
    gains_.clear();
    status_ = Read(
        model_, absl::StrCat(R"({"choices":[{"finish_reason":")", reason,
                             R"(","message":{"role":"assistant","content":")",
                             content, R"("}}]})"));
    return gains_.front().summary();
  }

  ModelSummary model_{"http://127.0.0.1:8000", "small", ""};
  absl::Status status_;
};

TEST_F(SummaryTest, IsThePlainLineThatTheModelWrites) {
  EXPECT_EQ(Summary(R"(  Herds of models\tfind caf\u00e9s.\n)"),
            "Herds of models find caf\xc3\xa9s.");
  EXPECT_EQ(Summary(R"(\"Herds win.\")"), "Herds win.");
}

TEST_F(SummaryTest, IsRefusedWhenItIsNoPlainLine) {
  for (const std::string& content :
       {std::string(), std::string("  "), std::string(R"(One.\nTwo.)"),
        std::string(501, 'x'), std::string("See https://evil.example now."),
        std::string("Visit WWW.evil.example."), std::string("**Bold** words."),
        std::string("<b>Bold</b>"), std::string("Go [here](x)."),
        std::string("# Title"), std::string(R"(a\u0000b)")}) {
    EXPECT_EQ(Summary(content), "") << content;
    EXPECT_EQ(status_.code(), absl::StatusCode::kDataLoss) << content;
  }
  EXPECT_EQ(Summary("Herds win by", "length"), "");
  EXPECT_THAT(std::string(status_.message()), HasSubstr("was cut off"));
}

TEST_F(SummaryTest, IsRefusedWhenTheAnswerHasNone) {
  for (const char* answer :
       {"", "{}", R"({"choices":[]})", R"({"choices":[{"message":null}]})",
        R"({"error":{"message":"overloaded"}})"}) {
    EXPECT_EQ(Read(model_, answer).code(), absl::StatusCode::kDataLoss)
        << answer;
  }
}

TEST_F(SummaryTest, StaysWithTheText) {
  EXPECT_FALSE(model_.repeats());
  EXPECT_TRUE(HubLinks("https://huggingface.co").repeats());
}

}  // namespace
}  // namespace broadsheet::ingest
