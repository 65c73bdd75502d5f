#include "gateway/web/paper_handlers.h"

#include <cstdint>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "common/days.h"
#include "common/errors.h"
#include "common/paper_id.h"
#include "gateway/http/http_errors.h"
#include "gateway/http/query.h"
#include "gateway/policy.h"
#include "gateway/position.h"
#include "gateway/web/comment_pages.h"
#include "gateway/web/links.h"
#include "gateway/web/math_text.h"
#include "gateway/web/method_call.h"
#include "gateway/web/paper_page.h"
#include "gateway/web/shown_events.h"
#include "gateway/web/tex_text.h"
#include "gateway/web/wording.h"

namespace broadsheet::gateway {
namespace {

constexpr int kSimilar = 6;
constexpr size_t kMaxFormId = 80;

v1::SimilarRequest SimilarTo(const HttpCall& call, const std::string& id) {
  v1::SimilarRequest request;
  request.set_paper_id(id);
  request.set_page_size(kSimilar);
  if (call.identity.is_reader()) {
    request.set_reader_id(call.identity.reader_id);
  }
  return request;
}

// The hidden id of a form, or a new one; only what event ids may contain.
std::string FormId(const HttpCall& call, const char* field,
                   const PageKit& kit) {
  const std::string id = call.form.Get(field);
  bool fits = !id.empty() && id.size() <= kMaxFormId;
  for (const char c : id) {
    fits = fits && (absl::ascii_isalnum(c) || c == '.' || c == '-');
  }
  return fits ? id : kit.MakeId();
}

// The first words of an abstract, as search engines show them.
std::string Description(const v1::Paper& paper) {
  return Excerpt(PlainText(Excerpt(paper.abstract(), 800)), 200);
}

}  // namespace

HttpResponse PaperHandlers::Paper(HttpCall& call) const {
  const std::string asked = call.Variable("id");
  const auto id = NormalizePaperId(asked, "");
  if (!id.ok()) return kit_->Error(call, 404, "There is no paper of that id.");
  if (*id != asked) return SeeOther(PaperUrl(*id));
  auto found = GetPaper(kit_->backend(), call.context, *id);
  if (absl::IsNotFound(found.status())) {
    return kit_->Error(
        call, 404,
        absl::StrCat("The paper ", Excerpt(*id, 60),
                     " is not in this newspaper's catalogue."),
        IsArxivId(*id)
            ? std::vector<Link>{{WithQuery("/submit", {{"paper_id", *id}}),
                                 "Have it fetched and submit it"}}
            : std::vector<Link>());
  }
  if (!found.ok()) return kit_->Error(call, found.status());

  if (call.request.method == "GET") RecordView(*kit_, call, *id);
  PaperPage page;
  PageFrame frame = kit_->Frame(call, TitleOf(found->paper()), "");
  frame.description = Description(found->paper());
  frame.feed = "/feeds/similar/" + PercentEncode(*id, ":");
  frame.degraded = found->degraded();
  const bool from_storage = found->degraded().empty();
  page.paper = std::move(*found->mutable_paper());
  std::vector<std::string> ids = {*id};
  auto similar = kit_->backend().Similar(call.context, SimilarTo(call, *id));
  if (!similar.ok() || !similar->info().degraded().empty()) {
    frame.degraded = "similar papers cannot be shown: no recommender answers";
  }
  if (similar.ok()) {
    for (v1::ListedPaper& listed : *similar->mutable_papers()) {
      ids.push_back(listed.paper().id());
      page.similar.push_back(std::move(listed));
    }
  }
  page.standings = kit_->StandingsOf(call, ids);
  page.explained = Explanation(call, *id);
  page.discussion = TakeDiscussion(*kit_, call, *id);
  if (from_storage) {
    v1::ListKnownAuthorsRequest authors;
    authors.add_paper_ids(*id);
    page.known_authors = KnownAuthors(*kit_, call, std::move(authors));
  }
  frame.math =
      NeedsMath(page.paper.abstract()) || NeedsMath(page.paper.title());
  return kit_->Html(200, WritePaperPage(kit_->writer(), frame, page));
}

// Only for readers: the score for everybody says little.
v1::ListedPaper PaperHandlers::Explanation(const HttpCall& call,
                                           const std::string& id) const {
  if (!call.identity.is_reader()) return {};
  v1::ExplainRequest request;
  request.set_paper_id(id);
  request.set_reader_id(call.identity.reader_id);
  auto explained = kit_->backend().Explain(call.context, request);
  if (!explained.ok()) return {};
  return std::move(*explained->mutable_paper());
}

HttpResponse PaperHandlers::Act(HttpCall& call, v1::EventKind kind) const {
  const std::string id = call.Variable("id");
  if (call.identity.anonymous() && kit_->HasVisitors() &&
      Visitor::Keeps(kind)) {
    return Mark(call, kind, id);
  }
  if (call.identity.anonymous()) {
    // The script takes every redirect for success.
    if (call.request.Header("x-requested-with") == "fetch") {
      return kit_->Error(call, 401, "sign in to do that");
    }
    return SeeOther(WithQuery("/sign-in", {{"next", PaperUrl(id)}}));
  }
  if (!call.identity.is_reader()) {
    return kit_->Error(call, 403,
                       "the operator is no reader; sign in with a reader's "
                       "token to vote and save");
  }
  v1::RecordEventsRequest request;
  v1::Event* event = request.add_events();
  // The buttons of a form share its id.
  event->set_event_id(absl::StrCat(FormId(call, "event_id", *kit_), ".", kind));
  event->set_reader_id(call.identity.reader_id);
  event->set_paper_id(id);
  event->set_kind(kind);
  SetNow(kit_->Now(), event->mutable_at());
  const auto response = CallMethod<v1::RecordEventsResponse>(
      *kit_, "ReaderService/RecordEvents", call, std::move(request));
  if (!response.ok()) return kit_->Error(call, response.status());
  const bool refused =
      response->results_size() > 0 &&
      response->results(0).outcome() == v1::EventResult::OUTCOME_REFUSED;
  if (refused) {
    return kit_->Error(call, 400,
                       absl::StrCat(response->results(0).field(), " ",
                                    response->results(0).rule()));
  }
  const std::string next = call.form.Get("next");
  return SeeOther(next.empty() ? PaperUrl(id) : LocalPath(next));
}

HttpResponse PaperHandlers::Mark(HttpCall& call, v1::EventKind kind,
                                 const std::string& typed) const {
  const auto id = NormalizePaperId(typed, "");
  const auto found = id.ok() ? kit_->backend().GetPapers(call.context, {*id})
                             : absl::StatusOr<v1::BatchGetPapersResponse>(
                                   v1::BatchGetPapersResponse());
  if (!found.ok()) return kit_->Error(call, found.status());
  if (found->papers().empty()) {
    return kit_->Error(call, 400, "paper_id names no known paper");
  }
  Visitor visitor = kit_->VisitorOf(call);
  visitor.Apply(kind, found->papers(0).id(), kit_->Now());
  const std::string next = call.form.Get("next");
  HttpResponse response =
      SeeOther(next.empty() ? PaperUrl(*id) : LocalPath(next));
  kit_->KeepVisitor(call, std::move(visitor), &response);
  return response;
}

HttpResponse PaperHandlers::SubmitForm(HttpCall& call) const {
  const PageFrame frame = kit_->Frame(call, "Submit a paper", "submit");
  SubmitPage page;
  page.paper_id = call.query.Get("paper_id");
  page.request_id = kit_->MakeId();
  return kit_->Html(200, WriteSubmitPage(kit_->writer(), frame, page));
}

HttpResponse PaperHandlers::SubmitAgain(HttpCall& call, int status,
                                        const std::string& error) const {
  const PageFrame frame = kit_->Frame(call, "Submit a paper", "submit");
  SubmitPage page;
  page.paper_id = call.form.Get("paper_id");
  page.error = error;
  page.request_id = kit_->MakeId();
  HttpResponse response =
      kit_->Html(status, WriteSubmitPage(kit_->writer(), frame, page));
  if (status == 503) response.headers.emplace_back("Retry-After", "60");
  return response;
}

HttpResponse PaperHandlers::Submit(HttpCall& call) const {
  if (!call.identity.is_reader()) return SubmitAgain(call, 403, "");
  const std::string typed(
      absl::StripAsciiWhitespace(call.form.Get("paper_id")));
  const auto id = NormalizePaperId(typed, "");
  if (!id.ok()) {
    return SubmitAgain(call, 400,
                       "This is no paper's id. Write an arXiv id such as "
                       "1706.03762, or its address.");
  }
  v1::SubmitPaperRequest request;
  request.set_paper_id(*id);
  request.set_request_id(FormId(call, "request_id", *kit_));
  const auto response = CallMethod<v1::SubmitPaperResponse>(
      *kit_, "ReaderService/SubmitPaper", call, std::move(request));
  if (absl::IsNotFound(response.status())) {
    return SubmitAgain(
        call, 404,
        absl::StrCat("There is no paper ", Excerpt(*id, 60),
                     IsArxivId(*id) ? ", and arXiv has none."
                                    : " in this newspaper's catalogue."));
  }
  // The newspaper is well; only what it would have to fetch does not come.
  const std::string reason = ReasonOf(response.status());
  if (reason == "SOURCE_DOWN" || reason == "TOO_MANY_FETCHES") {
    return SubmitAgain(call, 503,
                       AsSentence(std::string(response.status().message())));
  }
  if (!response.ok()) return kit_->Error(call, response.status());
  const auto day = ParsePeriod(response->submission().day());
  return SeeOther(day.ok() ? PeriodUrl(*day) : "/");
}

HttpResponse PaperHandlers::Retract(HttpCall& call) const {
  v1::RetractSubmissionRequest request;
  request.set_request_id(FormId(call, "request_id", *kit_));
  request.set_paper_id(call.form.Get("paper_id"));
  request.set_day(call.form.Get("day"));
  const auto retracted = CallMethod<v1::RetractSubmissionResponse>(
      *kit_, "ReaderService/RetractSubmission", call, std::move(request));
  if (!retracted.ok()) return kit_->Error(call, retracted.status());
  return SeeOther(LocalPath(call.form.Get("next")));
}

}  // namespace broadsheet::gateway
