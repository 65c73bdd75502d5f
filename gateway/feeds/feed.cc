#include "gateway/feeds/feed.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "common/errors.h"
#include "common/json_writer.h"
#include "gateway/feeds/xml_text.h"

namespace broadsheet::gateway {
namespace {

constexpr char kXmlHead[] = "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n";

std::string Rfc3339(absl::Time time) {
  return absl::FormatTime("%Y-%m-%dT%H:%M:%SZ", time, absl::UTCTimeZone());
}

std::string Rfc822(absl::Time time) {
  return absl::FormatTime("%a, %d %b %Y %H:%M:%S +0000", time,
                          absl::UTCTimeZone());
}

void Element(const char* name, const std::string& text, std::string* out) {
  absl::StrAppend(out, "<", name, ">", XmlText(text), "</", name, ">\n");
}

// What an item says, as HTML.
std::string Html(const FeedItem& item) {
  std::string html;
  if (!item.reason.empty()) {
    absl::StrAppend(&html, "<p><em>", XmlText(item.reason), "</em></p>");
  }
  if (!item.authors.empty()) {
    absl::StrAppend(&html, "<p>", XmlText(absl::StrJoin(item.authors, ", ")),
                    "</p>");
  }
  for (absl::string_view paragraph :
       absl::StrSplit(item.summary, '\n', absl::SkipWhitespace())) {
    absl::StrAppend(&html, "<p>", XmlText(AsStd(paragraph)), "</p>");
  }
  return html;
}

void AtomLink(const char* rel, const char* type, const std::string& url,
              std::string* out) {
  absl::StrAppend(out, "<link rel=\"", rel, "\" type=\"", type, "\" href=\"",
                  XmlText(url), "\"/>\n");
}

void AtomEntry(const FeedItem& item, std::string* out) {
  absl::StrAppend(out, "<entry>\n");
  Element("id", item.id, out);
  Element("title", item.title, out);
  AtomLink("alternate", "text/html", item.url, out);
  Element("published", Rfc3339(item.published), out);
  Element("updated", Rfc3339(item.updated), out);
  for (const std::string& author : item.authors) {
    absl::StrAppend(out, "<author><name>", XmlText(author),
                    "</name></author>\n");
  }
  for (const std::string& category : item.categories) {
    absl::StrAppend(out, "<category term=\"", XmlText(category), "\"/>\n");
  }
  absl::StrAppend(out, "<content type=\"html\">", XmlText(Html(item)),
                  "</content>\n</entry>\n");
}

std::string WriteAtom(const Feed& feed) {
  std::string out(kXmlHead);
  absl::StrAppend(&out, "<feed xmlns=\"http://www.w3.org/2005/Atom\">\n");
  Element("id", feed.self_url, &out);
  Element("title", feed.title, &out);
  Element("subtitle", feed.description, &out);
  Element("updated", Rfc3339(feed.updated), &out);
  AtomLink("self", "application/atom+xml", feed.self_url, &out);
  AtomLink("alternate", "text/html", feed.page_url, &out);
  // Entries of papers without authors fall back to it.
  absl::StrAppend(&out, "<author><name>Broadsheet</name></author>\n",
                  "<generator>Broadsheet</generator>\n");
  for (const FeedItem& item : feed.items) AtomEntry(item, &out);
  absl::StrAppend(&out, "</feed>\n");
  return out;
}

void RssItem(const FeedItem& item, std::string* out) {
  absl::StrAppend(out, "<item>\n");
  Element("title", item.title, out);
  Element("link", item.url, out);
  absl::StrAppend(out, "<guid isPermaLink=\"false\">", XmlText(item.id),
                  "</guid>\n");
  Element("pubDate", Rfc822(item.published), out);
  for (const std::string& author : item.authors) {
    Element("dc:creator", author, out);
  }
  for (const std::string& category : item.categories) {
    Element("category", category, out);
  }
  Element("description", Html(item), out);
  absl::StrAppend(out, "</item>\n");
}

std::string WriteRss(const Feed& feed) {
  std::string out(kXmlHead);
  absl::StrAppend(&out,
                  "<rss version=\"2.0\" "
                  "xmlns:atom=\"http://www.w3.org/2005/Atom\" "
                  "xmlns:dc=\"http://purl.org/dc/elements/1.1/\">\n"
                  "<channel>\n");
  Element("title", feed.title, &out);
  Element("link", feed.page_url, &out);
  Element("description", feed.description, &out);
  absl::StrAppend(&out,
                  "<atom:link rel=\"self\" type=\"application/rss+xml\" "
                  "href=\"",
                  XmlText(feed.self_url), "\"/>\n");
  Element("lastBuildDate", Rfc822(feed.updated), &out);
  for (const FeedItem& item : feed.items) RssItem(item, &out);
  absl::StrAppend(&out, "</channel>\n</rss>\n");
  return out;
}

void JsonItem(const FeedItem& item, JsonWriter* json) {
  json->BeginObject();
  json->Key("id").String(item.id);
  json->Key("url").String(item.url);
  json->Key("title").String(item.title);
  json->Key("content_html").String(Html(item));
  json->OptionalString("summary", item.reason);
  json->Key("date_published").String(Rfc3339(item.published));
  json->Key("date_modified").String(Rfc3339(item.updated));
  json->Key("authors").BeginArray();
  for (const std::string& author : item.authors) {
    json->BeginObject().Key("name").String(author).EndObject();
  }
  json->EndArray();
  json->Key("tags").BeginArray();
  for (const std::string& category : item.categories) json->String(category);
  json->EndArray();
  json->EndObject();
}

std::string WriteJson(const Feed& feed) {
  JsonWriter json;
  json.BeginObject();
  json.Key("version").String("https://jsonfeed.org/version/1.1");
  json.Key("title").String(feed.title);
  json.Key("description").String(feed.description);
  json.Key("home_page_url").String(feed.page_url);
  json.Key("feed_url").String(feed.self_url);
  json.Key("items").BeginArray();
  for (const FeedItem& item : feed.items) JsonItem(item, &json);
  json.EndArray();
  json.EndObject();
  return json.Take();
}

}  // namespace

std::optional<FeedFormat> FeedFormatOf(std::string_view name) {
  if (name == "atom") return FeedFormat::kAtom;
  if (name == "rss") return FeedFormat::kRss;
  if (name == "json") return FeedFormat::kJson;
  return std::nullopt;
}

std::string WriteFeed(const Feed& feed, FeedFormat format) {
  switch (format) {
    case FeedFormat::kAtom:
      return WriteAtom(feed);
    case FeedFormat::kRss:
      return WriteRss(feed);
    case FeedFormat::kJson:
      return WriteJson(feed);
  }
  return "";
}

std::string FeedContentType(FeedFormat format) {
  switch (format) {
    case FeedFormat::kAtom:
      return "application/atom+xml; charset=utf-8";
    case FeedFormat::kRss:
      return "application/rss+xml; charset=utf-8";
    case FeedFormat::kJson:
      return "application/feed+json; charset=utf-8";
  }
  return "";
}

}  // namespace broadsheet::gateway
