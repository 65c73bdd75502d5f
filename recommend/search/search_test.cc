// Searches through the whole of the read model: the language, filters, sorts,
// facets, highlights, spelling, suggestions.

#include <cmath>
#include <string>
#include <vector>

#include "common/errors.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "recommend/recommender.h"
#include "recommend/test_rows.h"

namespace broadsheet::recommend {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

v1::Paper Make(const std::string& id, const std::string& title,
               const std::string& abstract, const std::string& day,
               const std::string& category, const std::string& author) {
  v1::Paper paper = MakePaper(id, title, abstract, day);
  paper.set_published(day);
  paper.set_categories(0, category);
  paper.add_authors(author);
  return paper;
}

class SearchTest : public testing::Test {
 protected:
  SearchTest() {
    v1::Paper gpt = Make("2303.08774", "GPT-4 Technical Report",
                         "We report a large multimodal model", "2023-03-15",
                         "cs.CL", "Ada Lovelace");
    gpt.set_doi("10.48550/arXiv.2303.08774");
    gpt.add_keywords("multimodal model");
    auto* link = gpt.add_links();
    link->set_kind(v1::PaperLink::KIND_CODE);
    link->set_url("https://github.com/a/b");
    Add({gpt,
         Make("2312.00752", "Mamba: Linear-Time Sequence Modeling",
              "Selective state space models <b>scale</b> well; a state in the "
              "space of models",
              "2023-12-01", "cs.LG", "Albert Gu"),
         Make("2111.00396", "Efficiently Modeling Long Sequences",
              "A space where each state is large", "2021-11-03", "cs.LG",
              "Albert Gu"),
         Make("2401.00001", "Survey of state space models",
              "State space models everywhere", "2024-01-02", "stat.ML",
              "Gu Albert")});
    engine_.SetReady();
  }

  void Add(const std::vector<v1::Paper>& papers) {
    std::vector<Row> rows;
    for (const v1::Paper& paper : papers) rows.push_back(MakeRow(paper));
    Apply(rows);
  }
  void Apply(const std::vector<Row>& rows) {
    engine_.Apply(rows, MakePosition(++commit_));
  }
  absl::StatusOr<v1::SearchResponse> Ask(const v1::SearchRequest& request) {
    CallContext call(absl::Now() + absl::Seconds(10));
    return recommender_.Search(call, request);
  }
  v1::SearchResponse Ask(const std::string& query) {
    v1::SearchRequest request;
    request.set_query(query);
    return Ask(request).value();
  }
  // Papers enough for words to be corrected by.
  std::vector<v1::Paper> AddTransformers() {
    std::vector<v1::Paper> papers;
    for (int i = 0; i < 5; ++i) {
      papers.push_back(Make(absl::StrCat("2402.0000", i), "Attention layers",
                            "On transformers", "2024-02-01", "cs.LG", "B"));
    }
    Add(papers);
    return papers;
  }
  static std::vector<std::string> Ids(const v1::SearchResponse& response) {
    std::vector<std::string> ids;
    for (const auto& paper : response.papers()) {
      ids.push_back(paper.paper().id());
    }
    return ids;
  }
  v1::ListedPaper First(const std::string& query) {
    v1::SearchRequest request;
    request.set_query(query);
    request.set_explain(true);
    return Ask(request).value().papers(0);
  }
  // Of an explained score.
  static double Part(const v1::ListedPaper& paper, const char* name) {
    for (const auto& component : paper.components()) {
      if (component.name() == name) return component.value();
    }
    return -1;
  }
  std::vector<std::string> Find(const std::string& query) {
    return Ids(Ask(query));
  }

  uint64_t commit_ = 0;
  FakeClock clock_{kTestNow};
  Engine engine_{ReadModelOptions()};
  Recommender recommender_{&engine_, &clock_, {"secret", "test"}};
};

TEST_F(SearchTest, NeedsPhrasesWordForWord) {
  EXPECT_THAT(Find("\"state space\""),
              UnorderedElementsAre("2312.00752", "2401.00001"));
  EXPECT_THAT(Find("\"space state\""), IsEmpty());
  EXPECT_THAT(Find("\"state of the space\""),
              UnorderedElementsAre("2312.00752", "2401.00001"))
      << "stop words do not part a phrase";
}

TEST_F(SearchTest, LeavesOutWhatIsExcluded) {
  EXPECT_THAT(Find("state -survey"),
              UnorderedElementsAre("2312.00752", "2111.00396"));
  EXPECT_THAT(Find("state -\"state space\""), ElementsAre("2111.00396"));
  EXPECT_THAT(Find("-state"), IsEmpty()) << "nothing to look for";
}

TEST_F(SearchTest, FindsEitherSideOfAnOr) {
  EXPECT_THAT(Find("mamba OR multimodal"),
              UnorderedElementsAre("2312.00752", "2303.08774"));
  EXPECT_EQ(Ask("mamba OR multimodal").total(), 2);
}

TEST_F(SearchTest, KeepsToTheFieldsNamed) {
  EXPECT_THAT(Find("title:state"), ElementsAre("2401.00001"));
  EXPECT_THAT(Find("author:gu space"),
              UnorderedElementsAre("2312.00752", "2111.00396", "2401.00001"));
  EXPECT_THAT(Find("author:\"Albert Gu\""),
              UnorderedElementsAre("2312.00752", "2111.00396"));
  EXPECT_THAT(Find("abstract:report"), ElementsAre("2303.08774"));
  EXPECT_THAT(Find("title:large"), IsEmpty());
}

TEST_F(SearchTest, Filters) {
  EXPECT_THAT(Find("state cat:cs.*"),
              UnorderedElementsAre("2312.00752", "2111.00396"));
  EXPECT_THAT(Find("state -cat:cs"), ElementsAre("2401.00001"));
  EXPECT_THAT(Find("state year:2021..2022"), ElementsAre("2111.00396"));
  EXPECT_THAT(Find("state date:2023-12..2024-01-02 sort:newest"),
              ElementsAre("2401.00001", "2312.00752"));
  EXPECT_THAT(Find("has:code"), ElementsAre("2303.08774"));
  EXPECT_THAT(Find("cat:stat.ml,cs.cl sort:oldest"),
              ElementsAre("2303.08774", "2401.00001"));
}

TEST_F(SearchTest, FindsNothingWhereFiltersContradictEachOther) {
  for (const char* query :
       {"state cat:cs.LG -cat:cs.LG", "state cat:stat.ML -cat:stat.*",
        "cat:cs.CL -cat:cs.CL sort:newest", "state year:2021 year:2024",
        "has:code -has:code", "state -state"}) {
    const v1::SearchResponse answer = Ask(query);
    EXPECT_THAT(Ids(answer), IsEmpty()) << query;
    EXPECT_EQ(answer.total(), 0) << query;
  }
  v1::SearchRequest request;
  request.set_query("state -cat:stat.ML");
  request.add_categories("stat.ML");
  EXPECT_THAT(Ids(*Ask(request)), IsEmpty());
}

TEST_F(SearchTest, SortsAllMatchesByDateOrVotes) {
  EXPECT_THAT(Find("state sort:oldest"),
              ElementsAre("2111.00396", "2312.00752", "2401.00001"));
  v1::SearchRequest request;
  request.set_query("state space");
  request.set_sort(v1::SEARCH_SORT_UPVOTES);
  Apply({MakeEvent("ada", v1::EVENT_KIND_UPVOTE, "2111.00396")});
  EXPECT_EQ(Ids(*Ask(request))[0], "2111.00396");
  request.set_page_size(1);
  auto page = Ask(request).value();
  request.set_page_token(page.next_page_token());
  EXPECT_THAT(Ids(*Ask(request)), ElementsAre("2312.00752"));
}

TEST_F(SearchTest, MeetsSpellingsOfModelNames) {
  for (const char* query : {"GPT-4", "gpt4", "gpt 4", "\"GPT-4\""}) {
    EXPECT_EQ(Ask(query).papers(0).paper().id(), "2303.08774") << query;
  }
}

TEST_F(SearchTest, FindsAModelByTheLettersOfItsName) {
  Add({Make("2407.21783", "The Llama3 herd", "Of GPT4 we say nothing",
            "2024-07-31", "cs.AI", "C"),
       Make("2302.13971", "Open and efficient models that we call LLaMA",
            "Open", "2023-02-27", "cs.CL", "D"),
       Make("2409.12191", "A Qwen2.5-72B report", "Open", "2024-09-18", "cs.CL",
            "E")});
  EXPECT_THAT(Find("llama"), ElementsAre("2302.13971", "2407.21783"));
  EXPECT_THAT(Find("llama3"), ElementsAre("2407.21783"));
  EXPECT_THAT(Find("qwen"), ElementsAre("2409.12191"));
  EXPECT_THAT(Find("gpt"), UnorderedElementsAre("2303.08774", "2407.21783"));
  EXPECT_THAT(Find("gpt4"), UnorderedElementsAre("2303.08774", "2407.21783"));
  EXPECT_THAT(Find("\"gpt\""),
              UnorderedElementsAre("2303.08774", "2407.21783"));
}

TEST_F(SearchTest, FindsAPaperByItsDoi) {
  for (const char* query :
       {"10.48550/arXiv.2303.08774", "doi:10.48550/ARXIV.2303.08774",
        "https://doi.org/10.48550/arXiv.2303.08774"}) {
    const auto response = Ask(query);
    ASSERT_GE(response.papers_size(), 1) << query;
    EXPECT_EQ(response.papers(0).reason().text(), "has this id") << query;
  }
}

TEST_F(SearchTest, PutsThePapersOfAnAuthorWhoseNameItIsFirst) {
  const auto response = Ask("albert gu");
  EXPECT_EQ(response.papers(0).reason().text(), "is by this author");
  EXPECT_EQ(response.papers(1).reason().text(), "is by this author");
  EXPECT_EQ(response.papers(2).paper().id(), "2401.00001");
}

TEST_F(SearchTest, CountsTheMatchesByFacet) {
  v1::SearchRequest request;
  request.set_query("state");
  request.set_facets(true);
  const auto response = Ask(request).value();
  ASSERT_EQ(response.facets_size(), 3);
  EXPECT_EQ(response.facets(0).values(0).value(), "2024");
  EXPECT_EQ(response.facets(0).values_size(), 3);
  EXPECT_EQ(response.facets(1).values(0).value(), "cs.LG");
  EXPECT_EQ(response.facets(1).values(0).count(), 2);
  EXPECT_EQ(response.facets(2).values(0).value(), "no");
  EXPECT_EQ(response.facets(2).values(0).count(), 3);
}

TEST_F(SearchTest, CountsThePapersThatMatchEveryWord) {
  EXPECT_EQ(Ask("state selective").total(), 1);
  EXPECT_EQ(Ask("state selective").papers_size(), 3) << "two match in part";
  EXPECT_EQ(Ask("state multimodal").total(), 0);
  EXPECT_EQ(Ask("state multimodal").papers_size(), 4);
}

TEST_F(SearchTest, CountsFacetsOfPartialMatchesWhenNoPaperMatchesEveryWord) {
  v1::SearchRequest request;
  request.set_query("state multimodal");
  request.set_facets(true);
  const auto response = Ask(request).value();
  EXPECT_EQ(response.total(), 0);
  EXPECT_EQ(response.facets(2).values_size(), 2);
}

TEST_F(SearchTest, RanksBeforeItCountsWhenTimeIsShort) {
  v1::SearchRequest request;
  request.set_query("state selective");
  request.set_facets(true);
  const auto whole = Ask(request).value();
  EXPECT_FALSE(whole.partial());
  // Less than an answer takes: the time is up from the beginning.
  CallContext call(absl::Now() + absl::Milliseconds(1));
  const auto response = recommender_.Search(call, request).value();
  EXPECT_TRUE(response.partial());
  EXPECT_EQ(Ids(response), Ids(whole)) << "the best by words are there";
  EXPECT_EQ(response.total(), 1) << "as far as the list tells";
  EXPECT_EQ(response.facets(0).values_size(), 0);
}

TEST_F(SearchTest, ShowsWhereTheWordsAre) {
  v1::SearchRequest request;
  request.set_query("selective scales gu");
  request.set_highlights(true);
  const auto response = Ask(request).value();
  ASSERT_EQ(response.highlights_size(), response.papers_size());
  const auto& first = response.highlights(0);
  EXPECT_EQ(first.paper_id(), "2312.00752");
  ASSERT_EQ(first.highlights_size(), 2);
  EXPECT_EQ(first.highlights(0).field(), "abstract");
  EXPECT_THAT(first.highlights(0).html(),
              HasSubstr("<mark>Selective</mark> state space models "
                        "&lt;b&gt;<mark>scale</mark>&lt;/b&gt; well"));
  const auto& range = first.highlights(0).ranges(0);
  EXPECT_EQ(first.highlights(0).fragment().substr(range.begin(),
                                                  range.end() - range.begin()),
            "Selective");
  EXPECT_EQ(first.highlights(1).html(), "Albert <mark>Gu</mark>");
}

TEST_F(SearchTest, CorrectsAWordThatNoPaperHas) {
  std::vector<v1::Paper> papers = AddTransformers();
  const auto response = Ask("Transfromers state");
  EXPECT_EQ(response.did_you_mean(), "transformers state");
  EXPECT_GE(response.papers_size(), 6);
  v1::SearchRequest request;
  request.set_query("transfromers");
  request.add_without("spelling");
  EXPECT_EQ(Ask(request)->papers_size(), 0);
  papers[0].set_abstract("On nothing");
  for (v1::Paper& paper : papers) {
    paper.set_abstract("On nothing");
    paper.set_revision(2);
  }
  Add(papers);
  EXPECT_EQ(Ask("transfromers").did_you_mean(), "") << "nobody uses it now";
}

TEST_F(SearchTest, TakesAWordWithCapitalsInsideForAName) {
  AddTransformers();
  EXPECT_EQ(Ask("TransFromers state").did_you_mean(), "");
  EXPECT_EQ(Ask("TRANSFROMERS").did_you_mean(), "transformers")
      << "who writes everything in capitals means nothing by it";
}

TEST_F(SearchTest, CorrectsAWordWhereItStandsByItself) {
  AddTransformers();
  for (const char* before :
       {"xTransFromersX", "\"TransFromers net\"", "author:TransFromers",
        "author:transfromers", "transfromers-x"}) {
    EXPECT_EQ(Ask(absl::StrCat(before, " transfromers")).did_you_mean(),
              absl::StrCat(before, " transformers"));
  }
  EXPECT_EQ(Ask("xTransFromers-y,transfromers").did_you_mean(),
            "xTransFromers-y,transformers");
  EXPECT_EQ(Ask("transfromers, attentoin").did_you_mean(),
            "transformers, attention");
}

TEST_F(SearchTest, ScoresByTheFormulaThatIsWrittenDown) {
  Apply({MakeEvent("ada", v1::EVENT_KIND_UPVOTE, "2312.00752")});
  const v1::ListedPaper first = First("selective state space models scale");
  ASSERT_EQ(first.paper().id(), "2312.00752");
  ASSERT_EQ(Part(first, "coverage"), 1);
  EXPECT_EQ(Part(first, "in_order"), 1);
  EXPECT_GT(Part(first, "recency") * Part(first, "popularity"), 0);
  EXPECT_NEAR(first.score(),
              Part(first, "text") * (1 + 0.5 * Part(first, "phrases") +
                                     std::pow(Part(first, "in_order"), 4) +
                                     0.04 * Part(first, "recency") +
                                     0.04 * Part(first, "popularity")),
              1e-6);
}

TEST_F(SearchTest, PutsFirstWhatHasTheQuerysWordsInItsOrder) {
  Add({Make("2501.00001", "One", "agents cooperate slowly under noise",
            "2025-01-01", "cs.MA", "B"),
       Make("2501.00002", "Two", "under slowly cooperate noise agents",
            "2025-01-01", "cs.MA", "B"),
       Make("2501.00003", "Three",
            "agents may cooperate if slowly under the "
            "lasting noise",
            "2025-01-01", "cs.MA", "B")});
  const std::string query = "agents cooperate slowly under noise";
  EXPECT_THAT(Find(query),
              ElementsAre("2501.00001", "2501.00003", "2501.00002"));
  EXPECT_EQ(Part(First(query), "in_order"), 1);
  EXPECT_EQ(Part(First("noise agents cooperate"), "in_order"), 0)
      << "two words in a row are a phrase, no order";
  EXPECT_EQ(Part(First("mamba agents cooperate slowly"), "in_order"), 0.75);
  v1::SearchRequest request;
  request.set_query(query);
  request.set_explain(true);
  request.add_without("phrases");
  EXPECT_EQ(Part(Ask(request)->papers(0), "in_order"), 0);
}

TEST_F(SearchTest, LooksThroughTheReadersLibrary) {
  Apply({MakeEvent("ada", v1::EVENT_KIND_SAVE, "2111.00396")});
  v1::SearchRequest request;
  request.set_query("state");
  request.set_in_library(true);
  EXPECT_EQ(ViolationsOf(Ask(request).status())[0].field, "in_library");
  request.set_reader_id("ada");
  EXPECT_THAT(Ids(*Ask(request)), ElementsAre("2111.00396"));
  request.set_reader_id("bob");
  EXPECT_THAT(Ids(*Ask(request)), IsEmpty());
}

TEST_F(SearchTest, NamesThePlaceOfAFaultWhenStrict) {
  v1::SearchRequest request;
  request.set_query("state titel:x");
  EXPECT_TRUE(Ask(request).ok());
  request.set_strict(true);
  const auto status = Ask(request).status();
  EXPECT_EQ(ViolationsOf(status)[0].field, "query");
  EXPECT_THAT(ViolationsOf(status)[0].rule, HasSubstr("byte 6"));
  request.set_query("state");
  request.add_without("magic");
  EXPECT_EQ(ViolationsOf(Ask(request).status())[0].field, "without[0]");
}

TEST_F(SearchTest, LiftsWhatIsCloseToTheReadersTaste) {
  const auto first = [&](const char* reader, const char* without) {
    v1::SearchRequest request;
    request.set_query("large");
    request.set_reader_id(reader);
    request.set_explain(true);
    if (*without != 0) request.add_without(without);
    return Ask(request)->papers(0);
  };
  Apply({MakeEvent("ada", v1::EVENT_KIND_SAVE, "2312.00752")});
  EXPECT_EQ(Part(first("", ""), "personal"), 0);
  EXPECT_EQ(Part(first("ada", "personal"), "personal"), 0);
  v1::SearchRequest request;
  request.set_query("space");
  request.set_reader_id("ada");
  request.set_explain(true);
  EXPECT_GT(Part(Ask(request)->papers(0), "personal"), 0);
}

TEST_F(SearchTest, AnswersNastyQueries) {
  std::string words;
  for (int i = 0; i < 10'000; ++i) words += absl::StrCat("w", i, " ");
  v1::SearchRequest request;
  request.set_query(words);
  EXPECT_EQ(ViolationsOf(Ask(request).status())[0].field, "query");
  request.set_query(std::string(1 << 20, 'x'));
  EXPECT_EQ(ViolationsOf(Ask(request).status())[0].field, "query");
  for (const std::string& query :
       {words.substr(0, 1000), std::string("the of and"), std::string("-"),
        std::string("- - -x -\"y\""), std::string("\U0001F600\U0001F4A9"),
        std::string("\u05E9\u05DC\u05D5\u05DD \u202Ex"),
        std::string("a\0state\0", 8), std::string(1000, '"'),
        std::string("OR OR | AND NOT"), std::string("title: cat: has:"),
        std::string("***"), std::string("sort:newest")}) {
    request.set_query(query);
    for (const bool strict : {false, true}) {
      request.set_strict(strict);
      const auto response = Ask(request);
      EXPECT_TRUE(response.ok() || strict) << query;
    }
  }
}

TEST_F(SearchTest, SuggestsTitlesAuthorsAndTerms) {
  CallContext call(absl::Now() + absl::Seconds(10));
  v1::SuggestRequest request;
  request.set_prefix("mod");
  const auto modeling = recommender_.Suggest(call, request).value();
  std::vector<std::string> texts;
  for (const auto& one : modeling.suggestions()) texts.push_back(one.text());
  EXPECT_THAT(texts, testing::Contains("multimodal model"));
  EXPECT_THAT(texts, testing::Contains("Efficiently Modeling Long Sequences"));
  request.set_prefix("albert g");
  const auto authors = recommender_.Suggest(call, request).value();
  EXPECT_EQ(authors.suggestions(0).text(), "Albert Gu");
}

}  // namespace
}  // namespace broadsheet::recommend
