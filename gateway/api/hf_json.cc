#include "gateway/api/hf_json.h"

#include <algorithm>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/strip.h"
#include "absl/time/time.h"
#include "common/errors.h"
#include "common/paper_id.h"
#include "gateway/identity.h"

namespace broadsheet::gateway {
namespace {

// The best day that we have: a missing date makes the client lose another one.
std::string PublishedAt(const v1::Paper& paper) {
  if (!paper.published().empty()) return HfDay(paper.published());
  if (!paper.announced().empty()) return HfDay(paper.announced());
  return HfTime(paper.first_seen());
}

std::string DiscussionId(const v1::Paper& paper) {
  return HfObjectId("discussion:" + paper.id());
}

// The client reads the handle from "user" alone.
void WriteUser(std::string_view name, JsonWriter* json) {
  json->BeginObject();
  json->Key("_id").String(HfUserId(name));
  json->Key("avatarUrl").String("");
  json->Key("fullname").String(name);
  json->Key("isPro").Bool(false);
  json->Key("name").String(name);
  json->Key("type").String("user");
  json->Key("user").String(name);
  json->EndObject();
}

// `known`: who is known as that author.
void WriteAuthor(const v1::Paper& paper, const std::string& author,
                 const v1::KnownAuthor* known, JsonWriter* json) {
  json->BeginObject();
  json->Key("_id").String(HfAuthorId(paper, author));
  json->Key("name").String(author);
  json->Key("hidden").Bool(false);
  if (known != nullptr) {
    json->Key("status").String("claimed_verified");
    json->Key("statusLastChangedAt").String(HfTime(known->since()));
    json->Key("user");
    WriteUser(known->reader_id(), json);
  }
  json->EndObject();
}

void WriteAuthors(const v1::Paper& paper, const HfAuthors& authors,
                  JsonWriter* json) {
  const auto [begin, end] = authors.equal_range(paper.id());
  json->Key("authors").BeginArray();
  for (const std::string& author : paper.authors()) {
    const auto known = std::find_if(begin, end, [&](const auto& one) {
      return one.second.author() == author;
    });
    WriteAuthor(paper, author, known == end ? nullptr : &known->second, json);
  }
  json->EndArray();
}

void WriteSubmission(const v1::Paper& paper, JsonWriter* json) {
  if (paper.has_submitted_at()) {
    json->Key("submittedOnDailyAt").String(HfTime(paper.submitted_at()));
  }
  if (paper.submitted_by().empty()) return;
  json->Key("submittedOnDailyBy");
  WriteUser(paper.submitted_by(), json);
}

int64_t SignalOf(const v1::Paper& paper, std::string_view name) {
  for (const v1::PaperSignal& signal : paper.signals()) {
    if (signal.name() == name) return signal.value();
  }
  return 0;
}

// The first link of that kind; empty when there is none.
std::string LinkOf(const v1::Paper& paper, v1::PaperLink::Kind kind) {
  for (const v1::PaperLink& link : paper.links()) {
    if (link.kind() == kind) return link.url();
  }
  return "";
}

// What was made of the text, and where the paper lives besides.
void WriteFindings(const v1::Paper& paper, JsonWriter* json) {
  json->OptionalString("ai_summary", paper.summary());
  json->Key("ai_keywords").BeginArray();
  for (const std::string& keyword : paper.keywords()) json->String(keyword);
  json->EndArray();
  json->OptionalString("projectPage",
                       LinkOf(paper, v1::PaperLink::KIND_PROJECT_PAGE));
  const std::string code = LinkOf(paper, v1::PaperLink::KIND_CODE);
  json->OptionalString("githubRepo", code);
  if (code.empty()) return;
  json->Key("githubStars").Int(SignalOf(paper, "github_stars"));
  json->Key("githubRepoAddedBy").String("auto");
}

// The fields that a list's item has both inside "paper" and outside. The outer
// "publishedAt" is another date, so that it is not among them.
void WriteShared(const v1::Paper& paper, const HfAuthors& authors,
                 JsonWriter* json) {
  json->Key("id").String(paper.id());
  WriteAuthors(paper, authors, json);
  json->Key("title").String(paper.title());
  json->Key("summary").String(paper.abstract());
  json->Key("upvotes").Int(paper.upvotes());
  json->Key("discussionId").String(DiscussionId(paper));
  json->OptionalString("source", paper.source());
  json->Key("numComments").Int(paper.num_comments());
  json->Key("mediaUrls").BeginArray();
  for (const v1::PaperLink& link : paper.links()) {
    if (link.kind() == v1::PaperLink::KIND_MEDIA) json->String(link.url());
  }
  json->EndArray();
  WriteFindings(paper, json);
}

void WriteInner(const v1::Paper& paper, const HfAuthors& authors,
                JsonWriter* json) {
  json->BeginObject();
  WriteShared(paper, authors, json);
  json->Key("publishedAt").String(PublishedAt(paper));
  WriteSubmission(paper, json);
  json->EndObject();
}

bool IsAuthorParticipating(const v1::Paper& paper, const HfAuthors& authors) {
  const auto [begin, end] = authors.equal_range(paper.id());
  return std::any_of(
      begin, end, [](const auto& one) { return one.second.participating(); });
}

// A text in pieces, as the hub's full-text search writes them.
void WriteSegments(const v1::Highlight& highlight, JsonWriter* json) {
  const std::string& text = highlight.fragment();
  size_t at = 0;
  const auto piece = [&](size_t end, const char* type) {
    if (end <= at) return;
    json->BeginObject().Key("text").String(text.substr(at, end - at));
    json->Key("type").String(type).EndObject();
    at = end;
  };
  json->BeginArray();
  for (const v1::TextRange& range : highlight.ranges()) {
    const auto begin = static_cast<size_t>(range.begin());
    const auto end = static_cast<size_t>(range.end());
    if (begin < at || end < begin || end > text.size()) break;
    piece(begin, "text");
    piece(end, "highlight");
  }
  piece(text.size(), "text");
  json->EndArray();
}

void WriteMarks(const v1::PaperHighlights& marks, JsonWriter* json) {
  for (const v1::Highlight& highlight : marks.highlights()) {
    const bool title = highlight.field() == "title";
    if (!title && highlight.field() != "abstract") continue;
    json->Key(title ? "highlightedTitle" : "highlightedSummary");
    WriteSegments(highlight, json);
  }
}

// `listed_at` becomes the client's `submitted_at`.
void WriteItem(const v1::Paper& paper, const std::string& listed_at,
               std::string_view submitter, const HfAuthors& authors,
               const v1::PaperHighlights* marks, JsonWriter* json) {
  json->BeginObject();
  json->Key("paper");
  WriteInner(paper, authors, json);
  WriteShared(paper, authors, json);
  json->Key("publishedAt").String(listed_at);
  json->Key("thumbnail").String("");
  if (!submitter.empty()) {
    json->Key("submittedBy");
    WriteUser(submitter, json);
  }
  json->Key("isAuthorParticipating")
      .Bool(IsAuthorParticipating(paper, authors));
  if (marks != nullptr) WriteMarks(*marks, json);
  json->EndObject();
}

void WriteLinked(const v1::Paper& paper, v1::PaperLink::Kind kind,
                 const char* name, JsonWriter* json) {
  json->Key(absl::StrCat("linked", name));
  const int count = WriteRepos(paper, kind, json);
  json->Key(absl::StrCat("numTotal", name)).Int(count);
}

// "https://huggingface.co/datasets/a/b" is "a/b" there.
std::string RepoId(absl::string_view url) {
  const size_t host = url.find("://");
  if (host != absl::string_view::npos) url.remove_prefix(host + 3);
  const size_t path = url.find('/');
  if (path == absl::string_view::npos) return std::string(url);
  url.remove_prefix(path + 1);
  if (!absl::ConsumePrefix(&url, "datasets/")) {
    absl::ConsumePrefix(&url, "spaces/");
  }
  return std::string(absl::StripSuffix(url, "/"));
}

std::string SourceUrl(const v1::Paper& paper) {
  absl::string_view id = paper.id();
  if (IsArxivId(paper.id())) return absl::StrCat("https://arxiv.org/abs/", id);
  if (absl::ConsumePrefix(&id, "doi:")) {
    return absl::StrCat("https://doi.org/", id);
  }
  if (absl::ConsumePrefix(&id, "openalex:")) {
    return absl::StrCat("https://openalex.org/", id);
  }
  return paper.id();
}

}  // namespace

int WriteRepos(const v1::Paper& paper, v1::PaperLink::Kind kind,
               JsonWriter* json) {
  int count = 0;
  json->BeginArray();
  for (const v1::PaperLink& link : paper.links()) {
    if (link.kind() != kind) continue;
    json->BeginObject();
    json->Key("id").String(RepoId(link.url()));
    json->Key("url").String(link.url());
    json->EndObject();
    ++count;
  }
  json->EndArray();
  return count;
}

void WriteDailyItem(const v1::SubmittedPaper& paper, const HfAuthors& authors,
                    JsonWriter* json) {
  WriteItem(paper.listed().paper(), HfDay(paper.day()), paper.submitter(),
            authors, nullptr, json);
}

void WriteSearchItem(const v1::Paper& paper, const HfAuthors& authors,
                     const v1::PaperHighlights* marks, JsonWriter* json) {
  const std::string listed_at = paper.has_submitted_at()
                                    ? HfTime(paper.submitted_at())
                                    : PublishedAt(paper);
  WriteItem(paper, listed_at, paper.submitted_by(), authors, marks, json);
}

void WritePaperDetail(const v1::Paper& paper, const HfAuthors& authors,
                      JsonWriter* json) {
  json->BeginObject();
  WriteShared(paper, authors, json);
  json->Key("publishedAt").String(PublishedAt(paper));
  WriteSubmission(paper, json);
  if (paper.withdrawn()) json->Key("withdrawnAt").String(PublishedAt(paper));
  WriteLinked(paper, v1::PaperLink::KIND_MODEL, "Models", json);
  WriteLinked(paper, v1::PaperLink::KIND_DATASET, "Datasets", json);
  WriteLinked(paper, v1::PaperLink::KIND_SPACE, "Spaces", json);
  json->EndObject();
}

std::string PaperMarkdown(const v1::Paper& paper) {
  std::string text = absl::StrCat(
      "Title: ", paper.title(), "\n\nURL Source: ", SourceUrl(paper),
      "\n\nPublished Time: ", PublishedAt(paper), "\n\nMarkdown Content:\n# ",
      paper.title(), "\n\n");
  if (!paper.authors().empty()) {
    absl::StrAppend(&text, absl::StrJoin(paper.authors(), ", "), "\n\n");
  }
  absl::StrAppend(&text, "## Abstract\n\n", paper.abstract(), "\n");
  return text;
}

std::string HfDay(std::string_view day) {
  if (day.empty()) return "";
  return absl::StrCat(AsAbsl(day), "T00:00:00.000Z");
}

std::string HfTime(const google::protobuf::Timestamp& time) {
  return absl::FormatTime(
      "%Y-%m-%dT%H:%M:%E3SZ",
      absl::FromUnixSeconds(time.seconds()) + absl::Nanoseconds(time.nanos()),
      absl::UTCTimeZone());
}

std::string HfAuthorId(const v1::Paper& paper, const std::string& author) {
  return HfObjectId(absl::StrCat("author:", paper.id(), ":", author));
}

std::string HfUserId(std::string_view reader) {
  return HfObjectId(absl::StrCat("user:", AsAbsl(reader)));
}

std::string HfObjectId(std::string_view text) {
  return absl::BytesToHexString(HashToken(text).substr(0, 12));
}

}  // namespace broadsheet::gateway
