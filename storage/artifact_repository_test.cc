#include "storage/artifact_repository.h"

#include <string>
#include <thread>
#include <vector>

#include "common/errors.h"
#include "gtest/gtest.h"
#include "storage/artifact_records.h"
#include "storage/test_store.h"

namespace broadsheet::storage {
namespace {

using internal::v1::Artifact;

// Two chunks and a bit, with all values of bytes.
std::string Bytes(int seed) {
  std::string bytes(2 * kArtifactChunkBytes + 7, '\0');
  for (size_t i = 0; i < bytes.size(); ++i) {
    bytes[i] = static_cast<char>(i * 31 + static_cast<size_t>(seed));
  }
  return bytes;
}

class ArtifactTest : public ::testing::Test {
 protected:
  absl::StatusOr<internal::v1::BeginArtifactResponse> Begin(
      const std::string& request_id, const std::string& bytes) {
    internal::v1::BeginArtifactRequest request;
    request.set_request_id(request_id);
    Artifact* artifact = request.mutable_artifact();
    artifact->set_kind("model");
    artifact->set_schema_version(3);
    artifact->set_size(static_cast<int64_t>(bytes.size()));
    artifact->set_sha256(Sha256(bytes));
    artifact->mutable_position()->set_epoch("e");
    artifact->mutable_position()->set_commit(77);
    auto* metric = artifact->add_metrics();
    metric->set_name("recall@20");
    metric->set_value(0.25);
    artifact->set_note("of a test");
    return artifacts_.Begin(TestCall(), request);
  }

  absl::Status Write(const std::string& id, const std::string& bytes,
                     int64_t offset) {
    internal::v1::WriteArtifactRequest request;
    request.set_artifact_id(id);
    request.set_offset(offset);
    request.set_data(bytes.substr(offset, kArtifactChunkBytes));
    return artifacts_.Write(TestCall(), request).status();
  }

  absl::Status Finish(const std::string& id) {
    internal::v1::FinishArtifactRequest request;
    request.set_artifact_id(id);
    return artifacts_.Finish(TestCall(), request).status();
  }

  // A whole artifact's id.
  std::string Make(const std::string& request_id, int seed = 0) {
    store_.clock.Advance(absl::Seconds(1));
    const std::string bytes = Bytes(seed);
    const auto begun = Begin(request_id, bytes);
    EXPECT_TRUE(begun.ok()) << begun.status();
    const std::string id = begun->artifact().id();
    for (int64_t at = 0; at < static_cast<int64_t>(bytes.size());
         at += begun->chunk_bytes()) {
      EXPECT_TRUE(Write(id, bytes, at).ok());
    }
    EXPECT_TRUE(Finish(id).ok());
    return id;
  }

  absl::StatusOr<std::string> Read(const std::string& id, int64_t offset) {
    internal::v1::ReadArtifactRequest request;
    request.set_artifact_id(id);
    request.set_offset(offset);
    std::string bytes;
    absl::Status status = artifacts_.Read(TestCall(), request, [&](auto& part) {
      bytes += part.data();
      return true;
    });
    if (!status.ok()) return status;
    return bytes;
  }

  std::vector<Artifact> List() {
    const auto listed =
        artifacts_.List(TestCall(), internal::v1::ListArtifactsRequest());
    EXPECT_TRUE(listed.ok()) << listed.status();
    return {listed->artifacts().begin(), listed->artifacts().end()};
  }

  absl::StatusOr<Artifact> Promote(const std::string& id,
                                   const std::string& request_id) {
    internal::v1::PromoteArtifactRequest request;
    request.set_artifact_id(id);
    request.set_request_id(request_id);
    auto answer = store_.repositories.promotions.Promote(TestCall(), request);
    if (!answer.ok()) return answer.status();
    return answer->artifact();
  }

  absl::StatusOr<Artifact> Rollback(const std::string& request_id) {
    internal::v1::RollbackArtifactRequest request;
    request.set_kind("model");
    request.set_request_id(request_id);
    auto answer = store_.repositories.promotions.Rollback(TestCall(), request);
    if (!answer.ok()) return answer.status();
    return answer->artifact();
  }

  // The ids of the promotions in the change feed, in order.
  std::vector<std::string> Told() {
    std::vector<std::string> ids;
    for (const auto& change : store_.Changes()) {
      if (change.has_promoted()) ids.push_back(change.promoted().id());
    }
    return ids;
  }

  int DeleteOld(int keep) {
    internal::v1::DeleteArtifactsRequest request;
    request.set_kind("model");
    request.set_keep(keep);
    const auto answer = artifacts_.DeleteOld(TestCall(), request);
    EXPECT_TRUE(answer.ok()) << answer.status();
    return answer.ok() ? answer->deleted() : -1;
  }

  TestStore store_;
  ArtifactRepository& artifacts_ = store_.repositories.artifacts;
};

using Ids = std::vector<std::string>;

TEST_F(ArtifactTest, ComesBackAsItWasSentFromAnyOffset) {
  const std::string id = Make("r1");
  const std::string bytes = Bytes(0);
  EXPECT_EQ(*Read(id, 0), bytes);
  EXPECT_EQ(*Read(id, kArtifactChunkBytes + 5),
            bytes.substr(kArtifactChunkBytes + 5));
  EXPECT_TRUE(absl::IsOutOfRange(Read(id, bytes.size()).status()));
  const auto listed = List();
  ASSERT_EQ(listed.size(), 1u);
  EXPECT_EQ(listed[0].schema_version(), 3);
  EXPECT_EQ(listed[0].position().commit(), 77u);
  EXPECT_EQ(listed[0].metrics(0).name(), "recall@20");
  EXPECT_EQ(listed[0].note(), "of a test");
  EXPECT_FALSE(listed[0].has_promoted_at());
}

TEST_F(ArtifactTest, IsSeenOnlyOnceItIsWhole) {
  const std::string bytes = Bytes(0);
  const std::string id = Begin("r1", bytes)->artifact().id();
  EXPECT_EQ(ReasonOf(Finish(id)), "CHUNK_MISSING");
  EXPECT_EQ(ReasonOf(Read(id, 0).status()), "ARTIFACT_UNKNOWN");
  EXPECT_EQ(ReasonOf(Promote(id, "p").status()), "ARTIFACT_UNKNOWN");
  EXPECT_TRUE(List().empty());
}

TEST_F(ArtifactTest, WithOtherBytesThanAnnouncedIsRefusedAndForgotten) {
  const std::string id = Begin("r1", Bytes(0))->artifact().id();
  const std::string other = Bytes(1);
  for (int64_t at = 0; at < static_cast<int64_t>(other.size());
       at += kArtifactChunkBytes) {
    ASSERT_TRUE(Write(id, other, at).ok());
  }
  EXPECT_EQ(ReasonOf(Finish(id)), "BAD_CHECKSUM");
  EXPECT_EQ(store_.Run("select count(*) from artifact_chunks"), "0\n");
  // The same request begins anew.
  EXPECT_NE(Make("r1"), id);
}

TEST_F(ArtifactTest, GoesOnAfterAnInterruption) {
  const std::string bytes = Bytes(0);
  const std::string id = Begin("r1", bytes)->artifact().id();
  ASSERT_TRUE(Write(id, bytes, kArtifactChunkBytes).ok());
  EXPECT_EQ(Make("r1"), id);
  EXPECT_TRUE(Begin("r1", bytes)->complete());
  EXPECT_EQ(List().size(), 1u);
}

TEST_F(ArtifactTest, RefusesWhatDoesNotFit) {
  const std::string bytes = Bytes(0);
  const std::string id = Begin("r1", bytes)->artifact().id();
  EXPECT_EQ(ReasonOf(Write(id, bytes, 5)), "INVALID_FIELD");
  EXPECT_EQ(ReasonOf(Write(id, bytes.substr(0, 9), 0)), "INVALID_FIELD");
  EXPECT_EQ(ReasonOf(Begin("r1", Bytes(1)).status()), "INVALID_FIELD");
  EXPECT_EQ(ReasonOf(Begin("", bytes).status()), "INVALID_FIELD");
}

TEST_F(ArtifactTest, PromotionIsToldOnce) {
  const std::string one = Make("r1");
  const std::string two = Make("r2", 1);
  EXPECT_TRUE(Promote(one, "p1")->has_promoted_at());
  ASSERT_TRUE(Promote(two, "p2").ok());
  // A retry is of the past.
  ASSERT_TRUE(Promote(one, "p1").ok());
  ASSERT_TRUE(Promote(two, "p3").ok());
  EXPECT_EQ(Told(), (Ids{one, two}));
}

TEST_F(ArtifactTest, RollbackGoesBackStepByStep) {
  const std::string one = Make("r1");
  const std::string two = Make("r2", 1);
  const std::string three = Make("r3", 2);
  EXPECT_EQ(ReasonOf(Rollback("b0").status()), "NOTHING_BEFORE");
  for (const std::string& id : {one, two, three}) {
    ASSERT_TRUE(Promote(id, "p" + id).ok());
  }
  EXPECT_EQ(Rollback("b1")->id(), two);
  EXPECT_EQ(Rollback("b1")->id(), two);
  EXPECT_EQ(Rollback("b2")->id(), one);
  EXPECT_EQ(ReasonOf(Rollback("b3").status()), "NOTHING_BEFORE");
  EXPECT_EQ(Told(), (Ids{one, two, three, two, one}));
}

TEST_F(ArtifactTest, PromotionsOfManyAtOnceHaveOneOrder) {
  std::vector<std::string> ids;
  for (int i = 0; i < 4; ++i) ids.push_back(Make("r" + std::to_string(i), i));
  std::vector<std::thread> callers;
  for (const std::string& id : ids) {
    callers.emplace_back([&, id] { EXPECT_TRUE(Promote(id, "p" + id).ok()); });
  }
  for (std::thread& caller : callers) caller.join();
  EXPECT_EQ(store_.Run("select artifact_id from promotions"),
            store_.Run("select id from artifacts order by promoted_at desc "
                       "limit 1"));
  EXPECT_EQ(Told().size(), ids.size());
}

TEST_F(ArtifactTest, OldOnesGoButNotTheOnesInUse) {
  std::vector<std::string> ids;
  for (int i = 0; i < 6; ++i) ids.push_back(Make("r" + std::to_string(i), i));
  ASSERT_TRUE(Promote(ids[0], "p0").ok());
  ASSERT_TRUE(Promote(ids[1], "p1").ok());
  // Kept: in use (1), the one before (0), the newest (5).
  EXPECT_EQ(DeleteOld(1), 3);
  Ids left;
  for (const Artifact& artifact : List()) left.push_back(artifact.id());
  EXPECT_EQ(left, (Ids{ids[5], ids[1], ids[0]}));
  EXPECT_EQ(store_.Run("select count(distinct artifact_id) from "
                       "artifact_chunks"),
            "3\n");
}

TEST_F(ArtifactTest, UploadsThatWereGivenUpGo) {
  const std::string bytes = Bytes(0);
  const std::string id = Begin("r1", bytes)->artifact().id();
  ASSERT_TRUE(Write(id, bytes, 0).ok());
  EXPECT_EQ(DeleteOld(1), 0);
  store_.clock.Advance(absl::Hours(2));
  EXPECT_EQ(DeleteOld(1), 1);
  EXPECT_EQ(store_.Run("select count(*) from artifacts"), "0\n");
}

TEST_F(ArtifactTest, SnapshotsTellWhatIsInUse) {
  const std::string id = Make("r1");
  ASSERT_TRUE(Promote(id, "p1").ok());
  std::vector<std::string> promoted;
  absl::Status read = store_.snapshots.Read(
      TestCall(), /*include_events=*/false, [&](const auto& chunk) {
        for (const auto& one : chunk.promoted()) promoted.push_back(one.id());
        return true;
      });
  EXPECT_TRUE(read.ok()) << read;
  EXPECT_EQ(promoted, Ids{id});
}

}  // namespace
}  // namespace broadsheet::storage
