#include "storage/vector_repository.h"

#include <atomic>
#include <map>
#include <memory>
#include <pqxx/pqxx>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "common/errors.h"
#include "gtest/gtest.h"
#include "storage/test_store.h"
#include "tests/support/wait.h"

namespace broadsheet::storage {
namespace {

using internal::v1::Change;
using internal::v1::PaperVector;
using internal::v1::PutPaperVectorsRequest;
using internal::v1::PutPaperVectorsResponse;

// By encoder and paper.
using Vectors = std::map<std::string, std::string>;

void Keep(const PaperVector& vector, Vectors* vectors) {
  (*vectors)[vector.encoder() + " " + vector.paper_id()] =
      vector.SerializeAsString();
}

class VectorTest : public ::testing::Test {
 protected:
  VectorTest() { store_.AddPapers({"a:1", "a:2", "a:3", "a:4", "a:5"}); }

  absl::StatusOr<PutPaperVectorsResponse> Put(
      const std::vector<PaperVector>& vectors) {
    PutPaperVectorsRequest request;
    for (const PaperVector& vector : vectors) *request.add_vectors() = vector;
    return repository_.Put(TestCall(), request);
  }

  absl::StatusOr<internal::v1::DeleteEncoderResponse> Delete(
      const std::string& encoder, const CallContext& call = TestCall()) {
    internal::v1::DeleteEncoderRequest request;
    request.set_encoder(encoder);
    return repository_.Delete(call, request);
  }

  // "name: vectors of dimension", a line each.
  std::string Encoders() {
    const auto listed =
        repository_.List(TestCall(), internal::v1::ListEncodersRequest());
    EXPECT_TRUE(listed.ok()) << listed.status();
    std::string lines;
    for (const auto& encoder : listed->encoders()) {
      absl::StrAppend(&lines, encoder.name(), ": ", encoder.vectors(), " of ",
                      encoder.dimension(), "\n");
    }
    return lines;
  }

  // What a row snapshot has of them.
  Vectors Stored() {
    Vectors vectors;
    const absl::Status read = store_.snapshots.Read(
        TestCall(), /*include_events=*/false, [&](const auto& part) {
          for (const PaperVector& vector : part.vectors()) {
            Keep(vector, &vectors);
          }
          return true;
        });
    EXPECT_TRUE(read.ok()) << read;
    return vectors;
  }

  // What a follower has of them that began before all.
  Vectors Followed() {
    Vectors vectors;
    for (const Change& change : store_.Changes()) {
      if (change.has_vector()) Keep(change.vector(), &vectors);
      if (change.what_case() != Change::kDeletedEncoder) continue;
      std::erase_if(vectors, [&](const auto& vector) {
        return vector.first.starts_with(change.deleted_encoder() + " ");
      });
    }
    return vectors;
  }

  // Changes that are not papers.
  int Told() {
    int told = 0;
    for (const Change& change : store_.Changes()) {
      told += change.has_paper() ? 0 : 1;
    }
    return told;
  }

  // Until a transaction waits for another; says whether it has a number.
  std::string AwaitWaiting() {
    std::string state;
    testing::WaitUntil(absl::Seconds(30), [&] {
      state = store_.Run(
          "select case when backend_xid is null then 'has none' "
          "else 'has a number' end from pg_stat_activity "
          "where datname = current_database() and wait_event_type = 'Lock'");
      return !state.empty();
    });
    return state.substr(0, state.find('\n'));
  }

  TestStore store_;
  pqxx::connection other_{store_.database_for_test.conninfo()};
  VectorRepository repository_{&store_.database, /*batch=*/2};
};

TEST_F(VectorTest, ComeBackAsTheyWerePut) {
  PaperVector vector = MakeVector("a:1", "org/model@1", 5, 4096);
  vector.set_text_hash(0xfedcba9876543210);
  const auto put = Put({vector, MakeVector("a:2", "org/model@1", 6, 4096)});
  ASSERT_TRUE(put.ok()) << put.status();
  EXPECT_EQ(put->unknown_paper_ids_size(), 0);
  EXPECT_GT(put->position().commit(), 0u);
  EXPECT_EQ(Stored().at("org/model@1 a:1"), vector.SerializeAsString());
  EXPECT_EQ(Stored(), Followed());
  EXPECT_EQ(Encoders(), "org/model@1: 2 of 4096\n");
}

TEST_F(VectorTest, ReplaceTheOneOfTheirPaperAndEncoder) {
  ASSERT_TRUE(Put({MakeVector("a:1", "e", 1), MakeVector("a:2", "e", 2)}).ok());
  ASSERT_TRUE(Put({MakeVector("a:1", "f", 1, 64)}).ok());
  ASSERT_TRUE(Put({MakeVector("a:2", "e", 3), MakeVector("a:3", "e", 4)}).ok());
  EXPECT_EQ(Stored().size(), 4u);
  EXPECT_EQ(Stored().at("e a:2"),
            MakeVector("a:2", "e", 3).SerializeAsString());
  EXPECT_EQ(Stored(), Followed());
  EXPECT_EQ(Encoders(), "e: 3 of 32\nf: 1 of 64\n");
}

TEST_F(VectorTest, WriteAndTellNothingWhenTheyAreThereAlready) {
  ASSERT_TRUE(Put({MakeVector("a:1", "e", 1), MakeVector("a:2", "e", 2)}).ok());
  const std::string before = store_.Run("select xmin, xmax from encoders");
  const auto again =
      Put({MakeVector("a:2", "e", 2), MakeVector("a:1", "e", 1)});
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_GT(again->position().commit(), 0u);
  EXPECT_EQ(Told(), 2);
  EXPECT_EQ(store_.Run("select xmin, xmax from encoders"), before);
  // Each of these alone makes another one.
  PaperVector vector = MakeVector("a:1", "e", 1);
  vector.set_text_hash(7);
  ASSERT_TRUE(Put({vector, MakeVector("a:2", "e", 2)}).ok());
  vector.set_scale(vector.scale() * 1.01F);
  ASSERT_TRUE(Put({vector}).ok());
  vector.mutable_values()->at(31) = -1;
  ASSERT_TRUE(Put({vector}).ok());
  EXPECT_EQ(Told(), 5);
  EXPECT_EQ(Stored(), Followed());
}

TEST_F(VectorTest, OfPapersThatAreNotKnownAreLeftOutAndNamed) {
  store_.Run("update papers set merged_into = 'a:1' where id = 'a:2'");
  const auto put = Put({MakeVector("b:9", "e", 1), MakeVector("a:1", "e", 2),
                        MakeVector("a:2", "e", 3)});
  ASSERT_TRUE(put.ok()) << put.status();
  ASSERT_EQ(put->unknown_paper_ids_size(), 2);
  EXPECT_EQ(put->unknown_paper_ids(0), "b:9");
  EXPECT_EQ(put->unknown_paper_ids(1), "a:2");
  EXPECT_EQ(Stored().size(), 1u);
  // Nor do they make an encoder.
  ASSERT_TRUE(Put({MakeVector("b:9", "f", 1)}).ok());
  EXPECT_EQ(Encoders(), "e: 1 of 32\n");
}

TEST_F(VectorTest, StayWithAWithdrawnPaper) {
  ASSERT_TRUE(Put({MakeVector("a:1", "e", 1)}).ok());
  internal::v1::SetWithdrawnRequest request;
  request.set_paper_id("a:1");
  request.set_withdrawn(true);
  ASSERT_TRUE(
      store_.repositories.papers.SetWithdrawn(TestCall(), request).ok());
  EXPECT_EQ(Stored().size(), 1u);
  EXPECT_EQ(Put({MakeVector("a:1", "e", 2)})->unknown_paper_ids_size(), 0);
}

TEST_F(VectorTest, AreAllRefusedWhenOneBreaksARule) {
  PaperVector broken = MakeVector("a:2", "e", 2);
  broken.set_scale(0);
  const auto violations =
      ViolationsOf(Put({MakeVector("a:1", "e", 1), broken}).status());
  ASSERT_EQ(violations.size(), 1u);
  EXPECT_EQ(violations[0].field, "vectors[1].scale");
  EXPECT_TRUE(Stored().empty());
}

TEST_F(VectorTest, HaveTheDimensionOfTheirEncoder) {
  ASSERT_TRUE(Put({MakeVector("a:1", "e", 1, 64)}).ok());
  const auto violations =
      ViolationsOf(Put({MakeVector("a:2", "e", 2, 32)}).status());
  ASSERT_EQ(violations.size(), 1u);
  EXPECT_EQ(violations[0].field, "vectors[0].values");
  ASSERT_TRUE(Delete("e").ok());
  EXPECT_TRUE(Put({MakeVector("a:2", "e", 2, 32)}).ok());
  EXPECT_EQ(Encoders(), "e: 1 of 32\n");
}

TEST_F(VectorTest, AreOfAHundredEncodersAtMost) {
  store_.Run(
      "insert into encoders select 'f' || n, 32, 1, '0' "
      "from generate_series(1, 99) n");
  EXPECT_TRUE(Put({MakeVector("a:1", "e", 1)}).ok());
  EXPECT_EQ(ReasonOf(Put({MakeVector("a:1", "g", 1)}).status()),
            "TOO_MANY_ENCODERS");
  EXPECT_TRUE(Put({MakeVector("a:2", "e", 1)}).ok());
}

TEST_F(VectorTest, GoWithTheirEncoderInManyTransactions) {
  for (int i = 1; i <= 5; ++i) {
    ASSERT_TRUE(Put({MakeVector(absl::StrCat("a:", i), "e", i)}).ok());
  }
  ASSERT_TRUE(Put({MakeVector("a:1", "f", 9)}).ok());
  const auto deleted = Delete("e");
  ASSERT_TRUE(deleted.ok()) << deleted.status();
  EXPECT_EQ(deleted->deleted(), 5);
  EXPECT_GT(deleted->position().commit(), 0u);
  EXPECT_EQ(Stored().size(), 1u);
  EXPECT_EQ(Stored(), Followed());
  EXPECT_EQ(Encoders(), "f: 1 of 32\n");
}

TEST_F(VectorTest, TellsOnceThatAnEncoderIsDeleted) {
  ASSERT_TRUE(Put({MakeVector("a:1", "e", 1)}).ok());
  ASSERT_TRUE(Delete("e").ok());
  const auto again = Delete("e");
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_EQ(again->deleted(), 0);
  EXPECT_GT(again->position().commit(), 0u);
  EXPECT_EQ(Told(), 2);
  ASSERT_TRUE(Delete("unknown").ok());
  EXPECT_EQ(Told(), 2);
  EXPECT_EQ(store_.Run("select encoder from encoders"), "e\n");
  EXPECT_EQ(ViolationsOf(Delete("two words").status())[0].field, "encoder");
}

TEST_F(VectorTest, AreDeletedByARetryWhenTheFirstCallIsInterrupted) {
  for (int i = 1; i <= 5; ++i) {
    ASSERT_TRUE(Put({MakeVector(absl::StrCat("a:", i), "e", i)}).ok());
  }
  auto lock = std::make_unique<pqxx::work>(other_);
  lock->exec("select from paper_vectors where paper_id = 'a:3' for update");
  const CallContext call = TestCall();
  std::thread first(
      [&] { EXPECT_TRUE(absl::IsCancelled(Delete("e", call).status())); });
  EXPECT_EQ(AwaitWaiting(), "has a number");
  EXPECT_EQ(Encoders(), "e: 3 of 32\n");
  call.cancellation().Cancel();
  lock->commit();
  first.join();
  // They are told about at the end, and not before.
  EXPECT_EQ(Encoders(), "e: 1 of 32\n");
  EXPECT_EQ(Told(), 5);
  EXPECT_EQ(Delete("e")->deleted(), 1);
  EXPECT_EQ(Told(), 6);
  EXPECT_EQ(Stored(), Followed());
}

// As it is when the others of an interrupted deletion were of merged records.
TEST_F(VectorTest, TellsThatAnEncoderIsDeletedThatHasNoVectorsLeft) {
  ASSERT_TRUE(Put({MakeVector("a:1", "e", 1)}).ok());
  store_.Run("delete from paper_vectors; update encoders set vectors = 0");
  ASSERT_TRUE(Delete("e").ok());
  EXPECT_TRUE(Followed().empty());
}

// Else it would hold back the horizon for as long as it waits.
TEST_F(VectorTest, WaitForOthersBeforeTheirTransactionHasANumber) {
  ASSERT_TRUE(Put({MakeVector("a:1", "e", 1)}).ok());
  auto lock = std::make_unique<pqxx::work>(other_);
  lock->exec("update encoders set vectors = vectors");
  std::thread writer(
      [this] { EXPECT_TRUE(Put({MakeVector("a:2", "e", 2)}).ok()); });
  EXPECT_EQ(AwaitWaiting(), "has none");
  lock->commit();
  writer.join();
  EXPECT_EQ(Encoders(), "e: 2 of 32\n");
}

// As when two make the encoder's row.
TEST_F(VectorTest, AreWrittenByALaterTransactionWhenOneCameOutOfOrder) {
  ASSERT_TRUE(Put({MakeVector("a:1", "e", 1)}).ok());
  const std::string later =
      "update encoders set written_by = "
      "(pg_current_xact_id()::text::bigint + $)::text::xid8";
  store_.Run(absl::StrReplaceAll(later, {{"$", "3"}}));
  EXPECT_TRUE(Put({MakeVector("a:1", "e", 2)}).ok());
  store_.Run(absl::StrReplaceAll(later, {{"$", "1000000"}}));
  EXPECT_EQ(ReasonOf(Put({MakeVector("a:1", "e", 3)}).status()),
            "OUT_OF_ORDER");
  EXPECT_EQ(Told(), 2);
  // In another cluster numbers begin anew.
  store_.Run("update feed_state set origin = 'elsewhere/1'");
  ASSERT_TRUE(store_.feed_store.Open(TestCall()).ok());
  EXPECT_TRUE(Put({MakeVector("a:1", "e", 3)}).ok());
}

TEST_F(VectorTest, EndTheSameInStorageAndFollowersWhoeverWritesMeanwhile) {
  constexpr int kWriters = 4;
  constexpr int kPuts = 40;
  std::atomic<int> writing = kWriters;
  std::vector<std::thread> threads;
  for (int writer = 0; writer < kWriters; ++writer) {
    threads.emplace_back([&, writer] {
      for (int i = 0; i < kPuts; ++i) {
        const int seed = writer * kPuts + i;
        const int paper = i % 5;
        const int other = (paper + 1 + writer) % 5;
        std::vector<PaperVector> vectors = {
            MakeVector(absl::StrCat("a:", 1 + paper), "e", seed)};
        if (other != paper) {
          vectors.push_back(
              MakeVector(absl::StrCat("a:", 1 + other), "e", seed));
        }
        const auto put = Put(vectors);
        EXPECT_TRUE(put.ok()) << put.status();
      }
      --writing;
    });
  }
  threads.emplace_back([&] {
    do {
      const auto deleted = Delete("e");
      EXPECT_TRUE(deleted.ok()) << deleted.status();
    } while (writing > 0);
  });
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(Stored(), Followed());
  ASSERT_TRUE(Put({MakeVector("a:1", "e", -1)}).ok());
  EXPECT_EQ(store_.Run("select vectors from encoders"),
            store_.Run("select count(*) from paper_vectors"));
  EXPECT_EQ(Stored(), Followed());
}

}  // namespace
}  // namespace broadsheet::storage
