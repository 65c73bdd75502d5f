#include "ingest/paper_extras.h"

#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "ingest/json_paper_parser.h"

namespace broadsheet::ingest {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

class NormalizeExtrasTest : public ::testing::Test {
 protected:
  // "" when the paper is normal now, else "FIELD RULE".
  std::string Normalize() {
    const auto violation = NormalizeExtras(&paper_);
    return violation ? violation->field + " " + violation->rule : "";
  }

  void AddLink(v1::PaperLink::Kind kind, const std::string& url) {
    paper_.add_links()->set_kind(kind);
    paper_.mutable_links()->rbegin()->set_url(url);
  }

  void AddSignal(const std::string& name, int64_t value) {
    paper_.add_signals()->set_name(name);
    paper_.mutable_signals()->rbegin()->set_value(value);
  }

  v1::Paper paper_;
};

TEST_F(NormalizeExtrasTest, DropsLinksThatAreNoneAndRepeatedOnes) {
  AddLink(v1::PaperLink::KIND_CODE, "javascript:alert(1)");
  AddLink(v1::PaperLink::KIND_PROJECT_PAGE, "http://github.com/a/b.git");
  AddLink(v1::PaperLink::KIND_CODE, "https://github.com/a/b");
  AddLink(v1::PaperLink::KIND_PROJECT_PAGE, "HTTPS://Example.org/A");
  ASSERT_EQ(Normalize(), "");
  ASSERT_EQ(paper_.links_size(), 2);
  EXPECT_EQ(paper_.links(0).url(), "https://github.com/a/b");
  EXPECT_EQ(paper_.links(0).kind(), v1::PaperLink::KIND_CODE);
  EXPECT_EQ(paper_.links(1).url(), "https://example.org/A");
}

TEST_F(NormalizeExtrasTest, KeepsWhatPeopleMadeOfALink) {
  AddLink(v1::PaperLink::KIND_REMOVED, "http://github.com/a/b.git");
  AddLink(v1::PaperLink::KIND_MEDIA, "https://youtu.be/dQw4w9WgXcQ");
  AddLink(v1::PaperLink::KIND_CODE, "https://github.com/a/b");
  ASSERT_EQ(Normalize(), "");
  ASSERT_EQ(paper_.links_size(), 2);
  EXPECT_EQ(paper_.links(0).kind(), v1::PaperLink::KIND_REMOVED);
  EXPECT_EQ(paper_.links(0).url(), "https://github.com/a/b");
  EXPECT_EQ(paper_.links(1).kind(), v1::PaperLink::KIND_MEDIA);
  EXPECT_EQ(paper_.links(1).url(),
            "https://www.youtube.com/watch?v=dQw4w9WgXcQ");
}

// As cli/paper_printer_test.cc has it from an export.
TEST_F(NormalizeExtrasTest, TakesTheLinksOfAnExportBackAsTheyWere) {
  const auto violation = JsonPaperParser().Parse(
      R"({"id":"2407.21783","links":[)"
      R"({"kind":"code","url":"https://github.com/a/b"},)"
      R"({"kind":"removed","url":"https://github.com/a/c"},)"
      R"({"kind":"media","url":"https://vimeo.com/123456"}]})",
      &paper_);
  ASSERT_FALSE(violation.has_value());
  const v1::Paper exported = paper_;
  ASSERT_EQ(Normalize(), "");
  EXPECT_EQ(paper_.SerializeAsString(), exported.SerializeAsString());
  ASSERT_EQ(paper_.links_size(), 3);
  EXPECT_EQ(paper_.links(1).kind(), v1::PaperLink::KIND_REMOVED);
  EXPECT_EQ(paper_.links(2).kind(), v1::PaperLink::KIND_MEDIA);
}

TEST_F(NormalizeExtrasTest, SortsVersionsAndRefusesImpossibleOnes) {
  paper_.add_versions()->set_number(2);
  paper_.add_versions()->set_number(1);
  ASSERT_EQ(Normalize(), "");
  EXPECT_EQ(paper_.versions(0).number(), 1);
  paper_.add_versions();
  EXPECT_THAT(Normalize(), HasSubstr("versions has the number 0"));
}

TEST_F(NormalizeExtrasTest, SortsSignalsAndRefusesBadOnes) {
  AddSignal("hf_upvotes", 3);
  AddSignal("citations", 0);
  ASSERT_EQ(Normalize(), "");
  EXPECT_EQ(paper_.signals(0).name(), "citations");
  AddSignal("citations", 1);
  EXPECT_THAT(Normalize(), HasSubstr("signals has a name"));
  paper_.clear_signals();
  AddSignal("Stars", 1);
  EXPECT_THAT(Normalize(), HasSubstr("signals has a name"));
  paper_.clear_signals();
  AddSignal("stars", -1);
  EXPECT_EQ(Normalize(), "signals has a negative value");
}

TEST_F(NormalizeExtrasTest, FoldsKeywordsAndSummary) {
  paper_.add_keywords(" deep\n learning ");
  paper_.add_keywords(" ");
  for (int i = 0; i < 20; ++i) paper_.add_keywords("x");
  paper_.set_summary("One\nline.");
  ASSERT_EQ(Normalize(), "");
  EXPECT_EQ(paper_.keywords_size(), 10);
  EXPECT_EQ(paper_.keywords(0), "deep learning");
  EXPECT_EQ(paper_.summary(), "One line.");
  paper_.set_summary(std::string(501, 'x'));
  EXPECT_EQ(Normalize(), "summary is 501 bytes long; at most 500 are allowed");
  paper_.set_summary("\xff");
  EXPECT_EQ(Normalize(), "summary is not UTF-8");
}

}  // namespace
}  // namespace broadsheet::ingest
