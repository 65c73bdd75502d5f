#include "recommend/model_sources.h"

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "recommend/test_house.h"
#include "tests/support/files.h"

namespace broadsheet::recommend {
namespace {

using ::testing::Each;
using ::testing::Gt;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using ::testing::StartsWith;
using ::testing::UnorderedElementsAre;

// "ada" saved three of twelve papers on galaxies; twelve more are on proteins.
class ModelSourcesTest : public ::testing::Test {
 protected:
  ModelSourcesTest() {
    house_.Add(SubjectRows());
    for (const int i : {1, 3, 5}) {
      house_.Add({MakeEvent("ada", v1::EVENT_KIND_SAVE, SubjectPaperId(0, i))});
    }
    EXPECT_TRUE(house_.Promote(PutModel(&store_, "m1")).ok());
    view_.emplace(house_.engine().Read());
    const ReadModel& model = **view_;
    context_.model = &model;
    context_.reader_number = model.readers().Find("ada");
    context_.reader = &model.readers().Get(*context_.reader_number);
    taste_ = MakeTaste(model, *context_.reader);
    context_.taste = &taste_;
    context_.as_of = kTestNow;
    context_.serving = model.models().current();
    vectors_ = FoldIn(*context_.serving, taste_.interests, {});
    context_.vectors = &vectors_;
    context_.wanted = 5;
    SetFilter({});
    scores_.Reset(model.catalogue().size());
  }

  void SetFilter(FilterOptions options) {
    options.reader = context_.reader;
    options.drop_seen = true;
    filter_.emplace(&(*view_)->catalogue(), std::move(options));
    context_.filter = &*filter_;
  }
  DocId Doc(const std::string& id) const {
    return (*view_)->catalogue().Find(id).value();
  }
  std::vector<std::string> Scored() const {
    std::vector<std::string> ids;
    for (const DocId doc : scores_.touched()) {
      ids.push_back((*view_)->catalogue().id(doc));
    }
    return ids;
  }

  const broadsheet::testing::TempDir folder_;
  FakeArtifactStore store_;
  House house_{&store_, folder_.path()};
  std::optional<Engine::View> view_;
  Taste taste_;
  ReaderVectors vectors_;
  std::optional<Filter> filter_;
  FeedContext context_ = {};
  ScoreMap scores_;
};

TEST_F(ModelSourcesTest, FactorsPutUpWhatReadersOfALikeTasteWant) {
  const FactorSource source;
  ASSERT_TRUE(source.Applies(context_));
  source.Score(context_, &scores_);
  EXPECT_THAT(Scored(), SizeIs(5));
  EXPECT_THAT(Scored(), Each(StartsWith("a.")));
}

TEST_F(ModelSourcesTest, TextsPutUpWhatSaysTheSame) {
  const TextSource source;
  ASSERT_TRUE(source.Applies(context_));
  source.Score(context_, &scores_);
  EXPECT_THAT(Scored(), SizeIs(5));
  EXPECT_THAT(Scored(), Each(StartsWith("a.")));
}

TEST_F(ModelSourcesTest, VectorsAreSearchedInsideTheFilter) {
  FilterOptions options;
  options.only = absl::flat_hash_set<DocId>{Doc("b.3"), Doc("b.8"), Doc("a.3")};
  SetFilter(options);
  FactorSource().Score(context_, &scores_);
  EXPECT_THAT(Scored(), UnorderedElementsAre("b.3", "b.8")) << "a.3 is seen";
}

TEST_F(ModelSourcesTest, VectorsScoreTheCandidatesOfOtherSourcesToo) {
  FactorSource().Score(context_, &scores_);
  const float before = scores_.Score(scores_.touched()[0]);
  FactorSource().Complete(context_, {scores_.touched()[0], Doc("b.3")},
                          &scores_);
  EXPECT_EQ(scores_.Score(scores_.touched()[0]), before);
  EXPECT_NE(scores_.Marks(Doc("b.3")), 0u);
  EXPECT_LT(scores_.Score(Doc("b.3")), before);
}

TEST_F(ModelSourcesTest, VectorsSearchNothingForGivenCandidates) {
  context_.wanted = 0;
  FactorSource().Score(context_, &scores_);
  EXPECT_THAT(Scored(), IsEmpty());
  FactorSource().Complete(context_, {Doc("a.2"), Doc("b.1")}, &scores_);
  EXPECT_THAT(Scored(), UnorderedElementsAre("a.2", "b.1"));
  EXPECT_GT(scores_.Score(Doc("a.2")), scores_.Score(Doc("b.1")));
}

TEST_F(ModelSourcesTest, NeighboursLeadFromTheReadersPapersToLikeOnes) {
  const NeighbourSource source;
  ASSERT_TRUE(source.Applies(context_));
  source.Score(context_, &scores_);
  EXPECT_THAT(Scored(), SizeIs(Gt(0)));
  EXPECT_THAT(Scored(), Each(StartsWith("a.")));
}

TEST_F(ModelSourcesTest, NeighboursOfDislikedPapersAreNotPutUp) {
  for (Interest& interest : taste_.interests) interest.weight = -1;
  NeighbourSource().Score(context_, &scores_);
  EXPECT_THAT(Scored(), IsEmpty());
}

TEST_F(ModelSourcesTest, SayNothingWithoutAModelOrAReaderInIt) {
  vectors_ = {};
  EXPECT_FALSE(FactorSource().Applies(context_));
  EXPECT_FALSE(TextSource().Applies(context_));
  context_.serving = nullptr;
  EXPECT_FALSE(FactorSource().Applies(context_));
  EXPECT_FALSE(NeighbourSource().Applies(context_));
  EXPECT_FALSE(TextSource().Applies(context_));
}

}  // namespace
}  // namespace broadsheet::recommend
