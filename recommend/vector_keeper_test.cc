#include "recommend/vector_keeper.h"

#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/errors.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "recommend/fake_encoder.h"
#include "recommend/test_rows.h"
#include "tests/support/wait.h"

namespace broadsheet::recommend {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

// Keeps vectors as storage does; the feed brings them when it is told to.
class MemoryVectors final : public VectorStore {
 public:
  absl::StatusOr<std::vector<std::string>> Put(
      const CallContext&,
      std::vector<internal::v1::PaperVector> vectors) override {
    if (!failure.ok()) return failure;
    std::set<std::string> papers;
    std::vector<std::string> left_out;
    for (internal::v1::PaperVector& vector : vectors) {
      EXPECT_TRUE(papers.insert(vector.paper_id()).second);
      if (unknown.contains(vector.paper_id())) {
        left_out.push_back(vector.paper_id());
      } else {
        rows.emplace_back(std::move(vector));
      }
    }
    return left_out;
  }

  std::vector<Row> rows;  // Not in the feed yet.
  std::set<std::string> unknown;
  absl::Status failure;
};

class MemoryLease final : public Lease {
 public:
  absl::Status Acquire(const CallContext&) override {
    ++asked;
    if (others) return MakeError(absl::StatusCode::kAborted, "LEASE_HELD", "");
    held = true;
    return absl::OkStatus();
  }
  void Release(const CallContext&) override { held = false; }

  bool others = false;
  bool held = false;
  int asked = 0;
};

class VectorKeeperTest : public ::testing::Test {
 protected:
  VectorKeeperTest() { engine_.SetReady(); }

  void AddPapers(int from, int to) {
    std::vector<Row> rows;
    for (int i = from; i < to; ++i) {
      rows.push_back(
          MakeRow(MakePaper(absl::StrCat("p", i), absl::StrCat("Galaxies ", i),
                            absl::StrCat("Of stars, ", i))));
    }
    engine_.Apply(rows, MakePosition(++commit_));
  }
  void BringFeed() {
    engine_.Apply(std::exchange(store_.rows, {}), MakePosition(++commit_));
  }
  // The first look takes the lease alone.
  void TakeLease() {
    const auto looked = keeper_.Step();
    ASSERT_TRUE(looked.ok()) << looked.status();
    EXPECT_FALSE(*looked);
  }
  // Until there is nothing to do; the feed follows at once.
  void WorkOff() {
    if (!lease_.held) {
      ASSERT_TRUE(keeper_.Step().ok());
    }
    for (int step = 0; step < 100; ++step) {
      const auto worked = keeper_.Step();
      ASSERT_TRUE(worked.ok()) << worked.status();
      if (!*worked) break;
      BringFeed();
    }
    ASSERT_TRUE(keeper_.Step().ok());  // A whole round, for the counts.
  }
  std::set<std::string> Encoded() {
    const auto model = engine_.Read();
    std::set<std::string> ids;
    const auto hashes = model->encoded().TextHashesOf("fake");
    for (DocId doc = 0; doc < hashes.size(); ++doc) {
      if (hashes[doc] == model->Fingerprint(doc)) {
        ids.insert(model->catalogue().id(doc));
      }
    }
    return ids;
  }

  Engine engine_{ReadModelOptions()};
  FakeEncoder encoder_;
  MemoryVectors store_;
  MemoryLease lease_;
  FakeClock clock_{kTestNow};
  VectorKeeper keeper_{&engine_, &encoder_, &store_,
                       &lease_,  &clock_,   Logger("test", "error"),
                       {}};
  uint64_t commit_ = 0;
};

TEST_F(VectorKeeperTest, EncodesAllPapersInBatches) {
  AddPapers(0, 10);
  WorkOff();
  EXPECT_THAT(Encoded(), SizeIs(10));
  EXPECT_EQ(encoder_.calls(), 3);  // Four at once.
  EXPECT_EQ(keeper_.status().papers(), 10);
  EXPECT_EQ(keeper_.status().papers_left(), 0);
  EXPECT_THAT(encoder_.asked(), Contains("Galaxies 0\n\nOf stars, 0"));
  EXPECT_EQ(encoder_.kinds()[0], TextKind::kPaper);
}

TEST_F(VectorKeeperTest, DoesNotEncodeTwiceWhatTheFeedHasNotBroughtYet) {
  AddPapers(0, 3);
  TakeLease();
  ASSERT_TRUE(*keeper_.Step());
  EXPECT_FALSE(*keeper_.Step());
  EXPECT_FALSE(*keeper_.Step());
  EXPECT_THAT(encoder_.asked(), SizeIs(3));
  EXPECT_EQ(keeper_.status().papers_left(), 3);
  EXPECT_TRUE(lease_.held);  // Others would encode them again.
  BringFeed();
  EXPECT_FALSE(*keeper_.Step());
  EXPECT_FALSE(lease_.held);
  EXPECT_EQ(keeper_.status().papers(), 3);
}

TEST_F(VectorKeeperTest, EncodesNewPapersBeforeTheOldOnes) {
  AddPapers(0, 12);
  TakeLease();
  ASSERT_TRUE(*keeper_.Step());
  AddPapers(12, 14);
  ASSERT_TRUE(*keeper_.Step());
  BringFeed();
  EXPECT_THAT(Encoded(), Contains("p12"));
  EXPECT_THAT(Encoded(), Contains("p13"));
  WorkOff();
  EXPECT_THAT(Encoded(), SizeIs(14));
  EXPECT_THAT(encoder_.asked(), SizeIs(14));
}

TEST_F(VectorKeeperTest, EncodesAPaperAnewWhenItsTextChanges) {
  AddPapers(0, 2);
  WorkOff();
  v1::Paper changed = MakePaper("p0", "Proteins", "Of cells");
  changed.set_revision(2);
  engine_.Apply({MakeRow(changed)}, MakePosition(++commit_));
  WorkOff();
  EXPECT_THAT(Encoded(), SizeIs(2));
  EXPECT_EQ(encoder_.asked().back(), "Proteins\n\nOf cells");
}

TEST_F(VectorKeeperTest, LeavesWithdrawnPapersAlone) {
  v1::Paper withdrawn = MakePaper("p0", "Gone");
  withdrawn.set_withdrawn(true);
  engine_.Apply({MakeRow(withdrawn)}, MakePosition(++commit_));
  WorkOff();
  EXPECT_THAT(encoder_.asked(), IsEmpty());
}

TEST_F(VectorKeeperTest, GoesOnBesideAPaperThatTheServerRefuses) {
  AddPapers(0, 10);
  encoder_.Refuse("Galaxies 5");
  WorkOff();
  EXPECT_THAT(Encoded(), SizeIs(9));
  EXPECT_EQ(keeper_.status().papers_left(), 1);
  const int calls = encoder_.calls();
  WorkOff();
  EXPECT_EQ(encoder_.calls(), calls);
}

TEST_F(VectorKeeperTest, DoesNotGiveUpOnPapersWhenTheServerRefusesAll) {
  AddPapers(0, 3);
  TakeLease();
  encoder_.Refuse("Galaxies");
  EXPECT_EQ(keeper_.Step().status().code(), absl::StatusCode::kInvalidArgument);
  encoder_.Refuse("");
  WorkOff();
  EXPECT_THAT(Encoded(), SizeIs(3));
}

TEST_F(VectorKeeperTest, DoesNotSendAgainWhatStorageDoesNotKnow) {
  AddPapers(0, 3);
  store_.unknown = {"p1"};
  WorkOff();
  EXPECT_THAT(Encoded(), ElementsAre("p0", "p2"));
  EXPECT_THAT(encoder_.asked(), SizeIs(3));
}

TEST_F(VectorKeeperTest, TriesAgainAfterAFailureOfTheServerOrOfStorage) {
  AddPapers(0, 3);
  TakeLease();
  encoder_.Fail(absl::UnavailableError("down"));
  EXPECT_EQ(keeper_.Step().status().code(), absl::StatusCode::kUnavailable);
  encoder_.Fail(absl::OkStatus());
  store_.failure = absl::UnavailableError("down, too");
  EXPECT_EQ(keeper_.Step().status().code(), absl::StatusCode::kUnavailable);
  store_.failure = absl::OkStatus();
  WorkOff();
  EXPECT_THAT(Encoded(), SizeIs(3));
}

TEST_F(VectorKeeperTest, LeavesTheWorkToTheReplicaThatHasTheLease) {
  AddPapers(0, 3);
  lease_.others = true;
  EXPECT_FALSE(*keeper_.Step());
  EXPECT_FALSE(*keeper_.Step());
  EXPECT_EQ(lease_.asked, 1);
  EXPECT_THAT(encoder_.asked(), IsEmpty());
  EXPECT_EQ(keeper_.status().papers_left(), 3);
  lease_.others = false;
  clock_.Advance(absl::Seconds(10));
  WorkOff();
  EXPECT_THAT(Encoded(), SizeIs(3));
  EXPECT_FALSE(lease_.held);  // With nothing to do it is given back.
}

TEST_F(VectorKeeperTest, RefusesToMixVectorsOfTwoLengths) {
  AddPapers(0, 1);
  engine_.Apply(
      {MakePaperVector("p0", "fake", 1, FakeEncoder("fake", 64).VectorOf("x"))},
      MakePosition(++commit_));
  const auto step = keeper_.Step();
  EXPECT_THAT(std::string(step.status().message()),
              HasSubstr("--encoder-name"));
}

TEST_F(VectorKeeperTest, TellsEverybodyOfTroubleButNotWhatTheServerSays) {
  AddPapers(0, 3);
  encoder_.Fail(absl::FailedPreconditionError("http://10.1.2.3: key sk-1"));
  keeper_.Start();
  EXPECT_TRUE(broadsheet::testing::WaitUntil(
      absl::Seconds(20), [&] { return !keeper_.status().trouble().empty(); }));
  keeper_.Stop();
  EXPECT_THAT(keeper_.status().trouble(), HasSubstr("settings do not fit"));
  EXPECT_THAT(keeper_.status().trouble(), Not(HasSubstr("10.1.2.3")));
}

TEST_F(VectorKeeperTest, LooksAnewWhenItsLeaseHasLapsed) {
  AddPapers(0, 12);
  TakeLease();
  ASSERT_TRUE(*keeper_.Step());
  clock_.Advance(absl::Minutes(1));  // Another replica may have worked.
  EXPECT_FALSE(*keeper_.Step());
  WorkOff();
  EXPECT_THAT(Encoded(), SizeIs(12));
}

TEST_F(VectorKeeperTest, DoesNotWaitForThePaperThatWasWithdrawnMeanwhile) {
  AddPapers(0, 1);
  TakeLease();
  ASSERT_TRUE(*keeper_.Step());
  v1::Paper withdrawn = MakePaper("p0", "Gone");
  withdrawn.set_withdrawn(true);
  withdrawn.set_revision(2);
  engine_.Apply({MakeRow(withdrawn)}, MakePosition(++commit_));
  EXPECT_FALSE(*keeper_.Step());
  EXPECT_FALSE(lease_.held);
}

TEST_F(VectorKeeperTest, EndsInTheMidstOfItsWork) {
  AddPapers(0, 50);
  keeper_.Start();
  keeper_.Stop();
  EXPECT_FALSE(lease_.held);
}

}  // namespace
}  // namespace broadsheet::recommend
