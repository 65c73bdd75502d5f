#include "storage/checkpoint_repository.h"

#include <string>

#include "common/errors.h"
#include "gtest/gtest.h"
#include "storage/test_store.h"

namespace broadsheet::storage {
namespace {

absl::StatusOr<internal::v1::SetCheckpointResponse> Set(
    TestStore* store, const std::string& name, const std::string& value,
    int64_t revision) {
  internal::v1::SetCheckpointRequest request;
  request.set_name(name);
  request.set_value(value);
  request.set_revision(revision);
  return store->repositories.checkpoints.Set(TestCall(), request);
}

internal::v1::Checkpoint Get(TestStore* store, const std::string& name) {
  internal::v1::GetCheckpointRequest request;
  request.set_name(name);
  const auto response =
      store->repositories.checkpoints.Get(TestCall(), request);
  EXPECT_TRUE(response.ok()) << response.status();
  return response.ok() ? response->checkpoint() : internal::v1::Checkpoint();
}

TEST(CheckpointRepository, GivesBackAnyBytes) {
  TestStore store;
  const std::string value("\0\xff\"{", 4);
  const auto made = Set(&store, "harvest/one", value, 0);
  ASSERT_TRUE(made.ok()) << made.status();
  EXPECT_EQ(made->revision(), 1);
  const internal::v1::Checkpoint checkpoint = Get(&store, "harvest/one");
  EXPECT_EQ(checkpoint.value(), value);
  EXPECT_EQ(checkpoint.revision(), 1);
  EXPECT_EQ(checkpoint.changed_at().seconds(),
            absl::ToUnixSeconds(store.clock.Now()));
}

TEST(CheckpointRepository, IsReplacedByWhoKnowsItsRevision) {
  TestStore store;
  ASSERT_TRUE(Set(&store, "a", "one", 0).ok());
  EXPECT_EQ(Set(&store, "a", "two", 1)->revision(), 2);
  EXPECT_EQ(ReasonOf(Set(&store, "a", "three", 1).status()),
            "CHECKPOINT_MOVED");
  EXPECT_EQ(ReasonOf(Set(&store, "a", "three", 0).status()),
            "CHECKPOINT_MOVED");
  EXPECT_EQ(ReasonOf(Set(&store, "b", "three", 4).status()),
            "CHECKPOINT_MOVED");
  EXPECT_EQ(Get(&store, "a").value(), "two");
}

TEST(CheckpointRepository, TakesARetryForDone) {
  TestStore store;
  ASSERT_TRUE(Set(&store, "a", "one", 0).ok());
  EXPECT_EQ(Set(&store, "a", "one", 0)->revision(), 1);
  ASSERT_TRUE(Set(&store, "a", "two", 1).ok());
  EXPECT_EQ(Set(&store, "a", "two", 1)->revision(), 2);
}

TEST(CheckpointRepository, ListsByPrefixWithoutLongValues) {
  TestStore store;
  for (const char* name : {"h/b", "h/a", "g/a", "i", "h%"}) {
    ASSERT_TRUE(Set(&store, name, name, 0).ok());
  }
  ASSERT_TRUE(Set(&store, "h/long", std::string(70000, 'x'), 0).ok());
  internal::v1::ListCheckpointsRequest request;
  request.set_prefix("h/");
  const auto list = store.repositories.checkpoints.List(TestCall(), request);
  ASSERT_TRUE(list.ok()) << list.status();
  ASSERT_EQ(list->checkpoints_size(), 2);
  EXPECT_EQ(list->checkpoints(0).name(), "h/a");
  EXPECT_EQ(list->checkpoints(1).value(), "h/b");
}

TEST(CheckpointRepository, ForgetsWhatIsDeleted) {
  TestStore store;
  ASSERT_TRUE(Set(&store, "a", "one", 0).ok());
  internal::v1::DeleteCheckpointRequest remove;
  remove.set_name("a");
  auto& checkpoints = store.repositories.checkpoints;
  EXPECT_TRUE(checkpoints.Delete(TestCall(), remove).ok());
  EXPECT_TRUE(checkpoints.Delete(TestCall(), remove).ok());
  internal::v1::GetCheckpointRequest get;
  get.set_name("a");
  EXPECT_TRUE(absl::IsNotFound(checkpoints.Get(TestCall(), get).status()));
}

TEST(CheckpointRepository, RefusesWhatIsTooLarge) {
  TestStore store;
  EXPECT_EQ(ReasonOf(Set(&store, "", "one", 0).status()), "INVALID_FIELD");
  EXPECT_EQ(ReasonOf(Set(&store, std::string(201, 'x'), "", 0).status()),
            "INVALID_FIELD");
  EXPECT_EQ(
      ReasonOf(Set(&store, "a", std::string((2 << 20) + 1, 'x'), 0).status()),
      "INVALID_FIELD");
}

}  // namespace
}  // namespace broadsheet::storage
