// Read models that went through a segment's file, beside the ones they came
// from.

#include <filesystem>
#include <fstream>
#include <map>
#include <random>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "recommend/model_keeper.h"
#include "recommend/recommender.h"
#include "recommend/segment_keeper.h"
#include "recommend/test_models.h"
#include "tests/support/files.h"

namespace broadsheet::recommend {
namespace {

using broadsheet::testing::ReadFile;
using broadsheet::testing::TempDir;

v1::Paper Revised(v1::Paper paper) {
  paper.set_revision(paper.revision() + 1);
  return paper;
}

v1::Paper Special() {
  v1::Paper paper =
      MakePaper("c.1", "Résumé of GPT-4 and galaxies",
                "State space models, 星系 and dust", "2026-06-21");
  paper.set_published("2026-06-19");
  paper.set_doi("10.1000/Special");
  paper.add_authors("Ada Lovelace");
  paper.add_authors("José Núñez");
  paper.add_categories("astro-ph.GA");
  paper.add_keywords("state space models");
  auto* link = paper.add_links();
  link->set_kind(v1::PaperLink::KIND_CODE);
  link->set_url("https://github.com/a/b");
  return paper;
}

v1::Event Follow(const std::string& reader, const std::string& target) {
  v1::Event event = MakeEvent(reader, v1::EVENT_KIND_FOLLOW, "");
  event.set_target(target);
  return event;
}

v1::EditionRow Edition() {
  v1::EditionRow row;
  row.mutable_edition()->set_name("space");
  row.mutable_edition()->set_revision(1);
  row.mutable_edition()->add_keywords("galaxies");
  row.mutable_edition()->add_authors("Ada Lovelace");
  return row;
}

std::vector<Row> Deeds() {
  std::vector<Row> rows;
  for (const int i : {0, 2, 4}) {
    rows.emplace_back(
        MakeEvent("ada", v1::EVENT_KIND_SAVE, SubjectPaperId(0, i)));
    rows.emplace_back(
        MakeEvent("bob", v1::EVENT_KIND_UPVOTE, SubjectPaperId(1, i)));
  }
  rows.emplace_back(
      MakeEvent("bob", v1::EVENT_KIND_HIDE, SubjectPaperId(1, 6)));
  rows.emplace_back(MakeEvent("bob", v1::EVENT_KIND_UNVOTE,
                              SubjectPaperId(1, 4), absl::Minutes(1)));
  rows.emplace_back(Follow("cleo", "author:Ada Lovelace"));
  rows.emplace_back(MakeEvent("eve", v1::EVENT_KIND_UPVOTE, "a.1"));
  rows.emplace_back(ErasedReader{"eve"});
  rows.emplace_back(MakeSubmission("a.3", "2026-07-01", "ada"));
  rows.emplace_back(MakeSubmission("a.5", "2026-07-01", kEditorReader));
  return rows;
}

// Papers of all kinds, readers, submissions, an edition.
std::vector<Row> AllRows() {
  std::vector<Row> rows = SubjectRows();
  rows.push_back(MakeRow(Special()));
  v1::Paper merged = MakePaper("doi:10.1000/special", "Another name");
  merged.set_merged_into("c.1");
  merged.set_withdrawn(true);
  rows.push_back(MakeRow(merged));
  v1::Paper withdrawn = Revised(SubjectPaper(0, 11));
  withdrawn.set_withdrawn(true);
  rows.push_back(MakeRow(withdrawn));
  for (Row& row : Deeds()) rows.push_back(std::move(row));
  rows.emplace_back(Edition());
  return rows;
}

// What comes after the segment was made, some of it for the second time.
std::vector<Row> LaterRows() {
  std::vector<Row> rows = Deeds();
  rows.push_back(MakeRow(Revised(SubjectPaper(0, 0))));
  v1::Paper retitled = Revised(SubjectPaper(1, 1));
  retitled.set_title("Quasars instead of proteins");
  rows.push_back(MakeRow(retitled));
  v1::Paper withdrawn = Revised(SubjectPaper(0, 5));
  withdrawn.set_withdrawn(true);
  rows.push_back(MakeRow(withdrawn));
  rows.push_back(MakeRow(MakePaper("d.1", "New galaxies", "Dust of stars")));
  rows.emplace_back(MakeEvent("bob", v1::EVENT_KIND_SAVE, "d.1"));
  rows.emplace_back(ErasedReader{"ada"});
  return rows;
}

// A recommender on a read model, with all that it answers as one text.
class House {
 public:
  House(FakeArtifactStore* store, const std::string& dir)
      : cache_(store, dir),
        keeper_(&engine_, &cache_, Logger("test", "error"), {}),
        recommender_(&engine_, &clock_, {"secret", "test"}) {}

  void Add(const std::vector<Row>& rows) {
    engine_.Apply(rows, MakePosition(++commit_));
  }
  absl::Status Promote(const internal::v1::Artifact& artifact) {
    Add({artifact});
    return keeper_.Step();
  }
  absl::Status Write(const std::string& path) {
    internal::v1::Cursor cursor;
    cursor.set_xid(commit_);
    return WriteSegment(path, *engine_.Read(), cursor);
  }
  absl::Status Load(const std::string& path) {
    auto loaded = ReadSegment(path, ReadModelOptions());
    if (!loaded.ok()) return loaded.status();
    keeper_.Prepare(loaded->model.get());
    commit_ = loaded->cursor.xid();
    engine_.Replace(std::move(loaded->model));
    return absl::OkStatus();
  }
  std::string Answers();
  // What is found, with scores; what completes a word.
  std::string Find(const std::string& query);
  std::string Complete(const std::string& prefix);
  Engine& engine() { return engine_; }

 private:
  template <class Response>
  void Note(const std::string& question,
            const absl::StatusOr<Response>& response) {
    absl::StrAppend(
        &said_, "== ", question, "\n",
        response.ok() ? response->DebugString() : response.status().ToString());
  }
  void AskFeeds();
  void AskSearches();
  CallContext Call() { return CallContext(absl::Now() + absl::Seconds(5)); }

  FakeClock clock_{kTestNow};
  Engine engine_{ReadModelOptions()};
  ArtifactCache cache_;
  ModelKeeper keeper_;
  Recommender recommender_;
  uint64_t commit_ = 0;
  std::string said_;
};

void House::AskFeeds() {
  for (const char* reader : {"ada", "bob", "cleo", "eve", "nobody"}) {
    v1::FeedRequest request;
    request.set_reader_id(reader);
    request.set_page_size(30);
    request.set_explain(true);
    CallContext call = Call();
    Note(reader, recommender_.Feed(call, request));
  }
  for (const char* paper : {"a.0", "b.1", "c.1", "doi:10.1000/special"}) {
    v1::SimilarRequest request;
    request.set_paper_id(paper);
    request.set_explain(true);
    CallContext call = Call();
    Note(paper, recommender_.Similar(call, request));
  }
  for (const char* edition : {"", "space"}) {
    v1::TrendingRequest request;
    request.set_edition(edition);
    CallContext call = Call();
    Note(edition, recommender_.Trending(call, request));
  }
}

void House::AskSearches() {
  for (const char* query :
       {"galaxies", "\"dust orbit\"", "author:lovelace", "au:\"jose nunez\"",
        "cat:astro-ph.*", "has:code", "year:2026 proteins", "gpt4", "星系",
        "10.1000/special", "galaxis", "proteins -method3", "quasars",
        "resume of gpt 4 and galaxies"}) {
    v1::SearchRequest request;
    request.set_query(query);
    request.set_explain(true);
    request.set_facets(true);
    CallContext call = Call();
    Note(query, recommender_.Search(call, request));
  }
  for (const char* prefix : {"gal", "lov", "state", "paper 1", "qua"}) {
    v1::SuggestRequest request;
    request.set_prefix(prefix);
    CallContext call = Call();
    Note(prefix, recommender_.Suggest(call, request));
  }
}

std::string House::Answers() {
  engine_.SetReady();
  said_.clear();
  AskFeeds();
  AskSearches();
  CallContext call = Call();
  auto status = recommender_.GetStatus(call, {});
  if (status.ok()) status->clear_resident_bytes();
  Note("status", status);
  return said_;
}

std::string House::Find(const std::string& query) {
  engine_.SetReady();
  v1::SearchRequest request;
  request.set_query(query);
  request.set_page_size(50);
  CallContext call = Call();
  const auto response = recommender_.Search(call, request);
  if (!response.ok()) return response.status().ToString();
  std::string found = "\n" + query;
  for (const auto& paper : response->papers()) {
    absl::StrAppend(&found, " ", paper.paper().id(), "=", paper.score());
  }
  return found;
}

std::string House::Complete(const std::string& prefix) {
  v1::SuggestRequest request;
  request.set_prefix(prefix);
  CallContext call = Call();
  const auto response = recommender_.Suggest(call, request);
  return response.ok() ? response->DebugString() : response.status().ToString();
}

class SegmentTest : public ::testing::Test {
 protected:
  std::string Path() const { return folder_.File("segment"); }
  void WriteAll() {
    first_.Add(AllRows());
    ASSERT_TRUE(first_.Write(Path()).ok());
  }
  absl::Status Read(const ReadModelOptions& options = {}) {
    return ReadSegment(Path(), options).status();
  }
  void Rewrite(const std::string& bytes) {
    // Another file: the one before may be mapped.
    std::filesystem::remove(Path());
    std::ofstream(Path(), std::ios::binary) << bytes;
  }

  TempDir folder_;
  FakeArtifactStore store_;
  House first_{&store_, folder_.File("first")};
  House second_{&store_, folder_.File("second")};
};

TEST_F(SegmentTest, AnswersAllQuestionsAsBefore) {
  WriteAll();
  ASSERT_TRUE(second_.Load(Path()).ok());
  EXPECT_EQ(second_.Answers(), first_.Answers());
}

TEST_F(SegmentTest, TakesWhatComesAfterItAsIfNothingHadHappened) {
  WriteAll();
  ASSERT_TRUE(second_.Load(Path()).ok());
  for (House* house : {&first_, &second_}) house->Add(LaterRows());
  EXPECT_EQ(second_.Answers(), first_.Answers());
}

TEST_F(SegmentTest, HoldsTheVectorsOfTheModelInUse) {
  first_.Add(AllRows());
  ASSERT_TRUE(first_.Promote(PutModel(&store_, "m1")).ok());
  ASSERT_TRUE(first_.Write(Path()).ok());
  ASSERT_TRUE(second_.Load(Path()).ok());
  ASSERT_NE(second_.engine().Read()->models().current(), nullptr);
  EXPECT_EQ(second_.Answers(), first_.Answers());
  for (House* house : {&first_, &second_}) house->Add(LaterRows());
  EXPECT_EQ(second_.Answers(), first_.Answers());
}

TEST_F(SegmentTest, GoesThroughAnotherSegmentUnchanged) {
  first_.Add(AllRows());
  ASSERT_TRUE(first_.Promote(PutModel(&store_, "m1")).ok());
  ASSERT_TRUE(first_.Write(Path()).ok());
  ASSERT_TRUE(second_.Load(Path()).ok());
  second_.Add(LaterRows());
  first_.Add(LaterRows());
  const std::string next = folder_.File("next");
  ASSERT_TRUE(second_.Write(next).ok());
  House third(&store_, folder_.File("third"));
  ASSERT_TRUE(third.Load(next).ok());
  EXPECT_EQ(third.Answers(), first_.Answers());
}

TEST_F(SegmentTest, IsEmptyWhenTheReadModelWas) {
  ASSERT_TRUE(first_.Write(Path()).ok());
  ASSERT_TRUE(second_.Load(Path()).ok());
  EXPECT_EQ(second_.Answers(), first_.Answers());
  for (House* house : {&first_, &second_}) house->Add(AllRows());
  EXPECT_EQ(second_.Answers(), first_.Answers());
}

TEST_F(SegmentTest, IsRefusedWhereAByteIsAnother) {
  WriteAll();
  const std::string whole = ReadFile(Path());
  int refused = 0;
  int tried = 0;
  for (size_t at = 0; at < whole.size(); at += 97) {
    std::string damaged = whole;
    damaged[at] = static_cast<char>(damaged[at] ^ 0x40);
    Rewrite(damaged);
    const absl::Status status = Read();
    ++tried;
    if (status.ok()) {
      // Zeros behind a section.
      EXPECT_EQ(whole[at], '\0') << at;
      continue;
    }
    ++refused;
    EXPECT_TRUE(absl::IsDataLoss(status) || absl::IsFailedPrecondition(status))
        << status;
  }
  EXPECT_GT(refused, tried / 2);
}

TEST_F(SegmentTest, IsRefusedWhereItIsCutOff) {
  WriteAll();
  const std::string whole = ReadFile(Path());
  for (size_t size = 0; size < whole.size(); size += 997) {
    Rewrite(whole.substr(0, size));
    EXPECT_TRUE(absl::IsDataLoss(Read())) << size;
  }
}

TEST_F(SegmentTest, IsRefusedByOtherOptions) {
  WriteAll();
  ReadModelOptions options;
  options.event_weights.save = 7;
  EXPECT_TRUE(absl::IsFailedPrecondition(Read(options)));
  options = {};
  options.trend_half_life = absl::Hours(1);
  EXPECT_TRUE(absl::IsFailedPrecondition(Read(options)));
  EXPECT_TRUE(Read().ok());
}

// A history of papers in so few words that their lists of postings are long.
class SegmentOfManyTest : public SegmentTest {
 protected:
  static constexpr int kPapers = 700;

  v1::Paper Draw(int number) {
    std::string abstract;
    for (int i = 0; i < 12; ++i) {
      absl::StrAppend(&abstract, Word(random_() % 40), " ");
    }
    v1::Paper paper = MakePaper(
        absl::StrCat("r.", number),
        absl::StrCat(Word(random_() % 40), " ", Word(40 + random_() % 300)),
        abstract, absl::StrCat("2026-06-", 10 + random_() % 20));
    paper.add_authors(absl::StrCat("Author ", Word(random_() % 60)));
    return paper;
  }
  static std::string Word(uint64_t number) {
    return absl::StrCat("word",
                        std::string(1, static_cast<char>('a' + number % 26)),
                        std::string(1, static_cast<char>('a' + number / 26)));
  }
  // New papers, and others with another text or withdrawn.
  std::vector<Row> DrawRows(int count) {
    std::vector<Row> rows;
    for (int i = 0; i < count; ++i) {
      const int number = static_cast<int>(random_() % kPapers);
      const int64_t before = papers_[number].revision();
      papers_[number] = Draw(number);
      papers_[number].set_revision(before + 1);
      papers_[number].set_withdrawn(random_() % 5 == 0);
      rows.push_back(MakeRow(papers_[number]));
    }
    return rows;
  }
  // Those of the papers as they are now, and nothing of how they were.
  std::vector<Row> RowsOfNow() {
    std::vector<Row> rows;
    for (const auto& [number, paper] : papers_) rows.push_back(MakeRow(paper));
    return rows;
  }
  // The ids of what is found, with scores, for words alone and together.
  std::string Found(House& house) {
    std::string found;
    for (uint64_t number = 0; number < 340; number += 3) {
      absl::StrAppend(
          &found, house.Find(absl::StrCat(Word(number), " ", Word(number / 2))),
          house.Complete(Word(number).substr(0, 5)));
    }
    return found;
  }

  std::mt19937 random_{7};
  std::map<int, v1::Paper> papers_;
};

TEST_F(SegmentOfManyTest, AnswersAsOneFromTheRowsOfNowWhateverHappened) {
  first_.Add(DrawRows(1500));
  ASSERT_TRUE(first_.Write(Path()).ok());
  ASSERT_TRUE(second_.Load(Path()).ok());
  const std::vector<Row> later = DrawRows(1500);
  first_.Add(later);
  second_.Add(later);
  const std::string next = folder_.File("next");
  ASSERT_TRUE(second_.Write(next).ok());
  House third(&store_, folder_.File("third"));
  ASSERT_TRUE(third.Load(next).ok());
  House rows(&store_, folder_.File("rows"));
  rows.Add(RowsOfNow());
  const std::string expected = Found(rows);
  EXPECT_GT(expected.size(), 10'000u);
  EXPECT_EQ(Found(first_), expected);
  EXPECT_EQ(Found(second_), expected);
  EXPECT_EQ(Found(third), expected);
}

TEST_F(SegmentTest, KnowsNothingOfReadersWhoWereErased) {
  WriteAll();
  ASSERT_NE(ReadFile(Path()).find("cleo"), std::string::npos);
  first_.Add({ErasedReader{"cleo"}});
  ASSERT_TRUE(first_.Write(Path()).ok());
  EXPECT_EQ(ReadFile(Path()).find("cleo"), std::string::npos);
  EXPECT_EQ(ReadFile(Path()).find("eve/"), std::string::npos);
  ASSERT_TRUE(second_.Load(Path()).ok());
  EXPECT_EQ(second_.Answers(), first_.Answers());
}

}  // namespace
}  // namespace broadsheet::recommend
