#include "recommend/model_keeper.h"

#include <algorithm>
#include <cmath>
#include <fstream>
#include <string>
#include <vector>

#include "common/errors.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "recommend/recommender.h"
#include "recommend/test_models.h"
#include "tests/support/files.h"

namespace broadsheet::recommend {
namespace {

using ::testing::Each;
using ::testing::EndsWith;
using ::testing::Not;
using ::testing::StartsWith;

// A recommender with its keeper, on the papers of two subjects.
class House {
 public:
  House(FakeArtifactStore* store, const std::string& name)
      : cache_(store, folder_.path()),
        keeper_(&engine_, &cache_, Logger("test", "error"), {}),
        recommender_(&engine_, &clock_, {"secret", name}) {
    Add(SubjectRows());
    std::vector<Row> events;
    for (const int i : {0, 2, 4}) {
      events.emplace_back(
          MakeEvent("ada", v1::EVENT_KIND_SAVE, SubjectPaperId(0, i)));
    }
    Add(events);
    engine_.SetReady();
  }

  void Add(const std::vector<Row>& rows) {
    engine_.Apply(rows, MakePosition(++commit_));
  }
  absl::Status Promote(const internal::v1::Artifact& artifact) {
    Add({artifact});
    return keeper_.Step();
  }
  absl::StatusOr<v1::FeedResponse> Feed(const std::string& token = "",
                                        int size = 5) {
    v1::FeedRequest request;
    request.set_reader_id("ada");
    request.set_ranking(v1::RANKING_RELEVANCE);
    request.set_page_size(size);
    request.set_page_token(token);
    CallContext call(absl::Now() + absl::Seconds(5));
    return recommender_.Feed(call, request);
  }
  absl::StatusOr<v1::SimilarResponse> Similar(const std::string& id) {
    v1::SimilarRequest request;
    request.set_paper_id(id);
    CallContext call(absl::Now() + absl::Seconds(5));
    return recommender_.Similar(call, request);
  }
  absl::StatusOr<v1::SearchResponse> Search(v1::SearchRequest request) {
    request.set_explain(true);
    CallContext call(absl::Now() + absl::Seconds(5));
    return recommender_.Search(call, request);
  }
  std::string model_id() {
    CallContext call;
    return recommender_.GetStatus(call, {})->model_id();
  }
  const std::string& dir() const { return folder_.path(); }
  Engine& engine() { return engine_; }
  ModelKeeper& keeper() { return keeper_; }

 private:
  const broadsheet::testing::TempDir folder_;
  FakeClock clock_{kTestNow};
  Engine engine_{ReadModelOptions()};
  ArtifactCache cache_;
  ModelKeeper keeper_;
  Recommender recommender_;
  uint64_t commit_ = 0;
};

template <class Response>
std::vector<std::string> Ids(const Response& response) {
  std::vector<std::string> ids;
  for (const auto& paper : response.papers()) ids.push_back(paper.paper().id());
  return ids;
}

TEST(ModelKeeper, PutsThePromotedModelIntoUse) {
  FakeArtifactStore store;
  House house(&store, "use");
  EXPECT_EQ(house.model_id(), "");
  ASSERT_TRUE(house.Promote(PutModel(&store, "m1")).ok());
  EXPECT_EQ(house.model_id(), "m1");
  const auto feed = house.Feed();
  ASSERT_TRUE(feed.ok()) << feed.status();
  EXPECT_THAT(feed->info().model_version(), EndsWith("+m1"));
  EXPECT_THAT(Ids(*feed), Each(StartsWith("a.")));
}

// What closeness in meaning adds to the score of a paper.
double Meaning(const v1::ListedPaper& paper) {
  for (const auto& component : paper.components()) {
    if (component.name() == "semantic") return component.value();
  }
  return 0;
}

// To that of the first one; of one with that id, when it is given.
double Meaning(const v1::SearchResponse& response, const std::string& id = "") {
  for (const v1::ListedPaper& paper : response.papers()) {
    if (id.empty() || paper.paper().id() == id) return Meaning(paper);
  }
  return 0;
}

TEST(ModelKeeper, LetsMeaningRankSearchesFromTheFirstModelOn) {
  FakeArtifactStore store;
  House house(&store, "meaning");
  v1::SearchRequest request;
  request.set_query("galaxies telescope");
  request.set_page_size(3);
  EXPECT_EQ(Meaning(*house.Search(request)), 0);
  ASSERT_TRUE(house.Promote(PutModel(&store, "m1")).ok());
  const auto found = house.Search(request);
  ASSERT_TRUE(found.ok()) << found.status();
  EXPECT_NE(Meaning(*found), 0);
  EXPECT_THAT(found->info().model_version(), EndsWith("+m1"));
  EXPECT_THAT(Ids(*found), Each(StartsWith("a.")));
  request.add_without("semantic");
  EXPECT_EQ(Meaning(*house.Search(request)), 0);
}

TEST(ModelKeeper, LetsMeaningCountByTheNumberOfWordsUpToTen) {
  FakeArtifactStore store;
  House house(&store, "words");
  ASSERT_TRUE(house.Promote(PutModel(&store, "m1")).ok());
  const auto meaning = [&](int words) {
    v1::SearchRequest request;
    for (int i = 0; i < words; ++i)
      request.mutable_query()->append("galaxies ");
    request.set_page_size(50);
    return Meaning(*house.Search(request), "a.3");
  };
  const double of_one = meaning(1);
  EXPECT_GT(std::abs(of_one), 1e-6);
  EXPECT_NEAR(meaning(2) / of_one, 2, 1e-3);
  EXPECT_NEAR(meaning(10) / of_one, 10, 1e-3);
  EXPECT_NEAR(meaning(20) / of_one, 10, 1e-3);
}

TEST(ModelKeeper, KnowsTheMeaningOfWhatIsFoundByItsAuthor) {
  FakeArtifactStore store;
  House house(&store, "author");
  ASSERT_TRUE(house.Promote(PutModel(&store, "m1")).ok());
  std::vector<Row> rows;
  for (int i = 0; i < 150; ++i) {
    rows.push_back(
        MakeRow(MakePaper(absl::StrCat("x.", i), "Galaxies by telescope",
                          "Galaxies, by any telescope")));
  }
  v1::Paper paper = MakePaper("y.1", "Proteins of cells", "Folding of enzymes");
  paper.add_authors("Galaxies Telescope");
  rows.push_back(MakeRow(paper));
  house.Add(rows);
  v1::SearchRequest request;
  request.set_query("galaxies telescope");
  request.set_page_size(3);
  const auto few = house.Search(request);
  ASSERT_TRUE(few.ok()) << few.status();
  EXPECT_EQ(few->papers(0).paper().id(), "y.1");
  request.set_page_size(300);
  EXPECT_NE(Meaning(*few), 0);
  EXPECT_EQ(Meaning(*few), Meaning(*house.Search(request)));
}

TEST(ModelKeeper, GoesOnWithASearchOnTheModelItBeganWith) {
  FakeArtifactStore store;
  House house(&store, "search-pages");
  ASSERT_TRUE(house.Promote(PutModel(&store, "m1")).ok());
  v1::SearchRequest request;
  request.set_query("galaxies");
  request.set_page_size(3);
  const auto first = house.Search(request);
  ASSERT_TRUE(first.ok()) << first.status();
  ASSERT_TRUE(house.Promote(PutModel(&store, "m2")).ok());
  request.set_page_token(first->next_page_token());
  const auto second = house.Search(request);
  ASSERT_TRUE(second.ok()) << second.status();
  EXPECT_THAT(second->info().model_version(), EndsWith("+m1"));
}

TEST(ModelKeeper, RefusesADamagedDownloadAndFetchesAgain) {
  FakeArtifactStore store;
  House house(&store, "damaged");
  const auto artifact = PutModel(&store, "m1");
  store.DamageReads(1);
  EXPECT_TRUE(absl::IsDataLoss(house.Promote(artifact)));
  EXPECT_EQ(house.model_id(), "");
  EXPECT_TRUE(house.keeper().Step().ok());
  EXPECT_EQ(house.model_id(), "m1");
}

TEST(ModelKeeper, NoticesThatAFileOfTheCacheWasDamaged) {
  FakeArtifactStore store;
  const auto artifact = PutModel(&store, "m1");
  House house(&store, "file");
  ASSERT_TRUE(house.Promote(artifact).ok());
  {
    std::fstream file(house.dir() + "/model-m1",
                      std::ios::in | std::ios::out | std::ios::binary);
    file.seekp(500);
    file.put('!');
  }
  ArtifactCache cache(&store, house.dir());
  const int before = store.reads();
  for (int i = 0; i < 2; ++i) {
    const auto model = cache.FetchAndOpen(CallContext(), artifact, Model::Load);
    ASSERT_TRUE(model.ok()) << model.status();
    EXPECT_EQ(store.reads(), before + 1);
  }
}

TEST(ModelKeeper, StaysWithTheOldModelWhenTheNewOneIsNoModel) {
  FakeArtifactStore store;
  House house(&store, "old");
  ASSERT_TRUE(house.Promote(PutModel(&store, "m1")).ok());
  internal::v1::Artifact other = PutModel(&store, "m2");
  const std::string bytes(1000, 'x');
  const broadsheet::testing::TempDir folder;
  const std::string path = folder.File("no-model");
  broadsheet::testing::WriteFile(path, bytes);
  other.set_size(1000);
  other.set_sha256(*Sha256OfFile(path));
  store.Put(other, bytes);
  EXPECT_TRUE(absl::IsDataLoss(house.Promote(other)));
  EXPECT_EQ(house.model_id(), "m1");
  EXPECT_TRUE(house.Feed().ok());
}

TEST(ModelKeeper, GoesOnWithAListOnTheModelItBeganWith) {
  FakeArtifactStore store;
  House house(&store, "pages");
  ASSERT_TRUE(house.Promote(PutModel(&store, "m1")).ok());
  const auto first = house.Feed();
  ASSERT_TRUE(house.Promote(PutModel(&store, "m2", 2)).ok());
  const auto second = house.Feed(first->next_page_token());
  ASSERT_TRUE(second.ok()) << second.status();
  EXPECT_THAT(second->info().model_version(), EndsWith("+m1"));
  for (const std::string& id : Ids(*second)) {
    EXPECT_THAT(Ids(*first), Not(::testing::Contains(id)));
  }
  EXPECT_THAT(house.Feed()->info().model_version(), EndsWith("+m2"));
  ASSERT_TRUE(house.Promote(PutModel(&store, "m3", 3)).ok());
  EXPECT_EQ(ReasonOf(house.Feed(first->next_page_token()).status()),
            "BAD_PAGE_TOKEN");
}

TEST(ModelKeeper, MakesEqualListsOnReplicasThatCameToItInOtherWays) {
  FakeArtifactStore store;
  const auto artifact = PutModel(&store, "m1");
  House early(&store, "early");
  ASSERT_TRUE(early.Promote(artifact).ok());
  House late(&store, "late");
  // A paper that the model does not know, before and after the model.
  const v1::Paper fresh =
      MakePaper("c.1", "New galaxies", "We study galaxies stars dust orbit");
  early.Add({MakeRow(fresh)});
  late.Add({MakeRow(fresh)});
  ASSERT_TRUE(late.Promote(artifact).ok());
  const auto one = early.Feed("", 20);
  const auto two = late.Feed("", 20);
  ASSERT_TRUE(one.ok() && two.ok());
  ASSERT_EQ(Ids(*one), Ids(*two));
  for (int i = 0; i < one->papers_size(); ++i) {
    EXPECT_EQ(one->papers(i).score(), two->papers(i).score());
  }
  EXPECT_EQ(Ids(*early.Similar("c.1")), Ids(*late.Similar("c.1")));
}

TEST(ModelKeeper, GivesNewPapersFactorsOnArrival) {
  FakeArtifactStore store;
  House house(&store, "fresh");
  ASSERT_TRUE(house.Promote(PutModel(&store, "m1")).ok());
  house.Add({MakeRow(
      MakePaper("c.1", "New galaxies", "We study galaxies stars dust orbit"))});
  const auto model = house.engine().Read();
  const ServingModel& serving = *model->models().current();
  const DocId doc = *model->catalogue().Find("c.1");
  EXPECT_EQ(serving.factors().Has(doc), serving.has_texts());
}

TEST(ModelKeeper, PutsWhatMoreReadersLikeBeforePapersLikeIt) {
  FakeArtifactStore store;
  House house(&store, "liked");
  ASSERT_TRUE(house.Promote(PutModel(&store, "m1")).ok());
  const std::string text = "We study galaxies stars dust orbit";
  for (const char* id : {"c.1", "c.2"}) {
    house.Add({MakeRow(MakePaper(id, "New galaxies", text))});
  }
  const auto place = [&](const std::string& id) {
    const auto ids = Ids(*house.Similar("a.1"));
    return std::find(ids.begin(), ids.end(), id) - ids.begin();
  };
  EXPECT_LT(place("c.1"), place("c.2")) << "of equals the lower id";
  house.Add({MakeEvent("bob", v1::EVENT_KIND_SAVE, "c.2")});
  EXPECT_LT(place("c.2"), place("c.1"));
}

TEST(ModelKeeper, PreparesLoadedSnapshots) {
  FakeArtifactStore store;
  House house(&store, "snapshot");
  ReadModel model;
  for (const Row& row : SubjectRows()) ApplyRow(row, &model);
  model.Apply(PutModel(&store, "m1"));
  house.keeper().Prepare(&model);
  ASSERT_NE(model.models().current(), nullptr);
  EXPECT_EQ(model.models().current()->id(), "m1");
}

}  // namespace
}  // namespace broadsheet::recommend
