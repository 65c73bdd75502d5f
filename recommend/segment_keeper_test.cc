#include "recommend/segment_keeper.h"

#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "recommend/test_models.h"
#include "tests/support/files.h"

namespace broadsheet::recommend {
namespace {

using broadsheet::testing::ReadFile;
using broadsheet::testing::TempDir;

class SegmentKeeperTest : public ::testing::Test {
 protected:
  // A segment of papers with these ids; the feed goes on behind `xid`.
  void Write(const std::vector<std::string>& papers, uint64_t xid) {
    ReadModel model;
    for (const std::string& id : papers) {
      ApplyRow(MakeRow(MakePaper(id, "About " + id)), &model);
    }
    internal::v1::Cursor cursor;
    cursor.set_xid(xid);
    ASSERT_TRUE(WriteSegment(Path(), model, cursor).ok());
  }
  std::string Path() const { return folder_.File("segment"); }
  internal::v1::Artifact Put(const std::string& id) {
    internal::v1::Artifact artifact;
    artifact.set_id(id);
    artifact.set_kind(kSegmentKind);
    artifact.set_schema_version(kSegmentSchemaVersion);
    std::string bytes = ReadFile(Path());
    artifact.set_size(static_cast<int64_t>(bytes.size()));
    artifact.set_sha256(*Sha256OfFile(Path()));
    store_.Put(artifact, std::move(bytes));
    return artifact;
  }
  absl::StatusOr<LoadedSegment> Load() {
    return keeper_.Load(CallContext(), ReadModelOptions());
  }
  std::string Cached(const std::string& id) const {
    return folder_.File("cache/segment-" + id);
  }

  TempDir folder_;
  FakeArtifactStore store_;
  ArtifactCache cache_{&store_, folder_.File("cache")};
  SegmentKeeper keeper_{&store_, &cache_, Logger("test", "error")};
};

TEST_F(SegmentKeeperTest, SaysThatThereIsNone) {
  PutModel(&store_, "m1");
  EXPECT_TRUE(absl::IsNotFound(Load().status()));
}

TEST_F(SegmentKeeperTest, BringsTheNewestOnceAndKeepsNoOther) {
  Write({"a"}, 1);
  Put("s1");
  ASSERT_TRUE(Load().ok());
  Write({"a", "e"}, 2);
  Put("s2");
  for (int i = 0; i < 2; ++i) {
    const auto loaded = Load();
    ASSERT_TRUE(loaded.ok()) << loaded.status();
    EXPECT_TRUE(loaded->model->catalogue().Find("e"));
    EXPECT_EQ(loaded->cursor.xid(), 2u);
  }
  EXPECT_EQ(store_.reads(), 2);
  EXPECT_FALSE(std::filesystem::exists(Cached("s1")));
}

TEST_F(SegmentKeeperTest, FetchesADamagedFileAgain) {
  Write({"a"}, 1);
  Put("s1");
  ASSERT_TRUE(Load().ok());
  std::string bytes = ReadFile(Cached("s1"));
  bytes[200] = static_cast<char>(bytes[200] ^ 1);
  std::filesystem::remove(Cached("s1"));
  std::ofstream(Cached("s1"), std::ios::binary) << bytes;
  EXPECT_TRUE(Load().ok());
  EXPECT_EQ(store_.reads(), 2);
}

TEST_F(SegmentKeeperTest, ForgetsFilesAndBrokenDownloads) {
  Write({"a"}, 1);
  Put("s1");
  ASSERT_TRUE(Load().ok());
  std::ofstream(Cached("s2.part")) << "half";
  std::ofstream(folder_.File("cache/model-m1")) << "a model";
  keeper_.Forget();
  EXPECT_FALSE(std::filesystem::exists(Cached("s1")));
  EXPECT_FALSE(std::filesystem::exists(Cached("s2.part")));
  EXPECT_TRUE(std::filesystem::exists(folder_.File("cache/model-m1")));
}

TEST_F(SegmentKeeperTest, RefusesAnotherSchemaWithoutFetchingIt) {
  Write({"a"}, 1);
  internal::v1::Artifact artifact = Put("s1");
  artifact.set_schema_version(99);
  store_.Put(artifact, ReadFile(Path()));
  EXPECT_TRUE(absl::IsFailedPrecondition(Load().status()));
  EXPECT_EQ(store_.reads(), 0);
}

}  // namespace
}  // namespace broadsheet::recommend
