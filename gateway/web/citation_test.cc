#include "gateway/web/citation.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace broadsheet::gateway {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

v1::Paper Attention() {
  v1::Paper paper;
  paper.set_id("1706.03762");
  paper.set_title("Attention Is All You Need");
  paper.set_abstract("The dominant\nmodels.");
  paper.add_authors("Ashish Vaswani");
  paper.add_authors("Noam Shazeer");
  paper.add_categories("cs.CL");
  paper.set_published("2017-06-12");
  return paper;
}

std::vector<std::string> FirstIds(std::string_view text) {
  std::vector<std::string> ids;
  for (const Reference& reference : ReadReferences(text)) {
    ids.push_back(reference.ids.empty() ? "none" : reference.ids[0]);
  }
  return ids;
}

TEST(CitationTest, WritesBibtex) {
  EXPECT_EQ(WriteBibtex(Attention()),
            "@misc{vaswani2017attention,\n"
            "  title = {{Attention Is All You Need}},\n"
            "  author = {Ashish Vaswani and Noam Shazeer},\n"
            "  year = {2017},\n"
            "  eprint = {1706.03762},\n"
            "  archivePrefix = {arXiv},\n"
            "  primaryClass = {cs.CL},\n"
            "  url = {https://arxiv.org/abs/1706.03762},\n"
            "}\n");
}

TEST(CitationTest, WritesRis) {
  const std::string ris = WriteRis(Attention());
  EXPECT_THAT(ris, HasSubstr("AU  - Vaswani, Ashish\n"));
  EXPECT_THAT(ris, HasSubstr("AB  - The dominant models.\n"));
  EXPECT_THAT(ris, HasSubstr("DA  - 2017/06/12\n"));
  EXPECT_TRUE(ris.ends_with("ER  - \n"));
}

TEST(CitationTest, ATitleCannotEndItsField) {
  v1::Paper paper = Attention();
  paper.set_title("Odd } title\nER  - 100% & more_\\");
  EXPECT_THAT(WriteBibtex(paper),
              HasSubstr("{{Odd  title ER - 100\\% \\& more\\_}}"));
  EXPECT_THAT(WriteRis(paper), Not(HasSubstr("\nER  - 100")));
}

TEST(CitationTest, AKeyIsNeverEmpty) {
  v1::Paper paper;
  paper.set_id("doi:10.1/x");
  EXPECT_FALSE(CitationKey(paper).empty());
}

TEST(ReferencesTest, ReadsWhatItWrites) {
  v1::Paper other = Attention();
  other.set_id("doi:10.1000/xyz");
  const std::string bib = WriteBibtex(Attention()) + WriteBibtex(other);
  EXPECT_THAT(FirstIds(bib), ElementsAre("1706.03762", "doi:10.1000/xyz"));
  const std::string ris = WriteRis(Attention()) + WriteRis(other);
  EXPECT_THAT(FirstIds(ris), ElementsAre("1706.03762", "doi:10.1000/xyz"));
}

TEST(ReferencesTest, ReadsOthersBibtexAndJson) {
  EXPECT_THAT(
      FirstIds("% a comment\n@article{a, title=\"A {B}\", year = 2020,\n"
               "  doi = {10.48550/arXiv.2407.21783} }\n@misc{b,url={https://"
               "arxiv.org/abs/hep-th/9901001v2}}"),
      ElementsAre("2407.21783", "hep-th/9901001"));
  EXPECT_THAT(FirstIds("[{\"title\":\"x\",\"DOI\":\"10.1/a\",\"author\":"
                       "[{\"family\":\"B\"}]},{\"id\":\"2407.21783\"}]"),
              ::testing::Contains("2407.21783"));
}

TEST(ReferencesTest, ReadsLinesOfIdsAndAddresses) {
  EXPECT_THAT(FirstIds("2407.21783v2\nhttps://arxiv.org/pdf/1706.03762\n\n"
                       "what is this\n"),
              ElementsAre("2407.21783", "1706.03762", "none"));
}

TEST(ReferencesTest, TakesAnything) {
  for (const char* text : {"", "   ", "{", "[[[[", "@", "@{", "@a{b=", "@a{b={",
                           "TY  -", "\xff\xfe", "{\"a\":\"", "{\"a\\"}) {
    ReadReferences(text);
  }
  EXPECT_THAT(ReadReferences(""), IsEmpty());
  std::string many;
  for (int i = 0; i < 3000; ++i) many += "2407.21783\n";
  EXPECT_EQ(ReadReferences(many).size(), kMaxReferences);
}

}  // namespace
}  // namespace broadsheet::gateway
