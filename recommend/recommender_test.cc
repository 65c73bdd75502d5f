#include "recommend/recommender.h"

#include <algorithm>
#include <future>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "common/errors.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "recommend/test_rows.h"

namespace broadsheet::recommend {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::UnorderedElementsAre;

template <class Response>
std::vector<std::string> Ids(const Response& response) {
  std::vector<std::string> ids;
  for (const auto& paper : response.papers()) ids.push_back(paper.paper().id());
  return ids;
}

// A ready engine with a recommender before it.
struct House {
  explicit House(const std::vector<Row>& rows = {}) {
    Add(rows);
    engine.SetReady();
  }

  void Add(const std::vector<Row>& rows) {
    engine.Apply(rows, MakePosition(++commit));
  }

  template <class Request>
  auto Ask(const Request& request) {
    CallContext call(absl::Now() + absl::Milliseconds(200));
    if constexpr (std::is_same_v<Request, v1::SearchRequest>) {
      return recommender.Search(call, request);
    } else if constexpr (std::is_same_v<Request, v1::FeedRequest>) {
      return recommender.Feed(call, request);
    } else if constexpr (std::is_same_v<Request, v1::TrendingRequest>) {
      return recommender.Trending(call, request);
    } else if constexpr (std::is_same_v<Request, v1::SuggestRequest>) {
      return recommender.Suggest(call, request);
    } else if constexpr (std::is_same_v<Request, v1::ExplainRequest>) {
      return recommender.Explain(call, request);
    } else {
      return recommender.Similar(call, request);
    }
  }

  std::vector<std::string> Search(const std::string& query,
                                  const std::string& reader = "") {
    v1::SearchRequest request;
    request.set_query(query);
    request.set_reader_id(reader);
    return Ids(Ask(request).value());
  }
  v1::FeedResponse Feed(const std::string& reader) {
    v1::FeedRequest request;
    request.set_reader_id(reader);
    request.set_explain(true);
    return Ask(request).value();
  }
  std::vector<std::string> Trending() {
    return Ids(Ask(v1::TrendingRequest()).value());
  }

  uint64_t commit = 0;
  FakeClock clock{kTestNow};
  Engine engine{ReadModelOptions()};
  Recommender recommender{&engine, &clock, {"secret", "test"}};
};

std::vector<Row> Papers() {
  return {MakeRow(MakePaper("1706.03762", "Attention Is All You Need",
                            "The transformer relies on attention alone")),
          MakeRow(MakePaper("2601.00001", "Attention is not all you need",
                            "Pure attention loses rank; you need attention")),
          MakeRow(MakePaper("2601.00002", "Quantum codes",
                            "Quantum error correction by surface codes")),
          MakeRow(MakePaper("2601.00003", "Surface codes for quantum memory",
                            "Error correction in a quantum memory")),
          MakeRow(MakePaper("2601.00004", "Protein folding",
                            "Structures of proteins by transformer models"))};
}

// 60 papers about three subjects.
std::vector<Row> ManyPapers() {
  const std::vector<std::string> subjects = {"galaxies", "proteins", "codes"};
  std::vector<Row> rows;
  for (int i = 0; i < 60; ++i) {
    const std::string& subject = subjects[i % 3];
    rows.push_back(MakeRow(MakePaper(
        absl::StrCat("2602.", 10000 + i), absl::StrCat(subject, " number ", i),
        absl::StrCat("A study of ", subject, " with method", i % 7))));
  }
  return rows;
}

TEST(Search, PutsTheExactTitleFirst) {
  House house(Papers());
  EXPECT_EQ(house.Search("attention is all you need")[0], "1706.03762");
  EXPECT_EQ(house.Search("Attention Is All You Need!")[0], "1706.03762");
}

TEST(Search, FindsAPaperByAnyFormOfItsId) {
  House house(Papers());
  for (const char* query : {"1706.03762", "arXiv:1706.03762v5",
                            "https://arxiv.org/abs/1706.03762"}) {
    EXPECT_EQ(house.Search(query)[0], "1706.03762") << query;
  }
}

TEST(Search, PutsPapersWithAllWordsFirstAndCountsThem) {
  House house(Papers());
  v1::SearchRequest request;
  request.set_query("quantum memory");
  const auto response = house.Ask(request).value();
  EXPECT_THAT(Ids(response), ElementsAre("2601.00003", "2601.00002"));
  EXPECT_EQ(response.total(), 1);
  EXPECT_EQ(response.papers(0).reason().text(), "matches all words");
}

TEST(Search, FindsNothingForAnEmptyQuery) {
  EXPECT_THAT(House(Papers()).Search("  "), IsEmpty());
}

TEST(Search, ShowsTheNewTextAndNotTheOldOfAnUpdatedPaper) {
  House house(Papers());
  v1::Paper paper = MakePaper("2601.00004", "Gravitational lensing");
  paper.set_revision(2);
  house.Add({MakeRow(paper)});
  EXPECT_THAT(house.Search("lensing"), ElementsAre("2601.00004"));
  EXPECT_THAT(house.Search("protein"), IsEmpty());
  house.Add({MakeRow(MakePaper("2601.00004", "Protein folding"))});
  EXPECT_THAT(house.Search("protein"), IsEmpty()) << "an older revision";
}

TEST(Search, LosesWithdrawnPapersAndFindsRestoredOnes) {
  House house(Papers());
  v1::Paper paper = MakePaper("2601.00004", "Protein folding");
  paper.set_withdrawn(true);
  paper.set_revision(2);
  house.Add({MakeRow(paper)});
  EXPECT_THAT(house.Search("2601.00004"), IsEmpty());
  EXPECT_THAT(house.Search("Protein folding"), IsEmpty());
  EXPECT_THAT(house.Trending(), Not(testing::Contains("2601.00004")));
  paper.set_withdrawn(false);
  paper.set_revision(3);
  house.Add({MakeRow(paper)});
  EXPECT_EQ(house.Search("Protein folding")[0], "2601.00004");
}

TEST(Search, FindsHiddenPapersByTitleAndIdOnly) {
  House house(Papers());
  house.Add({MakeEvent("ada", v1::EVENT_KIND_HIDE, "2601.00002")});
  EXPECT_THAT(house.Search("surface codes", "ada"), ElementsAre("2601.00003"));
  EXPECT_EQ(house.Search("Quantum codes", "ada")[0], "2601.00002");
  EXPECT_EQ(house.Search("2601.00002", "ada")[0], "2601.00002");
  EXPECT_THAT(house.Search("surface codes", "bob"),
              UnorderedElementsAre("2601.00002", "2601.00003"));
}

TEST(Search, KeepsToTheCategoriesGiven) {
  House house(Papers());
  v1::SearchRequest request;
  request.set_query("codes");
  request.add_categories("cs.LG");
  EXPECT_EQ(house.Ask(request)->papers_size(), 2);
  request.set_categories(0, "hep-th");
  EXPECT_EQ(house.Ask(request)->papers_size(), 0);
}

TEST(Search, NamesTheFieldThatBreaksARule) {
  House house;
  v1::SearchRequest request;
  request.set_query(std::string(1001, 'x'));
  EXPECT_EQ(ViolationsOf(house.Ask(request).status())[0].field, "query");
  request.set_query("x\xff");
  EXPECT_EQ(ViolationsOf(house.Ask(request).status())[0].field, "query");
  request.set_query("x");
  request.set_page_size(-1);
  EXPECT_EQ(ViolationsOf(house.Ask(request).status())[0].field, "page_size");
}

TEST(Similar, RanksLikeContentFirstAndLeavesThePaperOut) {
  House house(Papers());
  v1::SimilarRequest request;
  request.set_paper_id("2601.00002");
  const auto response = house.Ask(request).value();
  EXPECT_EQ(response.papers(0).paper().id(), "2601.00003");
  EXPECT_EQ(response.papers(0).reason().text(), "similar to Quantum codes");
  EXPECT_THAT(Ids(response), Not(testing::Contains("2601.00002")));
  request.set_paper_id("2601.99999");
  EXPECT_EQ(house.Ask(request).status().code(), absl::StatusCode::kNotFound);
}

TEST(Trending, RanksByAttentionThenFillsWithTheNewest) {
  House house(Papers());
  house.Add({MakeEvent("ada", v1::EVENT_KIND_UPVOTE, "2601.00004"),
             MakeEvent("bob", v1::EVENT_KIND_UPVOTE, "2601.00004"),
             MakeEvent("bob", v1::EVENT_KIND_UPVOTE, "2601.00002")});
  const auto response = house.Ask(v1::TrendingRequest()).value();
  EXPECT_THAT(Ids(response),
              ElementsAre("2601.00004", "2601.00002", "1706.03762",
                          "2601.00001", "2601.00003"));
  EXPECT_EQ(response.papers(0).reason().text(), "trending in cs.LG: 2 upvotes");
  EXPECT_EQ(response.papers(0).paper().upvotes(), 2);
  EXPECT_EQ(response.papers(2).reason().kind(), v1::Reason::KIND_FRESH);
}

TEST(Trending, CountsAReaderOnceAndForgetsTheVoteTakenBack) {
  House house(Papers());
  house.Add(
      {MakeEvent("ada", v1::EVENT_KIND_UPVOTE, "2601.00004"),
       MakeEvent("bob", v1::EVENT_KIND_UPVOTE, "2601.00002", absl::Minutes(30)),
       MakeEvent("bob", v1::EVENT_KIND_UPVOTE, "2601.00002",
                 absl::Minutes(29))});
  EXPECT_EQ(house.Trending()[0], "2601.00002");
  house.Add({MakeEvent("bob", v1::EVENT_KIND_UNVOTE, "2601.00002",
                       absl::Minutes(1))});
  EXPECT_EQ(house.Trending()[0], "2601.00004");
}

TEST(Feed, IsTrendingForAReaderWithoutEvents) {
  House house(Papers());
  house.Add({MakeEvent("ada", v1::EVENT_KIND_UPVOTE, "2601.00004")});
  const auto feed = house.Feed("newcomer");
  EXPECT_EQ(feed.papers(0).paper().id(), "2601.00004");
  EXPECT_EQ(feed.papers(0).reason().kind(), v1::Reason::KIND_TRENDING);
}

TEST(Feed, FollowsTheReadersOwnPapersAndSaysSo) {
  House house(ManyPapers());
  house.Add({MakeEvent("ada", v1::EVENT_KIND_SAVE, "2602.10001"),
             MakeEvent("ada", v1::EVENT_KIND_UPVOTE, "2602.10004")});
  const auto feed = house.Feed("ada");
  const auto& first = feed.papers(0);
  EXPECT_THAT(first.paper().title(), HasSubstr("proteins"));
  EXPECT_EQ(first.reason().kind(), v1::Reason::KIND_SIMILAR);
  EXPECT_THAT(first.reason().text(), HasSubstr("because you"));
  EXPECT_GT(first.components_size(), 3);
  EXPECT_THAT(Ids(feed), Not(testing::Contains("2602.10001"))) << "seen";
  for (int i = 1; i < feed.papers_size(); ++i) {
    EXPECT_GE(feed.papers(i - 1).score(), feed.papers(i).score());
  }
}

// Of 30 papers by one author and 30 by others, alike in content.
TEST(Feed, SpreadsAuthorsButLeavesNobodyOut) {
  std::vector<Row> rows;
  for (int i = 0; i < 60; ++i) {
    v1::Paper paper = MakePaper(absl::StrCat("2603.", 10000 + i), "galaxies");
    paper.add_authors(i < 30 ? "Prolific Author" : absl::StrCat("Author", i));
    rows.push_back(MakeRow(paper));
  }
  House house(rows);
  house.Add({MakeEvent("ada", v1::EVENT_KIND_SAVE, "2603.10000")});
  v1::FeedRequest request;
  request.set_reader_id("ada");
  request.set_page_size(50);
  const auto feed = house.Ask(request).value();
  ASSERT_EQ(feed.papers_size(), 50);
  int prolific = 0;
  for (int i = 0; i < 30; ++i) {
    prolific += feed.papers(i).paper().authors(0) == "Prolific Author" ? 1 : 0;
  }
  EXPECT_LE(prolific, 2);
  for (int i = 1; i < feed.papers_size(); ++i) {
    EXPECT_GE(feed.papers(i - 1).score(), feed.papers(i).score());
  }
}

TEST(Feed, NamesNoReadersOfPapersThatNobodyElseRead) {
  House house(ManyPapers());
  house.Add({MakeEvent("ada", v1::EVENT_KIND_SAVE, "2602.10001")});
  v1::FeedRequest request;
  request.set_reader_id("ada");
  request.set_page_size(100);
  const auto feed = house.Ask(request).value();
  EXPECT_GT(feed.papers_size(), 30);
  for (const auto& paper : feed.papers()) {
    EXPECT_NE(paper.reason().kind(), v1::Reason::KIND_COLLABORATIVE);
    EXPECT_NE(paper.reason().kind(), v1::Reason::KIND_FOLLOWED);
  }
}

TEST(Feed, ChangesWithALikeForThatReaderAlone) {
  House house(ManyPapers());
  house.Add({MakeEvent("ada", v1::EVENT_KIND_SAVE, "2602.10001"),
             MakeEvent("bob", v1::EVENT_KIND_SAVE, "2602.10002")});
  const auto ada = Ids(house.Feed("ada"));
  v1::FeedRequest request;
  request.set_reader_id("bob");
  request.set_ranking(v1::RANKING_RELEVANCE);
  const auto bob = Ids(house.Ask(request).value());
  house.Add({MakeEvent("ada", v1::EVENT_KIND_SAVE, "2602.10003")});
  EXPECT_NE(Ids(house.Feed("ada")), ada);
  EXPECT_EQ(Ids(house.Ask(request).value()), bob);
}

TEST(Feed, LeavesOutWhatTheReaderHidOrDislikes) {
  House house(ManyPapers());
  house.Add({MakeEvent("ada", v1::EVENT_KIND_SAVE, "2602.10001")});
  const std::string first = house.Feed("ada").papers(0).paper().id();
  house.Add({MakeEvent("ada", v1::EVENT_KIND_DISLIKE, first)});
  EXPECT_THAT(Ids(house.Feed("ada")), Not(testing::Contains(first)));
}

TEST(Feed, LearnsFromReadersWithALikeTaste) {
  std::vector<Row> rows;
  for (int i = 0; i < 30; ++i) {
    v1::Paper bare;
    bare.set_id(absl::StrCat("c:", i));
    bare.set_bare(true);
    bare.set_revision(1);
    rows.push_back(MakeRow(bare));
  }
  for (const char* reader : {"bob", "eve"}) {
    for (const char* paper : {"c:1", "c:2", "c:3"}) {
      rows.push_back(MakeEvent(reader, v1::EVENT_KIND_SAVE, paper));
    }
  }
  rows.push_back(MakeEvent("mal", v1::EVENT_KIND_SAVE, "c:9"));
  rows.push_back(MakeEvent("ada", v1::EVENT_KIND_SAVE, "c:1"));
  House house(rows);
  v1::FeedRequest request;
  request.set_reader_id("ada");
  request.set_ranking(v1::RANKING_RELEVANCE);
  const auto feed = house.Ask(request).value();
  EXPECT_THAT(Ids(feed), ElementsAre("c:2", "c:3"));
  EXPECT_EQ(feed.papers(0).reason().kind(), v1::Reason::KIND_COLLABORATIVE);
  EXPECT_THAT(feed.papers(0).reason().paper_ids(), ElementsAre("c:1"));
}

TEST(Feed, RanksTheGivenCandidatesOnly) {
  House house(ManyPapers());
  house.Add({MakeEvent("ada", v1::EVENT_KIND_SAVE, "2602.10001")});
  v1::FeedRequest request;
  request.set_reader_id("ada");
  request.set_ranking(v1::RANKING_RELEVANCE);
  for (const char* id : {"2602.10000", "2602.10004", "2602.10001", "none"}) {
    request.add_candidate_ids(id);
  }
  EXPECT_THAT(Ids(house.Ask(request).value()),
              ElementsAre("2602.10004", "2602.10000"));
}

TEST(Feed, IsEmptyWhereFiltersContradictEachOther) {
  House house(ManyPapers());
  house.Add({MakeEvent("ada", v1::EVENT_KIND_SAVE, "2602.10001"),
             MakeEvent("ada", v1::EVENT_KIND_HIDE, "2602.10004")});
  for (const v1::Ranking ranking :
       {v1::RANKING_READING, v1::RANKING_RELEVANCE}) {
    v1::FeedRequest other;  // A candidate outside of the categories.
    other.set_reader_id("ada");
    other.set_ranking(ranking);
    other.add_candidate_ids("2602.10000");
    other.add_categories("hep-th");
    const auto nothing = house.Ask(other);
    ASSERT_TRUE(nothing.ok()) << nothing.status();
    EXPECT_THAT(Ids(*nothing), IsEmpty());
    EXPECT_EQ(nothing->next_page_token(), "");
    v1::FeedRequest hidden;  // Asked for, and hidden.
    hidden.set_reader_id("ada");
    hidden.set_ranking(ranking);
    hidden.add_candidate_ids("2602.10004");
    EXPECT_THAT(Ids(house.Ask(hidden).value()), IsEmpty());
  }
}

TEST(Feed, ShowsPapersInFollowedCategories) {
  House house(ManyPapers());
  v1::Paper paper = MakePaper("2603.00001", "Strings", "On strings");
  paper.set_categories(0, "hep-th");
  v1::Event follow = MakeEvent("ada", v1::EVENT_KIND_FOLLOW, "");
  follow.set_target("category:hep-th");
  house.Add({MakeRow(paper), follow});
  const auto feed = house.Feed("ada");
  EXPECT_EQ(feed.papers(0).paper().id(), "2603.00001");
  EXPECT_EQ(feed.papers(0).reason().text(), "because you follow hep-th");
}

TEST(Paging, NeverRepeatsAPaperHoweverTheListChanges) {
  House house(ManyPapers());
  v1::SearchRequest request;
  request.set_query("study");
  request.set_page_size(7);
  std::set<std::string> seen;
  int pages = 0;
  do {
    const auto response = house.Ask(request).value();
    for (const std::string& id : Ids(response)) {
      EXPECT_TRUE(seen.insert(id).second) << id;
    }
    request.set_page_token(response.next_page_token());
    v1::Paper paper = MakePaper(absl::StrCat("2602.1000", pages),
                                "study of a study", "study");
    paper.set_revision(2 + pages);
    house.Add({MakeRow(paper)});
    ++pages;
  } while (!request.page_token().empty());
  EXPECT_EQ(seen.size(), 60u);
  EXPECT_EQ(pages, 9);
}

TEST(Paging, RefusesAlteredTokensAndThoseOfOtherRequests) {
  House house(ManyPapers());
  v1::SearchRequest request;
  request.set_query("study");
  const std::string token = house.Ask(request)->next_page_token();
  request.set_page_token(token + "x");
  EXPECT_EQ(ReasonOf(house.Ask(request).status()), "BAD_PAGE_TOKEN");
  request.set_page_token(token);
  request.set_query("codes");
  EXPECT_EQ(ReasonOf(house.Ask(request).status()), "BAD_PAGE_TOKEN");
}

TEST(Lists, AreEqualWhateverTheOrderAndTheBatchesOfRows) {
  std::vector<Row> rows = ManyPapers();
  std::mt19937 random(3);
  for (int i = 0; i < 300; ++i) {
    rows.push_back(MakeEvent(absl::StrCat("reader", random() % 9),
                             static_cast<v1::EventKind>(1 + random() % 13),
                             absl::StrCat("2602.", 10000 + random() % 60),
                             absl::Minutes(random() % 50'000)));
  }
  House straight(rows);
  std::shuffle(rows.begin(), rows.end(), random);
  House winding;
  for (const Row& row : rows) winding.Add({row, row});
  for (int i = 0; i < 9; ++i) {
    const auto a = straight.Feed(absl::StrCat("reader", i));
    const auto b = winding.Feed(absl::StrCat("reader", i));
    ASSERT_EQ(a.papers_size(), b.papers_size());
    for (int k = 0; k < a.papers_size(); ++k) {
      EXPECT_EQ(a.papers(k).SerializeAsString(),
                b.papers(k).SerializeAsString());
    }
  }
  EXPECT_EQ(straight.Trending(), winding.Trending());
  EXPECT_EQ(straight.Search("proteins method3"),
            winding.Search("proteins method3"));
}

TEST(Lists, AreAfterAnErasureAsIfTheReaderHadNeverBeen) {
  std::mt19937 random(5);
  const std::vector<Row> papers = ManyPapers();
  std::vector<Row> with = papers, without = papers;
  for (int i = 0; i < 300; ++i) {
    const int reader = static_cast<int>(random() % 5);
    const v1::Event event =
        MakeEvent(absl::StrCat("reader", reader),
                  static_cast<v1::EventKind>(1 + random() % 13),
                  absl::StrCat("2602.", 10000 + random() % 60),
                  absl::Minutes(random() % 50'000));
    with.push_back(event);
    if (reader != 2) without.push_back(event);
  }
  with.push_back(ErasedReader{"reader2"});
  House erased(with), fresh(without);
  for (int i = 0; i < 5; ++i) {
    const auto a = erased.Feed(absl::StrCat("reader", i));
    const auto b = fresh.Feed(absl::StrCat("reader", i));
    ASSERT_EQ(a.papers_size(), b.papers_size());
    for (int k = 0; k < a.papers_size(); ++k) {
      EXPECT_EQ(a.papers(k).SerializeAsString(),
                b.papers(k).SerializeAsString());
    }
  }
  EXPECT_EQ(erased.Trending(), fresh.Trending());
  const auto a = erased.engine.Read();
  const auto b = fresh.engine.Read();
  EXPECT_EQ(a->events(), b->events());
  EXPECT_EQ(a->readers().size(), b->readers().size());
}

TEST(Lists, StateWhatTheyWereMadeFrom) {
  House house(Papers());
  house.Add({});
  v1::TrendingRequest request;
  request.mutable_as_of()->set_seconds(1'782'993'659);
  const auto info = house.Ask(request)->info();
  EXPECT_EQ(info.position().commit(), 1u) << "the horizon is 2";
  EXPECT_EQ(info.as_of().seconds(), 1'782'993'600) << "whole minutes";
  EXPECT_FALSE(info.model_version().empty());
}

TEST(Position, IsInsideAfterItsWriteOrTheAnswerIsBehind) {
  House house(Papers());
  v1::SearchRequest request;
  request.set_query("codes");
  *request.mutable_min_position() = MakePosition(1);
  EXPECT_EQ(ReasonOf(house.Ask(request).status()), "BEHIND");
  house.Add({});
  EXPECT_TRUE(house.Ask(request).ok());
  *request.mutable_min_position() = MakePosition(1, "other");
  EXPECT_EQ(ReasonOf(house.Ask(request).status()), "EPOCH_CHANGED");
}

TEST(Position, IsAwaitedForAsLongAsTheCallHasTime) {
  Engine engine{ReadModelOptions()};
  engine.SetReady();
  engine.Apply({}, MakePosition(1));
  std::promise<absl::Status> patient;
  std::promise<absl::Status> hasty;
  engine.Await(CallContext(absl::Now() + absl::Milliseconds(40)),
               MakePosition(1),
               [&] { hasty.set_value(engine.Check(MakePosition(1))); });
  EXPECT_EQ(ReasonOf(hasty.get_future().get()), "BEHIND");
  engine.Await(CallContext(absl::Now() + absl::Seconds(30)), MakePosition(1),
               [&] { patient.set_value(engine.Check(MakePosition(1))); });
  engine.Apply({}, MakePosition(2));
  EXPECT_TRUE(patient.get_future().get().ok());
}

TEST(Position, OfAListIsInsideAlready) {
  House house(Papers());
  v1::SearchRequest request;
  request.set_query("codes");
  *request.mutable_min_position() = house.Ask(request)->info().position();
  EXPECT_TRUE(house.Ask(request).ok());
  CallContext call;
  *request.mutable_min_position() =
      house.recommender.GetStatus(call, {})->position();
  EXPECT_TRUE(house.Ask(request).ok());
}

TEST(Position, IsRefusedBeforeTheEngineIsReady) {
  FakeClock clock(kTestNow);
  Engine engine{ReadModelOptions()};
  Recommender recommender(&engine, &clock, {"secret", "test"});
  CallContext call;
  EXPECT_EQ(ReasonOf(recommender.Trending(call, {}).status()), "NOT_READY");
  EXPECT_FALSE(recommender.GetStatus(call, {})->ready());
}

TEST(Suggest, CompletesTitlesAndAuthors) {
  v1::Paper paper = MakePaper("2601.00009", "Deep protein design");
  paper.add_authors("Ada Protter");
  std::vector<Row> rows = Papers();
  rows.push_back(MakeRow(paper));
  House house(rows);
  v1::SuggestRequest request;
  request.set_prefix("prot");
  const auto response = house.Ask(request).value();
  std::vector<std::string> texts;
  for (const auto& one : response.suggestions()) texts.push_back(one.text());
  EXPECT_THAT(texts, ElementsAre("Protein folding", "Deep protein design",
                                 "Ada Protter"));
}

TEST(Explain, TellsTheParts) {
  House house(ManyPapers());
  house.Add({MakeEvent("ada", v1::EVENT_KIND_SAVE, "2602.10001")});
  v1::ExplainRequest request;
  request.set_paper_id("2602.10004");
  request.set_reader_id("ada");
  EXPECT_EQ(house.Ask(request)->paper().components_size(), 5);
  request.set_query("proteins");
  EXPECT_EQ(house.Ask(request)->paper().components(0).name(), "text");
}

}  // namespace
}  // namespace broadsheet::recommend
