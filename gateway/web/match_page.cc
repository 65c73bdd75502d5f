#include "gateway/web/match_page.h"

#include <string>
#include <utility>

#include "absl/strings/ascii.h"
#include "broadsheet/v1/recommend_service.pb.h"
#include "gateway/web/list_kit.h"
#include "gateway/web/method_call.h"

namespace broadsheet::gateway {
namespace {

constexpr char kUrl[] = "/match";

RankedPage FormFor(const std::string& text) {
  RankedPage page;
  page.heading = "Papers about a text";
  page.origin = "Paste an abstract, a paragraph, an idea.";
  page.text_form = {kUrl, "Text", text, "Find papers"};
  return page;
}

HttpResponse Show(const PageKit& kit, HttpCall& call) {
  RankedPage page = FormFor("");
  const PageFrame frame = kit.Frame(call, page.heading, "");
  return kit.Html(200, WriteRankedPage(kit.writer(), frame, page));
}

HttpResponse Match(const PageKit& kit, HttpCall& call) {
  const std::string text(absl::StripAsciiWhitespace(call.form.Get("text")));
  if (text.empty()) return SeeOther(kUrl);
  v1::RecommendRequest request;
  request.set_text(text);
  request.set_page_size(kListPageSize);
  request.set_ranking(v1::RANKING_RELEVANCE);
  const auto list = CallMethod<v1::RecommendResponse>(
      kit, "RecommendService/Recommend", call, std::move(request));
  if (!list.ok()) return kit.Error(call, list.status());
  RankedPage page = FormFor(text);
  page.origin = "What is nearest to this text, from all years.";
  page.empty_lead = "No paper is about that.";
  page.empty_text = "A few more sentences may help.";
  page.first_rank = 1;
  PageFrame frame = kit.Frame(call, page.heading, "");
  frame.degraded = list->info().degraded();
  for (const v1::ListedPaper& listed : list->papers()) {
    page.stories.push_back(ListedStory(listed));
  }
  page.standings = kit.StandingsOf(call, IdsOf(page.stories));
  return kit.Html(200, WriteRankedPage(kit.writer(), frame, page));
}

}  // namespace

void AddMatchPage(Router& router, std::shared_ptr<const PageKit> kit) {
  if (!HasMethod(*kit, "RecommendService/Recommend")) return;
  router.Add("GET", kUrl, [kit](HttpCall& call) { return Show(*kit, call); });
  router.Add("POST", kUrl, [kit](HttpCall& call) { return Match(*kit, call); });
}

}  // namespace broadsheet::gateway
