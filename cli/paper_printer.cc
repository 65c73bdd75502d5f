#include "cli/paper_printer.h"

#include <algorithm>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/time/time.h"
#include "cli/table.h"
#include "cli/text_width.h"
#include "common/json_writer.h"
#include "common/sizes.h"

namespace broadsheet::cli {
namespace {

std::string FormatTime(const google::protobuf::Timestamp& time) {
  return absl::FormatTime("%Y-%m-%dT%H:%M:%SZ",
                          absl::FromUnixSeconds(time.seconds()),
                          absl::UTCTimeZone());
}

std::string FormatScore(double score) { return absl::StrFormat("%.4g", score); }

std::string TitleOf(const v1::Paper& paper) {
  return paper.title().empty() ? "(no title)" : paper.title();
}

Column IdColumn() { return {.header = "ID", .min_width = 10, .weight = 2}; }
Column TitleColumn() {
  return {.header = "TITLE", .min_width = 24, .weight = 3};
}
Column AuthorsColumn() {
  return {.header = "AUTHORS", .min_width = 12, .rank = 3};
}

// The rest of the line in JSON: {"papers":[...],"reader":"..."}.
void BeginList(const char* key, const std::string& value, JsonWriter* json) {
  json->BeginObject().OptionalString(key, value).Key("papers").BeginArray();
}

std::string EndList(JsonWriter* json) {
  json->EndArray().EndObject();
  return json->Take() + "\n";
}

void WriteRank(const v1::ListedPaper& listed, JsonWriter* json) {
  json->Key("id").String(listed.paper().id());
  json->Key("score").Number(listed.score());
  json->Key("reason").String(listed.reason().text());
}

void WriteStrings(const char* key,
                  const google::protobuf::RepeatedPtrField<std::string>& texts,
                  JsonWriter* json) {
  if (texts.empty()) return;
  json->Key(key).BeginArray();
  for (const std::string& text : texts) json->String(text);
  json->EndArray();
}

// KIND_CODE as "code".
std::string LinkKind(const v1::PaperLink& link) {
  constexpr size_t kPrefix = sizeof("KIND_") - 1;
  return absl::AsciiStrToLower(
      v1::PaperLink::Kind_Name(link.kind()).substr(kPrefix));
}

void WriteLinks(const v1::Paper& paper, JsonWriter* json) {
  if (paper.links().empty()) return;
  json->Key("links").BeginArray();
  for (const v1::PaperLink& link : paper.links()) {
    json->BeginObject().Key("kind").String(LinkKind(link));
    json->Key("url").String(link.url()).EndObject();
  }
  json->EndArray();
}

void WriteVersions(const v1::Paper& paper, JsonWriter* json) {
  if (paper.versions().empty()) return;
  json->Key("versions").BeginArray();
  for (const v1::PaperVersion& version : paper.versions()) {
    json->BeginObject().Key("number").Int(version.number());
    if (version.has_submitted_at()) {
      json->Key("submitted_at").String(FormatTime(version.submitted_at()));
    }
    json->EndObject();
  }
  json->EndArray();
}

void WriteSignals(const v1::Paper& paper, JsonWriter* json) {
  if (paper.signals().empty()) return;
  json->Key("signals").BeginArray();
  for (const v1::PaperSignal& signal : paper.signals()) {
    json->BeginObject().Key("name").String(signal.name());
    json->Key("value").Int(signal.value()).EndObject();
  }
  json->EndArray();
}

// Breaks one paragraph into lines of at most `width`, each after `indent`.
std::string Wrap(const std::string& text, int width,
                 const std::string& indent) {
  std::string wrapped;
  std::string line;
  for (const auto& piece :
       absl::StrSplit(SafeLine(text), ' ', absl::SkipEmpty())) {
    const std::string word(piece.data(), piece.size());
    const int needed = DisplayWidth(line) + 1 + DisplayWidth(word);
    if (!line.empty() && needed > width - DisplayWidth(indent)) {
      absl::StrAppend(&wrapped, indent, line, "\n");
      line.clear();
    }
    absl::StrAppend(&line, line.empty() ? "" : " ", word);
  }
  if (!line.empty()) absl::StrAppend(&wrapped, indent, line, "\n");
  return wrapped;
}

std::string FamilyName(const std::string& author) {
  return author.substr(author.find_last_of(' ') + 1);
}

// "label: value", unless the value is empty.
void AppendFact(const std::string& label, const std::string& value,
                std::string* text) {
  if (value.empty()) return;
  absl::StrAppendFormat(text, "%-12s%s\n", absl::StrCat(label, ":"),
                        SafeLine(value));
}

}  // namespace

std::string ShortAuthors(const v1::Paper& paper) {
  const int count = paper.authors_size();
  if (count == 0) return "";
  if (count == 1) return FamilyName(paper.authors(0));
  const std::string first = FamilyName(paper.authors(0));
  const std::string second = FamilyName(paper.authors(1));
  if (count == 2) return absl::StrCat(first, " and ", second);
  return absl::StrCat(first, ", ", second, " and ", count - 2, " more");
}

void PrintDegraded(const Console& console, const std::string& degraded) {
  if (degraded.empty()) return;
  *console.err << "note: " << SafeLine(degraded) << "\n";
}

std::string RankedJson(const std::vector<v1::ListedPaper>& papers,
                       const std::string& reader) {
  JsonWriter json;
  BeginList("reader", reader, &json);
  for (const v1::ListedPaper& listed : papers) {
    json.BeginObject();
    WriteRank(listed, &json);
    json.EndObject();
  }
  return EndList(&json);
}

std::string RankedTable(const std::vector<v1::ListedPaper>& papers,
                        const Console& console) {
  Table table(
      {{.header = "#", .min_width = 3, .align_right = true},
       IdColumn(),
       TitleColumn(),
       AuthorsColumn(),
       {.header = "VOTES", .min_width = 5, .rank = 2, .align_right = true},
       {.header = "SCORE", .min_width = 6, .rank = 1, .align_right = true},
       {.header = "REASON", .min_width = 14, .rank = 4, .weight = 2}});
  for (const v1::ListedPaper& listed : papers) {
    const v1::Paper& paper = listed.paper();
    table.AddRow({absl::StrCat(table.rows() + 1), paper.id(), TitleOf(paper),
                  ShortAuthors(paper), WithCommas(paper.upvotes()),
                  FormatScore(listed.score()), listed.reason().text()});
  }
  return table.Render(console.width, console.colours);
}

std::string SubmittedJson(const std::vector<v1::SubmittedPaper>& papers,
                          const std::string& period) {
  JsonWriter json;
  BeginList("period", period, &json);
  for (const v1::SubmittedPaper& submitted : papers) {
    json.BeginObject();
    WriteRank(submitted.listed(), &json);
    json.Key("upvotes").Int(submitted.listed().paper().upvotes());
    json.OptionalString("day", submitted.day());
    json.OptionalString("submitter", submitted.submitter());
    json.Key("automatic").Bool(submitted.automatic());
    json.EndObject();
  }
  return EndList(&json);
}

std::string SubmittedTable(const std::vector<v1::SubmittedPaper>& papers,
                           const Console& console) {
  Table table({{.header = "VOTES", .min_width = 5, .align_right = true},
               IdColumn(),
               TitleColumn(),
               AuthorsColumn(),
               {.header = "DAY", .min_width = 10, .rank = 4},
               {.header = "SUBMITTED BY", .min_width = 10, .rank = 2}});
  for (const v1::SubmittedPaper& submitted : papers) {
    const v1::Paper& paper = submitted.listed().paper();
    table.AddRow({WithCommas(paper.upvotes()), paper.id(), TitleOf(paper),
                  ShortAuthors(paper), submitted.day(),
                  absl::StrCat(submitted.submitter(),
                               submitted.automatic() ? " (auto)" : "")});
  }
  return table.Render(console.width, console.colours);
}

std::string LibraryJson(const std::vector<v1::SavedPaper>& papers,
                        const std::string& reader) {
  JsonWriter json;
  BeginList("reader", reader, &json);
  for (const v1::SavedPaper& saved : papers) {
    json.BeginObject().Key("id").String(saved.paper().id());
    json.Key("saved_at").String(FormatTime(saved.saved_at())).EndObject();
  }
  return EndList(&json);
}

std::string LibraryTable(const std::vector<v1::SavedPaper>& papers,
                         const Console& console) {
  Table table({IdColumn(),
               TitleColumn(),
               AuthorsColumn(),
               {.header = "SAVED", .min_width = 10, .rank = 1}});
  for (const v1::SavedPaper& saved : papers) {
    table.AddRow({saved.paper().id(), TitleOf(saved.paper()),
                  ShortAuthors(saved.paper()),
                  FormatTime(saved.saved_at()).substr(0, 10)});
  }
  return table.Render(console.width, console.colours);
}

std::string PaperJson(const v1::Paper& paper) {
  JsonWriter json;
  json.BeginObject().Key("id").String(paper.id());
  json.OptionalString("title", paper.title());
  json.OptionalString("abstract", paper.abstract());
  WriteStrings("authors", paper.authors(), &json);
  WriteStrings("categories", paper.categories(), &json);
  json.OptionalString("comment", paper.comment());
  json.OptionalString("published", paper.published());
  json.OptionalString("announced", paper.announced());
  json.OptionalString("updated", paper.updated());
  json.OptionalString("doi", paper.doi());
  json.OptionalString("journal_ref", paper.journal_ref());
  json.OptionalString("license", paper.license());
  if (paper.withdrawn()) json.Key("withdrawn").Bool(true);
  json.OptionalString("merged_into", paper.merged_into());
  json.OptionalString("tldr", paper.summary());
  WriteStrings("keywords", paper.keywords(), &json);
  WriteLinks(paper, &json);
  WriteVersions(paper, &json);
  WriteSignals(paper, &json);
  json.OptionalString("source", paper.source());
  json.Key("upvotes").Int(paper.upvotes());
  json.OptionalString("submitted_by", paper.submitted_by());
  json.EndObject();
  return json.Take() + "\n";
}

std::string PaperText(const v1::Paper& paper, const Console& console) {
  const int width = std::min(console.width, 100);
  std::string text = Wrap(TitleOf(paper), width, "");
  if (console.colours) text = absl::StrCat("\x1b[1m", text, "\x1b[0m");
  absl::StrAppend(&text, Wrap(absl::StrJoin(paper.authors(), ", "), width, ""));
  absl::StrAppend(&text, "\n");
  AppendFact("id", paper.id(), &text);
  AppendFact("categories", absl::StrJoin(paper.categories(), " "), &text);
  AppendFact("announced", paper.announced(), &text);
  AppendFact("published", paper.published(), &text);
  AppendFact("updated", paper.updated(), &text);
  AppendFact("doi", paper.doi(), &text);
  AppendFact("journal", paper.journal_ref(), &text);
  AppendFact("comment", paper.comment(), &text);
  AppendFact("license", paper.license(), &text);
  AppendFact("upvotes", WithCommas(paper.upvotes()), &text);
  AppendFact("submitted", paper.submitted_by(), &text);
  AppendFact("source", paper.source(), &text);
  AppendFact("merged into", paper.merged_into(), &text);
  AppendFact("keywords", absl::StrJoin(paper.keywords(), ", "), &text);
  for (const v1::PaperLink& link : paper.links()) {
    if (link.kind() == v1::PaperLink::KIND_REMOVED) continue;
    AppendFact(LinkKind(link), link.url(), &text);
  }
  for (const v1::PaperSignal& signal : paper.signals()) {
    AppendFact(signal.name(), WithCommas(signal.value()), &text);
  }
  if (paper.withdrawn()) absl::StrAppend(&text, "\nWITHDRAWN\n");
  for (const auto& paragraph : absl::StrSplit(paper.abstract(), '\n')) {
    absl::StrAppend(
        &text, "\n",
        Wrap(std::string(paragraph.data(), paragraph.size()), width, ""));
  }
  return text;
}

}  // namespace broadsheet::cli
