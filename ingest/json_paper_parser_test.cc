#include "ingest/json_paper_parser.h"

#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace broadsheet::ingest {
namespace {

using ::testing::ElementsAre;
using ::testing::StartsWith;

class JsonPaperParserTest : public ::testing::Test {
 protected:
  // "" when it was read, else "FIELD RULE".
  std::string Parse(std::string_view line) {
    const auto violation = parser_.Parse(line, &paper_);
    return violation ? violation->field + " " + violation->rule : "";
  }

  JsonPaperParser parser_;
  v1::Paper paper_;
};

TEST_F(JsonPaperParserTest, ReadsEveryField) {
  ASSERT_EQ(Parse(R"({"id": "2407.21783", "title": "T", "abstract": "A",
      "authors": ["B C", "D E"], "categories": ["cs.CL"], "comment": "5 pages",
      "announced": "2024-08-01", "published": "2024-07-31",
      "updated": "2024-08-02", "doi": "10.1/x", "journal_ref": "J 1",
      "license": "http://l", "withdrawn": true})"),
            "");
  EXPECT_EQ(paper_.id(), "2407.21783");
  EXPECT_EQ(paper_.title(), "T");
  EXPECT_EQ(paper_.abstract(), "A");
  EXPECT_THAT(paper_.authors(), ElementsAre("B C", "D E"));
  EXPECT_THAT(paper_.categories(), ElementsAre("cs.CL"));
  EXPECT_EQ(paper_.comment(), "5 pages");
  EXPECT_EQ(paper_.announced(), "2024-08-01");
  EXPECT_EQ(paper_.published(), "2024-07-31");
  EXPECT_EQ(paper_.updated(), "2024-08-02");
  EXPECT_EQ(paper_.doi(), "10.1/x");
  EXPECT_EQ(paper_.journal_ref(), "J 1");
  EXPECT_EQ(paper_.license(), "http://l");
  EXPECT_TRUE(paper_.withdrawn());
}

TEST_F(JsonPaperParserTest, ReadsOtherNamesOfAField) {
  ASSERT_EQ(Parse(R"({"id": "1", "summary": "S", "first_seen": "2025-01-02",
      "date": "2025-01-01", "category": "cs.CL", "comments": "C"})"),
            "");
  EXPECT_EQ(paper_.abstract(), "S");
  EXPECT_EQ(paper_.announced(), "2025-01-02");
  EXPECT_EQ(paper_.published(), "2025-01-01");
  EXPECT_THAT(paper_.categories(), ElementsAre("cs.CL"));
  EXPECT_EQ(paper_.comment(), "C");
}

TEST_F(JsonPaperParserTest, PrefersTheProperName) {
  ASSERT_EQ(Parse(R"({"summary": "S", "id": "1", "abstract": "A"})"), "");
  EXPECT_EQ(paper_.abstract(), "A");
}

TEST_F(JsonPaperParserTest, SplitsAuthorsInOneString) {
  ASSERT_EQ(Parse(R"({"id": "1", "authors": "A. B, C. D and E. F"})"), "");
  EXPECT_EQ(paper_.authors_size(), 3);
}

TEST_F(JsonPaperParserTest, TakesNullAsMissingAndIgnoresUnknownFields) {
  ASSERT_EQ(Parse(R"({"id": "1", "comment": null, "x": {"title": [1]}})"), "");
  EXPECT_EQ(paper_.comment(), "");
}

TEST_F(JsonPaperParserTest, TakesAWholeNumberAsId) {
  ASSERT_EQ(Parse(R"({"id": 123, "title": "T"})"), "");
  EXPECT_EQ(paper_.id(), "123");
  EXPECT_EQ(Parse(R"({"id": 1.5})"),
            "id is or holds a number; a string is allowed");
}

TEST_F(JsonPaperParserTest, RefusesWhatIsNoObject) {
  EXPECT_THAT(Parse("title: T"), StartsWith("line is not JSON: "));
  EXPECT_THAT(Parse(R"({"id": "1")"), StartsWith("line is not JSON: "));
  EXPECT_THAT(Parse(R"({"id": "1"} {"id": "2"})"),
              StartsWith("line is not JSON: "));
  EXPECT_EQ(Parse("[1]"), "line is a list; an object is needed");
  EXPECT_THAT(Parse(std::string(100'000, '[')),
              StartsWith("line is not JSON: "));
}

TEST_F(JsonPaperParserTest, RefusesWhatIsNoText) {
  EXPECT_EQ(Parse("{\"id\": \"1\", \"title\": \"caf\xe9\"}"),
            "line is not UTF-8");
  EXPECT_EQ(Parse(std::string_view("{\"id\": \"\0\"}", 11)),
            "line has a NUL character");
  EXPECT_THAT(Parse(R"({"id": "1", "title": "\ud800"})"),
              StartsWith("line is not JSON: "));
}

TEST_F(JsonPaperParserTest, RefusesAMissingId) {
  EXPECT_EQ(Parse(R"({"title": "T"})"), "id is missing");
  EXPECT_EQ(Parse(R"({"id": null})"), "id is missing");
}

TEST_F(JsonPaperParserTest, NamesTheFieldOfAWrongType) {
  EXPECT_EQ(Parse(R"({"id": "7", "title": 5})"),
            "title is or holds a number; a string is allowed");
  EXPECT_EQ(paper_.id(), "7");
  EXPECT_EQ(Parse(R"({"id": "1", "authors": [{"name": "A"}]})"),
            "authors is or holds an object; a string is allowed");
  EXPECT_EQ(Parse(R"({"id": "1", "categories": {}})"),
            "categories is or holds an object; a list of strings is allowed");
  EXPECT_EQ(Parse(R"({"id": "1", "withdrawn": "yes"})"),
            "withdrawn is or holds a string; a boolean is allowed");
}

TEST_F(JsonPaperParserTest, RefusesAFieldThatAppearsTwice) {
  EXPECT_EQ(Parse(R"({"id": "1", "title": "T", "title": "U"})"),
            "title appears twice");
}

TEST_F(JsonPaperParserTest, ReadsWhatAnExportSaysBesidesTheRecord) {
  ASSERT_EQ(Parse(R"({"id": "1", "tldr": "One line.", "keywords": ["a", "b"],
      "links": [{"kind": "code", "url": "https://github.com/a/b"},
                "https://x.example"],
      "versions": [{"number": 1, "submitted_at": "2026-11-23T10:00:00Z"},
                   {"number": 2}],
      "signals": [{"name": "citations", "value": 3}]})"),
            "");
  EXPECT_EQ(paper_.summary(), "One line.");
  EXPECT_THAT(paper_.keywords(), ElementsAre("a", "b"));
  ASSERT_EQ(paper_.links_size(), 2);
  EXPECT_EQ(paper_.links(0).kind(), v1::PaperLink::KIND_CODE);
  EXPECT_EQ(paper_.links(1).kind(), v1::PaperLink::KIND_PROJECT_PAGE);
  ASSERT_EQ(paper_.versions_size(), 2);
  EXPECT_EQ(paper_.versions(0).submitted_at().seconds(), 1795428000);
  EXPECT_FALSE(paper_.versions(1).has_submitted_at());
  ASSERT_EQ(paper_.signals_size(), 1);
  EXPECT_EQ(paper_.signals(0).value(), 3);
}

TEST_F(JsonPaperParserTest, NamesWhatIsNoLinkVersionOrSignal) {
  EXPECT_THAT(Parse(R"({"id": "1", "links": [{"kind": "cod", "url": "u"}]})"),
              StartsWith("links is or holds"));
  EXPECT_THAT(Parse(R"({"id": "1", "versions": [{"number": 0}]})"),
              StartsWith("versions is or holds"));
  EXPECT_THAT(Parse(R"({"id": "1", "signals": [{"name": "a"}]})"),
              StartsWith("signals is or holds"));
}

TEST_F(JsonPaperParserTest, RefusesARecordThatWasFoundToBeAnotherPaper) {
  EXPECT_THAT(Parse(R"({"id": "doi:10.1/x", "withdrawn": true,
      "merged_into": "2401.00001"})"),
              StartsWith("merged_into names another paper"));
  EXPECT_FALSE(paper_.withdrawn());
}

}  // namespace
}  // namespace broadsheet::ingest
