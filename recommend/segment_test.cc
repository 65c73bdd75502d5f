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
#include "recommend/test_house.h"
#include "tests/support/files.h"

namespace broadsheet::recommend {
namespace {

using broadsheet::testing::ReadFile;
using broadsheet::testing::TempDir;

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

TEST_F(SegmentTest, TakesBackWhatItHoldsOnTheListsOfDays) {
  WriteAll();
  ASSERT_TRUE(second_.Load(Path()).ok());
  const int32_t day = DayNumber("2026-07-01");
  ASSERT_EQ(second_.engine().Read()->SubmittedOn(day).by_editor, 1);
  for (House* house : {&first_, &second_}) {
    house->Add({Retracted{MakeSubmission("a.5", "2026-07-01", kEditorReader)},
                Retracted{MakeSubmission("a.3", "2026-07-01", "")}});
  }
  EXPECT_EQ(second_.Answers(), first_.Answers());
  const auto model = second_.engine().Read();
  EXPECT_EQ(model->SubmittedOn(day).by_editor, 0);
  EXPECT_EQ(model->SubmittedOn(day).by_others, 0);
  EXPECT_EQ(model->submissions(), 0);
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
