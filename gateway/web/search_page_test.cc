#include "gateway/web/search_page.h"

#include "gateway/web/page_fixture.h"
#include "gmock/gmock.h"

namespace broadsheet::gateway {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

class SearchPageTest : public PageFixture {
 protected:
  SearchPageTest() {
    *found_.add_papers()->mutable_paper() = Paper("2611.1", "Deep <b>nets");
    page_.stories.push_back({found_.papers(0).paper(), "", ""});
  }

  void Mark(const std::string& field, const std::string& text, int begin,
            int end) {
    if (found_.highlights_size() == 0) {
      found_.add_highlights()->set_paper_id("2611.1");
    }
    v1::Highlight* mark = found_.mutable_highlights(0)->add_highlights();
    mark->set_field(field);
    mark->set_fragment(text);
    mark->add_ranges()->set_begin(begin);
    mark->mutable_ranges(0)->set_end(end);
  }

  std::string Html() {
    AddSearchParts("deep nets", "", found_, &page_);
    return *WriteRankedPage(writer(), Frame(), page_);
  }

  v1::SearchResponse found_;
  RankedPage page_;
};

TEST_F(SearchPageTest, MarksWhatWasSearchedForAndEscapesTheRest) {
  Mark("title", "Deep <b>nets", 0, 4);
  Mark("abstract", "about nets", 6, 10);
  const std::string html = Html();
  EXPECT_THAT(html, HasSubstr("<mark>Deep</mark> &lt;b&gt;nets"));
  EXPECT_THAT(html, HasSubstr("about <mark>nets</mark>"));
}

TEST_F(SearchPageTest, RangesThatDoNotFitMarkNothing) {
  v1::Highlight highlight;
  highlight.set_fragment("caf\xC3\xA9");
  v1::TextRange* range = highlight.add_ranges();
  for (const auto& [begin, end] :
       {std::pair{0, 4}, std::pair{3, 2}, std::pair{0, 50}, std::pair{-1, 2}}) {
    range->set_begin(begin);
    range->set_end(end);
    EXPECT_THAT(MarkedText(highlight), IsEmpty()) << begin << end;
  }
}

TEST_F(SearchPageTest, FacetsNarrowTheQuery) {
  v1::Facet* years = found_.add_facets();
  years->set_name("year");
  for (const char* year : {"2026", "2025"}) {
    v1::FacetValue* value = years->add_values();
    value->set_value(year);
    value->set_count(1200);
  }
  const std::string html = Html();
  EXPECT_THAT(html, HasSubstr("q=deep%20nets%20year%3A2026"));
  EXPECT_THAT(html, HasSubstr("1,200"));
}

TEST_F(SearchPageTest, OffersABetterSpelling) {
  found_.set_did_you_mean("deep <nets>");
  const std::string html = Html();
  EXPECT_THAT(html, HasSubstr("q=deep%20%3Cnets%3E"));
  EXPECT_THAT(html, HasSubstr("deep &lt;nets&gt;</a>?"));
}

TEST_F(SearchPageTest, SaysHowManyMatchAndThatOthersFollow) {
  for (int i = 0; i < 24; ++i) found_.add_papers();
  const auto origin = [&](int64_t total, int first_rank) {
    found_.set_total(total);
    page_.first_rank = first_rank;
    AddSearchParts("deep nets", "", found_, &page_);
    return page_.origin;
  };
  EXPECT_EQ(origin(1200, 1), "1,200 papers found");
  EXPECT_EQ(origin(25, 1), "25 papers found");
  EXPECT_EQ(origin(5, 1),
            "5 papers match all words; others follow by how close they are");
  EXPECT_EQ(origin(30, 26),
            "30 papers match all words; others follow by how close they are");
  EXPECT_EQ(origin(0, 1), "No paper matches all words; these match in part");
  EXPECT_EQ(FoundLine(found_, 1, "saved paper"),
            "No saved paper matches all words; these match in part");
  found_.clear_papers();
  EXPECT_EQ(origin(0, 1), "0 papers found");
}

TEST_F(SearchPageTest, SaysWhenTheTimeRanOut) {
  found_.set_partial(true);
  AddSearchParts("deep nets", "", found_, &page_);
  EXPECT_EQ(page_.origin, "What is closest, and perhaps more: time ran out");
}

TEST_F(SearchPageTest, WithoutFacetsThereIsNoSide) {
  EXPECT_THAT(Html(), Not(HasSubstr("class=\"facets\"")));
}

}  // namespace
}  // namespace broadsheet::gateway
