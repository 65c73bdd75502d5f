#include "gateway/mcp/mcp_tools.h"

#include <cmath>
#include <utility>

#include "absl/strings/str_cat.h"
#include "broadsheet/v1/paper_service.pb.h"
#include "broadsheet/v1/recommend_service.pb.h"
#include "common/errors.h"
#include "gateway/web/links.h"
#include "gateway/web/story.h"
#include "gateway/web/tex_text.h"
#include "gateway/web/wording.h"
#include "google/protobuf/struct.pb.h"

namespace broadsheet::gateway {
namespace {

using google::protobuf::Struct;
using google::protobuf::Value;

constexpr int kDefaultLimit = 10;
constexpr int kMaxLimit = 50;
constexpr size_t kMaxTextBytes = 1000;
constexpr size_t kExcerptBytes = 400;

struct Argument {
  const char* name;
  const char* description;
  bool required = false;
  bool number = false;
};

struct Tool {
  const char* name;
  const char* description;
  std::vector<Argument> arguments;
};

const std::vector<Tool>& Tools() {
  constexpr Argument kLimit = {
      "limit", "How many papers, 1 to 50; 10 if absent", false, true};
  static const auto* const tools = new std::vector<Tool>{
      {"search",
       "Finds scientific papers by words, \"phrases\", author:NAME, cat:cs.CL, "
       "year:2024 or an arXiv id.",
       {{"query", "What to look for", true}, kLimit}},
      {"paper",
       "All about one paper: title, authors, abstract, links.",
       {{"id", "An arXiv id such as 1706.03762, or doi:10...", true}}},
      {"similar",
       "Papers like a given one.",
       {{"id", "The paper's id", true}, kLimit}},
      {"trending",
       "What readers turn to now.",
       {{"category", "An arXiv category such as cs.CL; absent: all"}, kLimit}},
      {"daily",
       "What was submitted in a day, week or month.",
       {{"period", "2026-11-23, 2026-W47 or 2026-11; absent: the latest day"},
        kLimit}},
      {"feed",
       "The papers chosen for the reader whose token is sent.",
       {kLimit}}};
  return *tools;
}

absl::StatusOr<std::string> Text(const Struct& arguments, const char* name) {
  const auto found = arguments.fields().find(name);
  if (found == arguments.fields().end()) return std::string();
  if (found->second.kind_case() != Value::kStringValue) {
    return InvalidField(name, "is no text");
  }
  if (found->second.string_value().size() > kMaxTextBytes) {
    return InvalidField(name, "is longer than 1,000 bytes");
  }
  return found->second.string_value();
}

absl::StatusOr<int> Limit(const Struct& arguments) {
  const auto found = arguments.fields().find("limit");
  if (found == arguments.fields().end()) return kDefaultLimit;
  const double number = found->second.number_value();
  if (found->second.kind_case() != Value::kNumberValue || number < 1 ||
      number > kMaxLimit || number != std::floor(number)) {
    return InvalidField("limit", "is no whole number from 1 to 50");
  }
  return static_cast<int>(number);
}

absl::Status CheckArguments(const Tool& tool, const Struct& arguments) {
  for (const auto& [name, value] : arguments.fields()) {
    bool known = false;
    for (const Argument& argument : tool.arguments) {
      known = known || name == argument.name;
    }
    if (!known) return InvalidField(name, "is no argument of this tool");
  }
  for (const Argument& argument : tool.arguments) {
    if (argument.required && !arguments.fields().contains(argument.name)) {
      return InvalidField(argument.name, "is missing");
    }
  }
  return absl::OkStatus();
}

std::string Heading(const v1::Paper& paper, const std::string& base) {
  const std::string authors =
      AuthorsLine({paper.authors().begin(), paper.authors().end()}, 5);
  std::string text =
      absl::StrCat("**", TitleOf(paper), "**\n  id: ", paper.id());
  if (!paper.published().empty()) {
    absl::StrAppend(&text, ", published ", paper.published());
  }
  if (!authors.empty()) absl::StrAppend(&text, "\n  by ", PlainText(authors));
  absl::StrAppend(&text, "\n  ", base, PaperUrl(paper.id()), "\n");
  return text;
}

std::string Entry(const v1::Paper& paper, const std::string& reason,
                  const std::string& base) {
  std::string text = absl::StrCat("- ", Heading(paper, base));
  if (!reason.empty()) absl::StrAppend(&text, "  ", reason, "\n");
  const std::string excerpt =
      Excerpt(PlainText(paper.abstract()), kExcerptBytes);
  if (!excerpt.empty()) absl::StrAppend(&text, "  ", excerpt, "\n");
  return text;
}

template <class Papers>
std::string ListText(const Papers& papers, const v1::ListInfo& info,
                     const std::string& base) {
  std::string text;
  if (!info.degraded().empty()) {
    absl::StrAppend(&text, "Note: ", info.degraded(), "\n\n");
  }
  for (const v1::ListedPaper& listed : papers) {
    text += Entry(listed.paper(), ReasonText(listed.reason()), base);
  }
  return papers.empty() ? text + "No papers." : text;
}

std::string PaperText(const v1::Paper& paper, const std::string& base) {
  std::string text = Heading(paper, base);
  if (paper.withdrawn()) text += "Withdrawn by its authors.\n";
  if (!paper.summary().empty()) absl::StrAppend(&text, "\n", paper.summary());
  absl::StrAppend(&text, "\n## Abstract\n\n", PlainText(paper.abstract()),
                  "\n");
  std::string links;
  for (const v1::PaperLink& link : paper.links()) {
    if (link.kind() == v1::PaperLink::KIND_REMOVED) continue;
    absl::StrAppend(&links, "- ", link.url(), "\n");
  }
  if (!links.empty()) absl::StrAppend(&text, "\n## Links\n\n", links);
  return text;
}

// Runs one public method.
template <class Response, class Request>
absl::StatusOr<Response> Invoke(const MethodTable& methods, const char* method,
                                HttpCall& call, Request request) {
  Response response;
  const absl::Status status =
      methods.Invoke(method, call.context, call.identity, &request, &response);
  if (!status.ok()) return status;
  return response;
}

}  // namespace

void McpTools::WriteList(JsonWriter* json) {
  json->BeginArray();
  for (const Tool& tool : Tools()) {
    json->BeginObject();
    json->Key("name").String(tool.name);
    json->Key("description").String(tool.description);
    json->Key("annotations").BeginObject();
    json->Key("readOnlyHint").Bool(true);
    json->EndObject();
    json->Key("inputSchema").BeginObject();
    json->Key("type").String("object");
    json->Key("properties").BeginObject();
    for (const Argument& argument : tool.arguments) {
      json->Key(argument.name).BeginObject();
      json->Key("type").String(argument.number ? "integer" : "string");
      json->Key("description").String(argument.description);
      json->EndObject();
    }
    json->EndObject();
    json->Key("required").BeginArray();
    for (const Argument& argument : tool.arguments) {
      if (argument.required) json->String(argument.name);
    }
    json->EndArray();
    json->Key("additionalProperties").Bool(false);
    json->EndObject();
    json->EndObject();
  }
  json->EndArray();
}

bool McpTools::Has(const std::string& tool) {
  for (const Tool& known : Tools()) {
    if (tool == known.name) return true;
  }
  return false;
}

absl::StatusOr<std::string> McpTools::Call(const std::string& name,
                                           HttpCall& call,
                                           const Struct& arguments) const {
  for (const Tool& tool : Tools()) {
    if (name != tool.name) continue;
    const absl::Status checked = CheckArguments(tool, arguments);
    if (!checked.ok()) return checked;
  }
  const auto limit = Limit(arguments);
  if (!limit.ok()) return limit.status();
  const char* const subject = name == "search"     ? "query"
                              : name == "trending" ? "category"
                              : name == "daily"    ? "period"
                                                   : "id";
  const auto text = Text(arguments, subject);
  if (!text.ok()) return text.status();
  const auto list = [&](const auto& answer) -> absl::StatusOr<std::string> {
    if (!answer.ok()) return answer.status();
    return ListText(answer->papers(), answer->info(), base_);
  };
  if (name == "search") {
    v1::SearchRequest request;
    request.set_query(*text);
    request.set_page_size(*limit);
    return list(Invoke<v1::SearchResponse>(*methods_, "RecommendService/Search",
                                           call, request));
  }
  if (name == "similar") {
    v1::SimilarRequest request;
    request.set_paper_id(*text);
    request.set_page_size(*limit);
    return list(Invoke<v1::SimilarResponse>(
        *methods_, "RecommendService/Similar", call, request));
  }
  if (name == "trending") {
    v1::TrendingRequest request;
    request.set_page_size(*limit);
    if (!text->empty()) request.add_categories(*text);
    return list(Invoke<v1::TrendingResponse>(
        *methods_, "RecommendService/Trending", call, request));
  }
  if (name == "feed") {
    v1::FeedRequest request;
    request.set_page_size(*limit);
    return list(Invoke<v1::FeedResponse>(*methods_, "RecommendService/Feed",
                                         call, request));
  }
  if (name == "daily") {
    v1::ListSubmittedRequest request;
    request.set_page_size(*limit);
    request.set_period(*text);
    return DailyText(call, request);
  }
  v1::GetPaperRequest request;
  request.set_paper_id(*text);
  const auto answer = Invoke<v1::GetPaperResponse>(
      *methods_, "PaperService/GetPaper", call, request);
  if (!answer.ok()) return answer.status();
  return PaperText(answer->paper(), base_);
}

absl::StatusOr<std::string> McpTools::DailyText(
    HttpCall& call, const v1::ListSubmittedRequest& request) const {
  const auto answer = Invoke<v1::ListSubmittedResponse>(
      *methods_, "PaperService/ListSubmitted", call, request);
  if (!answer.ok()) return answer.status();
  std::vector<v1::ListedPaper> papers;
  for (const auto& one : answer->papers()) papers.push_back(one.listed());
  return ListText(papers, answer->info(), base_);
}

}  // namespace broadsheet::gateway
