#include "ingest/bibtex_reader.h"

#include <memory>

#include "absl/strings/str_cat.h"
#include "common/errors.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "ingest/read_papers.h"

namespace broadsheet::ingest {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

RecordingSink<v1::Paper> Read(std::string_view text, size_t chunk = 1 << 20) {
  return ReadPapers(
      [](PaperSink* sink) { return std::make_unique<BibtexReader>(sink); },
      text, chunk);
}

// The one paper that `text` has.
v1::Paper ReadOne(std::string_view text) {
  auto sink = Read(text);
  EXPECT_THAT(sink.rules, IsEmpty());
  EXPECT_EQ(sink.records.size(), 1) << text;
  return sink.records.empty() ? v1::Paper() : sink.records[0];
}

TEST(BibtexReader, ReadsWhatArxivExports) {
  const v1::Paper paper = ReadOne(R"(
@misc{lovelace2024herd,
      title={The {L}lama herd of models},
      author={Ada Lovelace and Turing, Alan and {The Analytical Group}},
      year={2024},
      eprint={2407.21783},
      archivePrefix={arXiv},
      primaryClass={cs.AI},
      url={https://arxiv.org/abs/2407.21783},
})");
  EXPECT_EQ(paper.id(), "2407.21783");
  EXPECT_EQ(paper.title(), "The Llama herd of models");
  EXPECT_THAT(paper.authors(), ElementsAre("Ada Lovelace", "Alan Turing",
                                           "The Analytical Group"));
  EXPECT_THAT(paper.categories(), ElementsAre("cs.AI"));
  EXPECT_EQ(paper.published(), "");
}

TEST(BibtexReader, FindsTheIdWhereverItIs) {
  const auto id = [](std::string_view fields) {
    return ReadOne(absl::StrCat("@article{key1, ", AsAbsl(fields), "}")).id();
  };
  EXPECT_EQ(id("journal={arXiv preprint arXiv:2407.21783}"), "2407.21783");
  EXPECT_EQ(id("journal={arXiv preprint arXiv:2407.21783v2 [cs.CL]}"),
            "2407.21783");
  EXPECT_EQ(id("journal={CoRR}, volume={abs/2407.21783}"), "2407.21783");
  EXPECT_EQ(id("doi={10.48550/arXiv.2407.21783}"), "2407.21783");
  EXPECT_EQ(id("url={http://arxiv.org/abs/hep-th/9901001v3}"),
            "hep-th/9901001");
  EXPECT_EQ(id("eprint={hep-th/9901001}"), "hep-th/9901001");
  EXPECT_EQ(id("doi={10.1000/XYZ}, eprint={123}"), "doi:10.1000/xyz");
  EXPECT_EQ(id("url={https://doi.org/10.1000/xyz}"), "doi:10.1000/xyz");
  EXPECT_EQ(id("title={T}"), "key1");
  EXPECT_EQ(ReadOne("@misc{smith:2020, title={T}}").id(), "bibtex:smith:2020");
}

TEST(BibtexReader, KnowsMacrosMonthsAndJoinedValues) {
  const v1::Paper paper = ReadOne(
      "@string{venue = \"Journal of {X}\"}\n"
      "@STRING(part = {Letters})\n"
      "@Article(k, title = \"A \"\"\" # { b }, journal = venue # { } # part,\n"
      "  year = 2024, month = mar, day = 5)");
  EXPECT_EQ(paper.journal_ref(), "Journal of X Letters");
  EXPECT_EQ(paper.published(), "2024-03-05");
}

TEST(BibtexReader, SkipsCommentsAndPreambles) {
  const v1::Paper paper = ReadOne(
      "Text with a@b.c in it.\n"
      "@comment{ @article{no, title={No}} }\n"
      "@comment no braces\n"
      "@preamble{\"\\newcommand{\\x}{y}\"}\n"
      "@article{yes, title={Yes}}\n");
  EXPECT_EQ(paper.id(), "yes");
}

TEST(BibtexReader, SuppliesMissingCommas) {
  const v1::Paper paper = ReadOne(
      "@article{k,\n title = {A {nested {deep}} one}\n author = \"B C\"\n"
      " year = 2024 doi = {10.1/a},, }");
  EXPECT_EQ(paper.title(), "A nested deep one");
  EXPECT_THAT(paper.authors(), ElementsAre("B C"));
  EXPECT_EQ(paper.id(), "doi:10.1/a");
}

TEST(BibtexReader, RefusesAnEntryWithoutEndAndGoesOnAtTheNext) {
  const auto sink = Read(
      "@article{a, title = {Open\n@article{b, title={B}}\n@misc{c, title={C");
  EXPECT_THAT(sink.rules,
              ElementsAre("1 entry does not end", "3 entry does not end"));
  ASSERT_EQ(sink.records.size(), 1);
  EXPECT_EQ(sink.records[0].id(), "b");
  EXPECT_EQ(sink.numbers[0], 2);
}

TEST(BibtexReader, RefusesEntriesWithoutIdAndEntriesTooLong) {
  const auto sink = Read(absl::StrCat("@misc{title={T}}\n@misc{big, title={",
                                      std::string(2 << 20, 'x'),
                                      "}}\n@misc{small, title={S}}"));
  EXPECT_THAT(
      sink.rules,
      ElementsAre("1 id is missing: there is no eprint, doi, url or key",
                  "2 entry is longer than 1,048,576 bytes"));
  ASSERT_EQ(sink.records.size(), 1);
}

TEST(BibtexReader, ReadsTheSameInChunksOfAnySize) {
  const std::string text =
      "@string{v={X}}@article{k, title={A \\{ b}, "
      "journal=v}\n@misc{l,note={n}}";
  for (size_t chunk = 1; chunk < 12; ++chunk) {
    const auto sink = Read(text, chunk);
    ASSERT_EQ(sink.records.size(), 2) << chunk;
    EXPECT_EQ(sink.records[0].journal_ref(), "X");
    EXPECT_EQ(sink.records[1].comment(), "n");
  }
}

TEST(BibtexReader, DoesNotGrowWithMacrosOfMacros) {
  std::string text = "@string{a = {xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx}}\n";
  for (int i = 0; i < 200; ++i) text += "@string{a = a # a # a # a}\n";
  text += "@misc{k, title = a # a}";
  const auto sink = Read(text);
  ASSERT_EQ(sink.records.size(), 1);
  EXPECT_LT(sink.records[0].title().size(), 8u << 20);
}

}  // namespace
}  // namespace broadsheet::ingest
