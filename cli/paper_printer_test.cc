#include "cli/paper_printer.h"

#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace broadsheet::cli {
namespace {

using testing::HasSubstr;
using testing::Not;

void AddLink(v1::PaperLink::Kind kind, const std::string& url,
             v1::Paper* paper) {
  v1::PaperLink* link = paper->add_links();
  link->set_kind(kind);
  link->set_url(url);
}

v1::Paper PaperWithLinks() {
  v1::Paper paper;
  paper.set_id("2407.21783");
  AddLink(v1::PaperLink::KIND_CODE, "https://github.com/a/b", &paper);
  AddLink(v1::PaperLink::KIND_REMOVED, "https://github.com/a/c", &paper);
  AddLink(v1::PaperLink::KIND_MEDIA, "https://vimeo.com/123456", &paper);
  return paper;
}

// As ingest/paper_extras_test.cc takes it back.
TEST(PaperJson, KeepsTheKindsOfLinksThatPeopleMade) {
  const std::string links =
      R"("links":[{"kind":"code","url":"https://github.com/a/b"},)"
      R"({"kind":"removed","url":"https://github.com/a/c"},)"
      R"({"kind":"media","url":"https://vimeo.com/123456"}])";
  EXPECT_THAT(PaperJson(PaperWithLinks()), HasSubstr(links));
}

TEST(PaperText, LeavesOutWhatWasTakenAway) {
  const std::string text =
      PaperText(PaperWithLinks(), {.out = nullptr, .err = nullptr});
  EXPECT_THAT(text, HasSubstr("https://github.com/a/b"));
  EXPECT_THAT(text, Not(HasSubstr("https://github.com/a/c")));
}

}  // namespace
}  // namespace broadsheet::cli
