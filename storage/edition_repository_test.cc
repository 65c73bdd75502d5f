#include "storage/edition_repository.h"

#include <string>
#include <vector>

#include "common/errors.h"
#include "gtest/gtest.h"
#include "storage/test_store.h"

namespace broadsheet::storage {
namespace {

v1::Edition MakeEdition(const std::string& name, const std::string& category) {
  v1::Edition edition;
  edition.set_name(name);
  edition.set_title("All about " + name);
  edition.add_categories(category);
  return edition;
}

class EditionTest : public ::testing::Test {
 protected:
  absl::StatusOr<v1::PutEditionResponse> Put(const v1::Edition& edition) {
    v1::PutEditionRequest request;
    *request.mutable_edition() = edition;
    return store_.repositories.editions.Put(TestCall(), request);
  }
  bool Delete(const std::string& name) {
    v1::DeleteEditionRequest request;
    request.set_name(name);
    return store_.repositories.editions.Delete(TestCall(), request)->deleted();
  }
  absl::StatusOr<v1::GetEditionResponse> Get(const std::string& name) {
    v1::GetEditionRequest request;
    request.set_name(name);
    return store_.repositories.editions.Get(TestCall(), request);
  }
  std::vector<std::string> Names() {
    std::vector<std::string> names;
    const auto listed = store_.repositories.editions.List(
        TestCall(), v1::ListEditionsRequest());
    for (const auto& edition : listed->editions()) {
      names.push_back(edition.name());
    }
    return names;
  }

  TestStore store_;
};

using Texts = std::vector<std::string>;

TEST_F(EditionTest, IsKeptAndCountsItsChanges) {
  EXPECT_EQ(Put(MakeEdition("nlp", "cs.CL"))->edition().revision(), 1);
  EXPECT_EQ(Put(MakeEdition("nlp", "cs.CL"))->edition().revision(), 1);
  EXPECT_EQ(Put(MakeEdition("nlp", "cs.*"))->edition().revision(), 2);
  EXPECT_EQ(Get("nlp")->edition().categories(0), "cs.*");
  EXPECT_EQ(store_.Changes().size(), 2u);
}

TEST_F(EditionTest, IsListedByName) {
  ASSERT_TRUE(Put(MakeEdition("physics", "hep-th")).ok());
  ASSERT_TRUE(Put(MakeEdition("biology", "q-bio.*")).ok());
  EXPECT_EQ(Names(), (Texts{"biology", "physics"}));
}

TEST_F(EditionTest, ThatWasDeletedIsGoneAndItsNewOneIsNewer) {
  ASSERT_TRUE(Put(MakeEdition("nlp", "cs.CL")).ok());
  EXPECT_TRUE(Delete("nlp"));
  EXPECT_FALSE(Delete("nlp"));
  EXPECT_EQ(ReasonOf(Get("nlp").status()), "EDITION_UNKNOWN");
  EXPECT_EQ(Names(), Texts{});
  EXPECT_EQ(Put(MakeEdition("nlp", "cs.CL"))->edition().revision(), 3);
  const auto changes = store_.Changes();
  ASSERT_EQ(changes.size(), 3u);
  EXPECT_TRUE(changes[1].edition().deleted());
  EXPECT_EQ(changes[2].edition().edition().revision(), 3);
}

TEST_F(EditionTest, IsNotOverwrittenFromAnOldCopy) {
  v1::Edition mine = Put(MakeEdition("nlp", "cs.CL"))->edition();
  ASSERT_TRUE(Put(MakeEdition("nlp", "cs.LG")).ok());
  mine.set_title("Mine");
  EXPECT_EQ(ReasonOf(Put(mine).status()), "REVISION_CHANGED");
}

TEST_F(EditionTest, ThatBreaksARuleIsRefused) {
  EXPECT_EQ(ReasonOf(Put(MakeEdition("NLP", "cs.CL")).status()),
            "INVALID_FIELD");
  v1::Edition empty;
  empty.set_name("empty");
  EXPECT_EQ(ReasonOf(Put(empty).status()), "INVALID_FIELD");
  v1::Edition large = MakeEdition("large", "cs.CL");
  for (int i = 0; i < 51; ++i) large.add_keywords("word");
  EXPECT_EQ(ReasonOf(Put(large).status()), "INVALID_FIELD");
}

TEST_F(EditionTest, IsInSnapshots) {
  ASSERT_TRUE(Put(MakeEdition("nlp", "cs.CL")).ok());
  ASSERT_TRUE(Put(MakeEdition("gone", "cs.CL")).ok());
  Delete("gone");
  Texts names;
  absl::Status read = store_.snapshots.Read(
      TestCall(), /*include_events=*/false, [&](const auto& chunk) {
        for (const auto& one : chunk.editions()) names.push_back(one.name());
        return true;
      });
  EXPECT_TRUE(read.ok()) << read;
  EXPECT_EQ(names, Texts{"nlp"});
}

}  // namespace
}  // namespace broadsheet::storage
