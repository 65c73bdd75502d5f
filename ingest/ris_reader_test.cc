#include "ingest/ris_reader.h"

#include <memory>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "ingest/read_papers.h"

namespace broadsheet::ingest {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

RecordingSink<v1::Paper> Read(std::string_view text) {
  return ReadPapers(
      [](PaperSink* sink) { return std::make_unique<RisReader>(sink); }, text,
      /*chunk=*/7);
}

TEST(RisReader, ReadsARecordWithMarkAndWindowsLines) {
  const auto sink = Read(
      "\xef\xbb\xbfTY  - JOUR\r\nAU  - Lovelace, Ada\r\nA1  - Turing, Alan\r\n"
      "TI  - A title that\r\n  goes on\r\nAB  - About it.\r\n"
      "JO  - Journal of X\r\nDO  - 10.1000/XYZ\r\nPY  - 2024/03/05/\r\n"
      "N1  - A note\r\nER  - \r\n");
  ASSERT_THAT(sink.rules, IsEmpty());
  ASSERT_EQ(sink.records.size(), 1);
  const v1::Paper& paper = sink.records[0];
  EXPECT_EQ(paper.id(), "doi:10.1000/xyz");
  EXPECT_EQ(paper.title(), "A title that goes on");
  EXPECT_EQ(paper.abstract(), "About it.");
  EXPECT_THAT(paper.authors(), ElementsAre("Ada Lovelace", "Alan Turing"));
  EXPECT_EQ(paper.journal_ref(), "Journal of X");
  EXPECT_EQ(paper.published(), "2024-03-05");
  EXPECT_EQ(paper.comment(), "A note");
}

TEST(RisReader, PrefersArxivsId) {
  const auto sink = Read(
      "TY  - GEN\nDO  - 10.1000/a\nUR  - https://arxiv.org/abs/2407.21783v2\n"
      "T1  - A\nPY  - 2024\nER  -\n"
      "TY  - GEN\nDO  - 10.48550/arXiv.2407.21784\nT1  - B\nER  - \n"
      "TY  - GEN\nID  - key7\nT1  - C\nER  - \n");
  ASSERT_EQ(sink.records.size(), 3);
  EXPECT_EQ(sink.records[0].id(), "2407.21783");
  EXPECT_EQ(sink.records[0].doi(), "10.1000/a");
  EXPECT_EQ(sink.records[0].published(), "");
  EXPECT_EQ(sink.records[1].id(), "2407.21784");
  EXPECT_EQ(sink.records[2].id(), "key7");
  EXPECT_THAT(sink.numbers, ElementsAre(1, 7, 11));
}

TEST(RisReader, TakesRecordsWithoutEnd) {
  const auto sink =
      Read("TY  - GEN\nID  - a\nT1  - A\nTY  - GEN\nID  - b\nT1  - B");
  ASSERT_EQ(sink.records.size(), 2);
  EXPECT_EQ(sink.records[1].title(), "B");
}

TEST(RisReader, RefusesRecordsWithoutIdOrTooLong) {
  const auto sink = Read(absl::StrCat(
      "hello\nTY  - GEN\nT1  - A\nER  - \nTY  - GEN\nID  - x\n", "AB  - ",
      std::string(2 << 20, 'x'), "\nER  - \n", "TY  - GEN\nID  - b\nER  - \n"));
  EXPECT_THAT(sink.rules,
              ElementsAre("2 id is missing: there is no DO, arXiv address, ID "
                          "or AN",
                          "5 record is longer than 1,048,576 bytes"));
  ASSERT_EQ(sink.records.size(), 1);
  EXPECT_EQ(sink.records[0].id(), "b");
}

}  // namespace
}  // namespace broadsheet::ingest
