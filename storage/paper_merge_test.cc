#include "storage/paper_merge.h"

#include <string>
#include <utility>

#include "gtest/gtest.h"

namespace broadsheet::storage {
namespace {

v1::Paper OldPaper() {
  v1::Paper paper;
  paper.set_id("2611.00001");
  paper.set_title("Old title");
  paper.set_abstract("Old abstract");
  paper.add_authors("A");
  paper.set_source("one");
  paper.set_upvotes(3);
  paper.set_revision(5);
  paper.add_keywords("old");
  paper.set_summary("Old.");
  return paper;
}

StoredPaper Stored(int precedence = kFullPrecedence) {
  return {OldPaper(), Precedence(precedence)};
}

StoredPaper Made(v1::Paper record, int precedence) {
  MakeNew(&record);
  return {std::move(record), Precedence(precedence)};
}

v1::Paper Record(const std::string& title) {
  v1::Paper record;
  record.set_id("2611.00001");
  record.set_title(title);
  record.set_source("two");
  return record;
}

TEST(MergePaper, KeepsWhatTheRecordLacks) {
  StoredPaper stored = Stored();
  EXPECT_TRUE(MergePaper(Record("New title"), 90, &stored));
  EXPECT_EQ(stored.paper.title(), "New title");
  EXPECT_EQ(stored.paper.abstract(), "Old abstract");
  EXPECT_EQ(stored.paper.authors_size(), 1);
  EXPECT_EQ(stored.paper.source(), "two");
  EXPECT_EQ(stored.paper.upvotes(), 3);
}

TEST(MergePaper, IsNothingForAnEqualRecord) {
  StoredPaper stored = Stored();
  EXPECT_FALSE(MergePaper(OldPaper(), 90, &stored));
  EXPECT_FALSE(MergePaper(OldPaper(), 10, &stored));
}

TEST(MergePaper, IsNothingWhenOnlyTheSourceDiffers) {
  StoredPaper stored = Stored();
  EXPECT_FALSE(MergePaper(Record("Old title"), 90, &stored));
  EXPECT_EQ(stored.paper.source(), "one");
}

TEST(MergePaper, IgnoresDerivedFieldsOfTheRecord) {
  StoredPaper stored = Stored();
  v1::Paper record = OldPaper();
  record.set_upvotes(1000);
  record.set_submitted_by("me");
  record.set_merged_into("2611.00002");
  EXPECT_FALSE(MergePaper(record, 90, &stored));
}

TEST(MergePaper, FillsABareEntry) {
  StoredPaper stored = Stored();
  stored.paper.clear_title();
  stored.paper.set_bare(true);
  EXPECT_TRUE(MergePaper(OldPaper(), 90, &stored));
  EXPECT_FALSE(stored.paper.bare());
  EXPECT_EQ(stored.paper.title(), "Old title");
}

TEST(MergePaper, DoesNotBringBackAWithdrawnPaper) {
  StoredPaper stored = Stored();
  stored.paper.set_withdrawn(true);
  EXPECT_FALSE(MergePaper(OldPaper(), 90, &stored));
}

v1::PaperVersion Version(int number) {
  v1::PaperVersion version;
  version.set_number(number);
  return version;
}

TEST(MergePaper, BringsBackAPaperWithALaterVersion) {
  StoredPaper stored = Stored();
  stored.paper.set_withdrawn(true);
  *stored.paper.add_versions() = Version(1);
  *stored.paper.add_versions() = Version(2);
  v1::Paper record = Record("New title");
  *record.add_versions() = Version(2);
  MergePaper(record, 90, &stored);
  EXPECT_TRUE(stored.paper.withdrawn());
  *record.add_versions() = Version(3);
  StoredPaper lesser = stored;
  MergePaper(record, 40, &lesser);
  EXPECT_TRUE(lesser.paper.withdrawn());
  EXPECT_TRUE(MergePaper(record, 90, &stored));
  EXPECT_FALSE(stored.paper.withdrawn());
  // It may be withdrawn again.
  record.set_withdrawn(true);
  EXPECT_TRUE(MergePaper(record, 90, &stored));
  EXPECT_TRUE(stored.paper.withdrawn());
}

TEST(MergePaper, BringsBackAPaperThatIsLaterWhereVersionsAreNotKnown) {
  StoredPaper stored = Stored();
  stored.paper.set_withdrawn(true);
  stored.paper.set_updated("2026-11-20");
  v1::Paper record = Record("Old title");
  record.set_updated("2026-11-20");
  EXPECT_FALSE(MergePaper(record, 90, &stored));
  record.set_updated("2026-11-21");
  StoredPaper merged = stored;
  merged.paper.set_merged_into("a:1");
  MergePaper(record, 90, &merged);
  EXPECT_TRUE(merged.paper.withdrawn());
  EXPECT_TRUE(MergePaper(record, 90, &stored));
  EXPECT_FALSE(stored.paper.withdrawn());
}

TEST(MergePaper, KeepsWhatWasMadeOfTheAbstractForANewTitleAlone) {
  StoredPaper stored = Stored();
  EXPECT_TRUE(MergePaper(Record("New title"), 90, &stored));
  EXPECT_EQ(stored.paper.keywords_size(), 1);
  EXPECT_EQ(stored.paper.summary(), "Old.");
  v1::Paper record = Record("Newer title");
  record.set_summary("New.");
  EXPECT_TRUE(MergePaper(record, 90, &stored));
  EXPECT_EQ(stored.paper.summary(), "New.");
  EXPECT_EQ(stored.paper.keywords(0), "old");
}

TEST(MergePaper, AddsLinksToThoseThatCameMeanwhile) {
  StoredPaper stored = Stored();
  stored.paper.add_links()->set_url("https://github.com/a/came-meanwhile");
  v1::Paper found;
  found.set_id("2611.00001");
  found.add_links()->set_url("https://huggingface.co/a/model");
  EXPECT_TRUE(MergePaper(found, 100, &stored, /*add_links=*/true));
  EXPECT_EQ(stored.paper.links_size(), 2);
  EXPECT_FALSE(MergePaper(found, 100, &stored, /*add_links=*/true));
  // It stays when the source is read again.
  v1::Paper again = Record("Old title");
  again.add_links()->set_url("https://github.com/a/came-meanwhile");
  EXPECT_FALSE(MergePaper(again, 90, &stored));
  EXPECT_EQ(stored.paper.links_size(), 2);
}

TEST(MergePaper, LetsNoLesserOrOlderRecordWithdrawAPaper) {
  StoredPaper stored = Stored();
  v1::Paper record = Record("");
  record.set_withdrawn(true);
  EXPECT_FALSE(MergePaper(record, 40, &stored));
  EXPECT_FALSE(stored.paper.withdrawn());
  stored.paper.set_updated("2026-11-02");
  record.set_updated("2026-11-01");
  EXPECT_FALSE(MergePaper(record, 90, &stored));
  record.clear_updated();
  EXPECT_TRUE(MergePaper(record, 90, &stored));
  EXPECT_TRUE(stored.paper.withdrawn());
}

TEST(MergePaper, LetsALesserSourceOnlyFillGaps) {
  StoredPaper stored = Stored();
  v1::Paper record = Record("Worse title");
  record.set_doi("10.1/x");
  EXPECT_TRUE(MergePaper(record, 50, &stored));
  EXPECT_EQ(stored.paper.title(), "Old title");
  EXPECT_EQ(stored.paper.doi(), "10.1/x");
  // What the lesser source filled, a better one replaces, and not again.
  record.set_doi("10.1/y");
  EXPECT_TRUE(MergePaper(record, 60, &stored));
  EXPECT_EQ(stored.paper.doi(), "10.1/y");
  record.set_doi("10.1/z");
  EXPECT_FALSE(MergePaper(record, 50, &stored));
}

TEST(MergePaper, LetsAnOlderRecordOfEqualPrecedenceOnlyFillGaps) {
  StoredPaper stored = Stored();
  stored.paper.set_updated("2026-11-20");
  v1::Paper record = Record("Older title");
  record.set_updated("2026-11-19");
  record.set_license("L");
  EXPECT_TRUE(MergePaper(record, 90, &stored));
  EXPECT_EQ(stored.paper.title(), "Old title");
  EXPECT_EQ(stored.paper.updated(), "2026-11-20");
  EXPECT_EQ(stored.paper.license(), "L");
  EXPECT_TRUE(MergePaper(record, 95, &stored));
  EXPECT_EQ(stored.paper.title(), "Older title");
}

TEST(MergePaper, KeepsWhatWasMadeOfATextAsLongAsTheTextStays) {
  StoredPaper stored = Stored();
  v1::Paper record = Record("Old title");
  record.add_keywords("new");
  record.set_summary("New.");
  EXPECT_FALSE(MergePaper(record, 90, &stored));
  record.set_title("New title");
  EXPECT_TRUE(MergePaper(record, 90, &stored));
  EXPECT_EQ(stored.paper.keywords(0), "new");
  EXPECT_EQ(stored.paper.summary(), "New.");
}

TEST(MergePaper, TakesASummaryThatComesAlone) {
  StoredPaper stored = Stored();
  v1::Paper record = Record("");
  record.set_summary("Better.");
  EXPECT_TRUE(MergePaper(record, 10, &stored));
  EXPECT_EQ(stored.paper.summary(), "Better.");
  EXPECT_EQ(stored.paper.keywords(0), "old");
}

void AddVersion(v1::Paper* paper, int number, int64_t seconds) {
  v1::PaperVersion* version = paper->add_versions();
  version->set_number(number);
  version->mutable_submitted_at()->set_seconds(seconds);
}

TEST(MergePaper, MergesVersionsByNumber) {
  StoredPaper stored = Stored();
  AddVersion(&stored.paper, 1, 100);
  AddVersion(&stored.paper, 3, 300);
  v1::Paper record = Record("");
  AddVersion(&record, 3, 333);
  AddVersion(&record, 2, 200);
  EXPECT_TRUE(MergePaper(record, 50, &stored));
  ASSERT_EQ(stored.paper.versions_size(), 3);
  EXPECT_EQ(stored.paper.versions(1).number(), 2);
  EXPECT_EQ(stored.paper.versions(2).submitted_at().seconds(), 300);
  EXPECT_FALSE(MergePaper(record, 50, &stored));
  EXPECT_TRUE(MergePaper(record, 90, &stored));
  EXPECT_EQ(stored.paper.versions(2).submitted_at().seconds(), 333);
}

TEST(MergePaper, AddsLinksOfALesserSourceUpToTheLimit) {
  StoredPaper stored = Stored();
  stored.paper.add_links()->set_url("https://a");
  v1::Paper record = Record("");
  record.add_links()->set_url("https://a");
  for (int i = 0; i < 50; ++i) {
    record.add_links()->set_url("https://b/" + std::to_string(i));
  }
  EXPECT_TRUE(MergePaper(record, 50, &stored));
  EXPECT_EQ(stored.paper.links_size(), 50);
  EXPECT_FALSE(MergePaper(record, 50, &stored));
  EXPECT_TRUE(MergePaper(record, 90, &stored));
  EXPECT_EQ(stored.paper.links_size(), 51);
}

TEST(MergePaper, KeepsWhatAnEnricherToldWhenTheSourceIsReadAgain) {
  v1::Paper record = OldPaper();
  record.add_links()->set_url("https://a");
  StoredPaper stored = Made(record, 90);
  v1::Paper learnt;
  learnt.set_id(record.id());
  learnt.add_links()->set_url("https://a");
  learnt.add_links()->set_url("https://hub");
  learnt.set_summary("New.");
  learnt.add_signals()->set_name("stars");
  EXPECT_TRUE(MergePaper(learnt, 100, &stored));
  EXPECT_FALSE(MergePaper(learnt, 100, &stored));
  EXPECT_FALSE(MergePaper(record, 90, &stored));
  EXPECT_EQ(stored.paper.links_size(), 2);
  EXPECT_EQ(stored.paper.summary(), "New.");
  EXPECT_EQ(stored.paper.source(), "one");
}

TEST(MergePaper, MergesSignalsByName) {
  StoredPaper stored = Stored();
  for (const char* name : {"stars", "citations"}) {
    v1::Paper record = Record("");
    v1::PaperSignal* signal = record.add_signals();
    signal->set_name(name);
    signal->set_value(7);
    EXPECT_TRUE(MergePaper(record, 10, &stored));
    EXPECT_FALSE(MergePaper(record, 90, &stored));
    signal->set_value(8);
    EXPECT_TRUE(MergePaper(record, 10, &stored));
  }
  ASSERT_EQ(stored.paper.signals_size(), 2);
  EXPECT_EQ(stored.paper.signals(0).name(), "citations");
  EXPECT_EQ(stored.paper.signals(1).value(), 8);
}

TEST(FillGaps, TakesNothingThatIsThere) {
  StoredPaper stored = Stored(10);
  StoredPaper other = Stored();
  other.paper.set_title("Other");
  other.paper.set_doi("10.1/x");
  other.paper.set_withdrawn(true);
  EXPECT_TRUE(FillGaps(other, &stored));
  EXPECT_EQ(stored.paper.title(), "Old title");
  EXPECT_EQ(stored.paper.doi(), "10.1/x");
  EXPECT_FALSE(stored.paper.withdrawn());
  EXPECT_FALSE(FillGaps(other, &stored));
}

TEST(MakeNew, HasNoDerivedFields) {
  const StoredPaper made = Made(OldPaper(), 50);
  EXPECT_EQ(made.paper.upvotes(), 0);
  EXPECT_EQ(made.paper.revision(), 1);
  EXPECT_EQ(made.precedence.Of(Field::kTitle), 50);
}

TEST(MakeNew, IsUnchangedByItsOwnRecord) {
  v1::Paper record = OldPaper();
  AddVersion(&record, 2, 200);
  AddVersion(&record, 1, 100);
  record.add_signals()->set_name("stars");
  record.add_signals()->set_name("citations");
  record.add_links()->set_url("https://a");
  StoredPaper made = Made(record, 50);
  EXPECT_EQ(made.paper.versions(0).number(), 1);
  EXPECT_FALSE(MergePaper(record, 50, &made));
  StoredPaper again = made;
  MakeNew(&again.paper);
  EXPECT_EQ(again.paper.SerializeAsString(), made.paper.SerializeAsString());
}

}  // namespace
}  // namespace broadsheet::storage
