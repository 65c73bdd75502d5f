#include "gateway/api/hf_routes.h"

#include <algorithm>
#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "broadsheet/v1/comment_service.pb.h"
#include "common/errors.h"
#include "common/json_writer.h"
#include "common/paper_id.h"
#include "gateway/api/daily_lists.h"
#include "gateway/api/hf_json.h"
#include "gateway/api/hf_query.h"
#include "gateway/checks.h"
#include "gateway/http/http_errors.h"
#include "gateway/position.h"

namespace broadsheet::gateway {
namespace {

constexpr int kMaxRanked = 500;
constexpr size_t kMaxQueryBytes = 1000;
constexpr int kMaxQueryCharacters = 250;

HttpResponse Json(JsonWriter* json) {
  return TextAnswer(200, "application/json; charset=utf-8", json->Take());
}

// The address of another page of the same list, for "Link".
void LinkNext(const HttpCall& call, const std::string& name,
              const std::string& value, HttpResponse* response) {
  std::string url =
      absl::StrCat(call.OverTls() ? "https://" : "http://",
                   AsAbsl(call.request.Header("host")), call.path, "?");
  for (const auto& [key, kept] : call.query.pairs()) {
    if (key == name) continue;
    absl::StrAppend(&url, PercentEncode(key), "=", PercentEncode(kept), "&");
  }
  absl::StrAppend(&url, name, "=", PercentEncode(value));
  response->headers.emplace_back("Link",
                                 absl::StrCat("<", url, ">; rel=\"next\""));
}

void TellDegraded(const v1::ListInfo& info, HttpResponse* response) {
  if (info.degraded().empty()) return;
  response->headers.emplace_back("X-Broadsheet-Degraded", info.degraded());
}

int CountCharacters(const std::string& text) {
  int count = 0;
  for (const char c : text) {
    if ((static_cast<unsigned char>(c) & 0xC0) != 0x80) ++count;
  }
  return count;
}

struct Repository {
  const char* name;
  v1::PaperLink::Kind kind;
};
constexpr Repository kRepositories[] = {
    {"models", v1::PaperLink::KIND_MODEL},
    {"datasets", v1::PaperLink::KIND_DATASET},
    {"spaces", v1::PaperLink::KIND_SPACE}};

template <class Request>
void AskAs(const HttpCall& call, Request* request) {
  if (call.identity.is_reader()) {
    request->set_reader_id(call.identity.reader_id);
  }
  if (const auto seen = PositionSeen(call.context)) {
    *request->mutable_min_position() = *seen;
  }
}

class HuggingFaceApi {
 public:
  HuggingFaceApi(Backend* backend, const MethodTable* methods)
      : backend_(backend), methods_(methods) {}

  HttpResponse DailyPapers(HttpCall& call) const {
    auto query = ParseHfDailyQuery(call.query);
    if (!query.ok()) return ErrorAnswer(query.status());
    v1::ListInfo info;
    const bool all = query->period.empty() && query->submitter.empty();
    auto papers = !query->trending ? TakeSubmitted(call, *query)
                  : all            ? TakeTrending(call, *query, &info)
                                   : SortByTrending(call, *query, &info);
    if (!papers.ok()) return ErrorAnswer(papers.status());
    const size_t limit = static_cast<size_t>(query->limit);
    const bool more = papers->size() > limit;
    if (more) papers->resize(limit);
    std::vector<std::string> ids;
    for (const auto& paper : *papers)
      ids.push_back(paper.listed().paper().id());
    const HfAuthors authors = AuthorsOf(call, ids);
    JsonWriter json;
    json.BeginArray();
    for (const auto& paper : *papers) WriteDailyItem(paper, authors, &json);
    json.EndArray();
    HttpResponse response = Json(&json);
    if (more) LinkNext(call, "p", absl::StrCat(query->page + 1), &response);
    TellDegraded(info, &response);
    return response;
  }

  HttpResponse Search(HttpCall& call) const {
    auto limit = ParseHfNumber(call.query, "limit", 1, 120, 20);
    if (!limit.ok()) return ErrorAnswer(limit.status());
    v1::SearchRequest request;
    request.set_query(call.query.Get("q"));
    request.set_page_size(*limit);
    request.set_highlights(true);
    AskAs(call, &request);
    absl::Status checked = CheckText("q", request.query(), 0, kMaxQueryBytes);
    if (checked.ok() &&
        CountCharacters(request.query()) > kMaxQueryCharacters) {
      checked = InvalidField("q", "is longer than 250 characters");
    }
    if (!checked.ok()) return ErrorAnswer(checked);
    auto found = backend_->Search(call.context, request);
    if (!found.ok()) return ErrorAnswer(found.status());
    std::vector<std::string> ids;
    for (const auto& listed : found->papers()) {
      ids.push_back(listed.paper().id());
    }
    const HfAuthors authors = AuthorsOf(call, ids);
    std::map<std::string, const v1::PaperHighlights*> marks;
    for (const auto& one : found->highlights()) marks[one.paper_id()] = &one;
    JsonWriter json;
    json.BeginArray();
    for (const auto& listed : found->papers()) {
      const auto mark = marks.find(listed.paper().id());
      WriteSearchItem(listed.paper(), authors,
                      mark == marks.end() ? nullptr : mark->second, &json);
    }
    json.EndArray();
    HttpResponse response = Json(&json);
    TellDegraded(found->info(), &response);
    return response;
  }

  HttpResponse Paper(HttpCall& call) const {
    auto paper = Find(call);
    if (!paper.ok()) return ErrorAnswer(paper.status());
    JsonWriter json;
    WritePaperDetail(*paper, AuthorsOf(call, {paper->id()}), &json);
    return Json(&json);
  }

  HttpResponse Markdown(HttpCall& call) const {
    auto paper = Find(call);
    if (!paper.ok()) return ErrorAnswer(paper.status());
    HttpResponse response =
        TextAnswer(200, "text/markdown; charset=utf-8", PaperMarkdown(*paper));
    response.headers.emplace_back("Vary", "Accept");
    return response;
  }

  HttpResponse Papers(HttpCall& call) const {
    auto limit = ParseHfNumber(call.query, "limit", 1, 100, 50);
    if (!limit.ok()) return ErrorAnswer(limit.status());
    v1::ListPapersRequest request;
    request.set_page_size(*limit);
    request.set_page_token(call.query.Get("cursor"));
    auto page = backend_->ListPapers(call.context, request);
    if (!page.ok()) return ErrorAnswer(page.status());
    std::vector<std::string> ids;
    for (const auto& paper : page->papers()) ids.push_back(paper.id());
    const HfAuthors authors = AuthorsOf(call, ids);
    JsonWriter json;
    json.BeginArray();
    for (const auto& paper : page->papers()) {
      WritePaperDetail(paper, authors, &json);
    }
    json.EndArray();
    HttpResponse response = Json(&json);
    if (!page->next_page_token().empty()) {
      LinkNext(call, "cursor", page->next_page_token(), &response);
    }
    return response;
  }

  HttpResponse Repos(HttpCall& call) const {
    auto paper = Find(call);
    if (!paper.ok()) return ErrorAnswer(paper.status());
    JsonWriter json;
    json.BeginObject();
    for (const Repository& kind : kRepositories) {
      json.Key(kind.name);
      WriteRepos(*paper, kind.kind, &json);
    }
    json.EndObject();
    return Json(&json);
  }

  // What on the hub belongs to a paper, as far as we know.
  HttpResponse Linked(HttpCall& call, v1::PaperLink::Kind kind) const {
    constexpr char kArxiv[] = "arxiv:";
    const std::string filter = call.query.Get("filter");
    absl::StatusOr<std::string> id =
        absl::StartsWith(filter, kArxiv)
            ? NormalizePaperId(filter.substr(sizeof(kArxiv) - 1), "")
            : absl::NotFoundError("");
    if (!id.ok()) {
      return ErrorAnswer(
          InvalidField("filter", "is not \"arxiv:\" and a paper's id"));
    }
    auto paper = GetPaper(*backend_, call.context, *id);
    if (!paper.ok() && !absl::IsNotFound(paper.status())) {
      return ErrorAnswer(paper.status());
    }
    JsonWriter json;
    WriteRepos(paper.ok() ? paper->paper() : v1::Paper(), kind, &json);
    return Json(&json);
  }

  // `kind`: the vote, or its withdrawal.
  HttpResponse Vote(HttpCall& call, v1::EventKind kind) const {
    auto paper = Find(call);
    if (!paper.ok()) return ErrorAnswer(paper.status());
    v1::RecordEventsRequest request;
    v1::Event& event = *request.add_events();
    event.set_event_id(MakeToken());
    event.set_paper_id(paper->id());
    event.set_kind(kind);
    v1::RecordEventsResponse response;
    absl::Status status =
        methods_->Invoke("ReaderService/RecordEvents", call.context,
                         call.identity, &request, &response);
    if (status.ok() && response.results_size() == 1 &&
        response.results(0).outcome() == v1::EventResult::OUTCOME_REFUSED) {
      status =
          InvalidField(response.results(0).field(), response.results(0).rule());
    }
    if (!status.ok()) return ErrorAnswer(status);
    auto now = GetPaper(*backend_, call.context, paper->id());
    JsonWriter json;
    json.BeginObject();
    json.Key("upvotes").Int(now.ok() ? now->paper().upvotes()
                                     : paper->upvotes());
    json.Key("isUpvotedByUser").Bool(kind == v1::EVENT_KIND_UPVOTE);
    json.EndObject();
    return Json(&json);
  }

 private:
  static absl::Status Unknown(const HttpCall& call) {
    return MakeError(absl::StatusCode::kNotFound, "PAPER_UNKNOWN",
                     absl::StrCat("there is no paper ", call.Variable("id")));
  }

  // A text that is no id is an unknown paper: the client knows only 404.
  absl::StatusOr<v1::Paper> Find(HttpCall& call) const {
    auto id = NormalizePaperId(call.Variable("id"), "");
    if (!id.ok()) return Unknown(call);
    auto found = GetPaper(*backend_, call.context, *id);
    if (!found.ok()) return found.status();
    return std::move(*found->mutable_paper());
  }

  // None when storage does not say: a list without them is better than none.
  HfAuthors AuthorsOf(HttpCall& call,
                      const std::vector<std::string>& ids) const {
    HfAuthors authors;
    const char* method = "CommentService/ListKnownAuthors";
    if (ids.empty() || !methods_->Has(method)) return authors;
    v1::ListKnownAuthorsRequest request;
    request.mutable_paper_ids()->Assign(ids.begin(), ids.end());
    v1::ListKnownAuthorsResponse response;
    if (!methods_
             ->Invoke(method, call.context, call.identity, &request, &response)
             .ok()) {
      return authors;
    }
    for (v1::KnownAuthor& author : *response.mutable_authors()) {
      std::string paper = author.paper_id();
      authors.emplace(std::move(paper), std::move(author));
    }
    return authors;
  }

  // One more than the page, which tells whether there is another.
  absl::StatusOr<std::vector<v1::SubmittedPaper>> TakeSubmitted(
      HttpCall& call, const HfDailyQuery& query) const {
    const int64_t skip = int64_t{query.page} * query.limit;
    if (skip > 1000000) return std::vector<v1::SubmittedPaper>();
    DailyQuery daily;
    daily.period = query.period;
    daily.submitter = query.submitter;
    daily.skip = static_cast<int>(skip);
    daily.count = query.limit + 1;
    return TakeDaily(*backend_, call.context, daily);
  }

  absl::StatusOr<std::vector<v1::SubmittedPaper>> TakeTrending(
      HttpCall& call, const HfDailyQuery& query, v1::ListInfo* info) const {
    std::vector<v1::SubmittedPaper> papers;
    const int64_t skip = int64_t{query.page} * query.limit;
    if (skip >= kMaxRanked) return papers;
    v1::TrendingRequest request;
    request.set_page_size(static_cast<int>(skip) + query.limit + 1);
    AskAs(call, &request);
    auto trending = backend_->Trending(call.context, request);
    if (!trending.ok()) return trending.status();
    *info = trending->info();
    for (int i = static_cast<int>(skip); i < trending->papers_size(); ++i) {
      v1::SubmittedPaper& paper = papers.emplace_back();
      paper.set_submitter(trending->papers(i).paper().submitted_by());
      paper.set_day(DayOf(trending->papers(i).paper()));
      *paper.mutable_listed() = std::move(*trending->mutable_papers(i));
    }
    return papers;
  }

  // The papers of the lists asked for, those that trend first, in their order;
  // the others keep theirs. Only the first kMaxRanked are ranked.
  absl::StatusOr<std::vector<v1::SubmittedPaper>> SortByTrending(
      HttpCall& call, const HfDailyQuery& query, v1::ListInfo* info) const {
    const int64_t skip = int64_t{query.page} * query.limit;
    if (skip >= kMaxRanked) return TakeSubmitted(call, query);
    DailyQuery daily;
    daily.period = query.period;
    daily.submitter = query.submitter;
    daily.count =
        std::max(kMaxRanked, static_cast<int>(skip) + query.limit + 1);
    auto papers = TakeDaily(*backend_, call.context, daily);
    if (!papers.ok()) return papers.status();
    const auto places = TrendingPlaces(call, info);
    const auto place = [&](const v1::SubmittedPaper& paper) {
      const auto found = places.find(paper.listed().paper().id());
      return found == places.end() ? kMaxRanked : found->second;
    };
    const auto size = static_cast<int64_t>(papers->size());
    std::ranges::stable_sort(
        papers->begin(), papers->begin() + std::min<int64_t>(size, kMaxRanked),
        {}, place);
    papers->erase(papers->begin(), papers->begin() + std::min(size, skip));
    return papers;
  }

  // Empty, and why in `info`, when no recommender tells.
  std::map<std::string, int> TrendingPlaces(HttpCall& call,
                                            v1::ListInfo* info) const {
    v1::TrendingRequest request;
    request.set_page_size(kMaxRanked);
    request.set_view(v1::PAPER_VIEW_ID);
    AskAs(call, &request);
    const auto trending = backend_->Trending(call.context, request);
    std::map<std::string, int> places;
    if (!trending.ok()) {
      info->set_degraded("the order by votes: no recommender answers");
      return places;
    }
    *info = trending->info();
    for (const auto& listed : trending->papers()) {
      places.emplace(listed.paper().id(), static_cast<int>(places.size()));
    }
    return places;
  }

  static std::string DayOf(const v1::Paper& paper) {
    if (paper.has_submitted_at()) {
      return HfTime(paper.submitted_at()).substr(0, 10);
    }
    return paper.announced().empty() ? paper.published() : paper.announced();
  }

  Backend* const backend_;
  const MethodTable* const methods_;
};

}  // namespace

void RegisterHuggingFaceRoutes(Router* router, Backend* backend,
                               const MethodTable* methods) {
  const HuggingFaceApi api(backend, methods);
  const auto add = [&](const char* verb, const char* pattern,
                       HttpResponse (HuggingFaceApi::*answer)(HttpCall&) const,
                       const char* accept = "") {
    router->Add(
        verb, pattern,
        [api, answer](HttpCall& call) { return (api.*answer)(call); }, accept);
  };
  add("GET", "/api/daily_papers", &HuggingFaceApi::DailyPapers);
  add("GET", "/api/papers", &HuggingFaceApi::Papers);
  add("GET", "/api/papers/search", &HuggingFaceApi::Search);
  add("GET", "/api/papers/{id...}", &HuggingFaceApi::Paper);
  add("GET", "/api/arxiv/{id...}/repos", &HuggingFaceApi::Repos);
  for (const Repository& repository : kRepositories) {
    router->Add("GET", absl::StrCat("/api/", repository.name),
                [api, kind = repository.kind](HttpCall& call) {
                  return api.Linked(call, kind);
                });
  }
  add("GET", "/papers/{id...}.md", &HuggingFaceApi::Markdown);
  add("GET", "/papers/{id...}", &HuggingFaceApi::Markdown, "text/markdown");
  router->Add("POST", "/api/papers/{id...}/vote", [api](HttpCall& call) {
    return api.Vote(call, v1::EVENT_KIND_UPVOTE);
  });
  router->Add("DELETE", "/api/papers/{id...}/vote", [api](HttpCall& call) {
    return api.Vote(call, v1::EVENT_KIND_UNVOTE);
  });
}

}  // namespace broadsheet::gateway
