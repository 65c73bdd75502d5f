#include "gateway/feeds/feed.h"

#include "gateway/feeds/xml_check.h"
#include "gmock/gmock.h"
#include "google/protobuf/struct.pb.h"
#include "google/protobuf/util/json_util.h"
#include "gtest/gtest.h"

namespace broadsheet::gateway {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

constexpr FeedFormat kXmlFormats[] = {FeedFormat::kAtom, FeedFormat::kRss};

Feed FeedOf(const std::string& text) {
  Feed feed;
  feed.title = text;
  feed.description = text;
  feed.self_url = "http://localhost/feeds/search.atom?q=a&b";
  feed.page_url = "http://localhost/papers?q=a&b";
  feed.updated = absl::FromUnixSeconds(1795435200);
  FeedItem item;
  item.id = "urn:x-broadsheet:paper:2611.00001";
  item.url = "http://localhost/papers/2611.00001";
  item.title = text;
  item.authors = {text, "Ada Lovelace"};
  item.categories = {text};
  item.summary = text + "\n" + text;
  item.reason = text;
  item.published = item.updated = feed.updated;
  feed.items.push_back(item);
  return feed;
}

TEST(FeedTest, IsWellFormedWhateverItsTextsHold) {
  const std::string hostile[] = {"",
                                 "plain",
                                 "<script>alert(1)</script>",
                                 "]]>",
                                 "a & b \" ' <",
                                 std::string("\0\x01\x0b\x1f", 4),
                                 "\xff\xfe bad \xc3",
                                 "\xEF\xBF\xBF",
                                 "\xED\xA0\x80 a surrogate",
                                 "中文 עברית 🙂",
                                 "&amp;&nbsp;",
                                 "$x<y$"};
  for (const std::string& text : hostile) {
    for (const FeedFormat format : kXmlFormats) {
      const std::string xml = WriteFeed(FeedOf(text), format);
      EXPECT_EQ(XmlFault(xml), "") << xml;
    }
  }
}

TEST(FeedTest, AParserReadsTheTitleThatWasWritten) {
  const std::string title = "On <b>x & y</b> \"quoted\"";
  for (const FeedFormat format : kXmlFormats) {
    const auto titles = XmlTexts(WriteFeed(FeedOf(title), format), "title");
    EXPECT_THAT(titles, ::testing::Each(title));
    EXPECT_EQ(titles.size(), 2u);
  }
}

TEST(FeedTest, HtmlInAnAbstractStaysTextForReadersOfHtml) {
  const auto contents = XmlTexts(
      WriteFeed(FeedOf("<img src=x onerror=y>"), FeedFormat::kAtom), "content");
  ASSERT_EQ(contents.size(), 1u);
  EXPECT_THAT(contents[0], HasSubstr("<p>&lt;img src=x onerror=y&gt;</p>"));
  EXPECT_THAT(contents[0], Not(HasSubstr("<img")));
}

TEST(FeedTest, JsonFeedHasWhatTheFormatAsksFor) {
  google::protobuf::Struct feed;
  ASSERT_TRUE(google::protobuf::util::JsonStringToMessage(
                  WriteFeed(FeedOf("a \"b\""), FeedFormat::kJson), &feed)
                  .ok());
  EXPECT_EQ(feed.fields().at("version").string_value(),
            "https://jsonfeed.org/version/1.1");
  const auto& item =
      feed.fields().at("items").list_value().values(0).struct_value();
  EXPECT_EQ(item.fields().at("title").string_value(), "a \"b\"");
  EXPECT_EQ(item.fields().at("date_published").string_value(),
            "2026-11-23T12:00:00Z");
}

TEST(FeedTest, DatesAreThoseOfEachFormat) {
  EXPECT_THAT(WriteFeed(FeedOf("a"), FeedFormat::kAtom),
              HasSubstr("<updated>2026-11-23T12:00:00Z</updated>"));
  EXPECT_THAT(WriteFeed(FeedOf("a"), FeedFormat::kRss),
              HasSubstr("<pubDate>Mon, 23 Nov 2026 12:00:00 +0000</pubDate>"));
}

}  // namespace
}  // namespace broadsheet::gateway
