#include "gateway/web/dismissed_pages.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "broadsheet/v1/reader_service.pb.h"
#include "gateway/web/library_pages.h"
#include "gateway/web/links.h"
#include "gateway/web/list_kit.h"
#include "gateway/web/method_call.h"
#include "gateway/web/wording.h"

namespace broadsheet::gateway {
namespace {

constexpr char kUrl[] = "/library/hidden";

RankedPage Heading() {
  RankedPage page;
  page.heading = "Hidden papers";
  page.origin =
      "What you hid or are not interested in, latest first. No list made for "
      "you has it.";
  page.empty_lead = "Nothing is hidden.";
  page.empty_text =
      "Every list has buttons for papers that you do not want to see.";
  page.ways = {{"/library", "Library"}, {"/papers/trending", "Trending"}};
  return page;
}

std::string Since(const PageKit& kit, const v1::DismissedPaper& paper,
                  absl::CivilDay today) {
  return absl::StrCat(paper.hidden() ? "Hidden " : "Not interested since ",
                      RelativeDay(kit.DayOf(paper.at()), today));
}

HttpResponse OfReader(const PageKit& kit, HttpCall& call,
                      const PageFrame& frame) {
  v1::ListDismissedRequest request;
  request.set_page_size(kListPageSize);
  request.set_page_token(call.query.Get("page_token"));
  const auto list = CallMethod<v1::ListDismissedResponse>(
      kit, "ReaderService/ListDismissed", call, std::move(request));
  if (!list.ok()) return kit.Error(call, list.status());
  RankedPage page = Heading();
  page.fields = LibraryTabs(kit, call, kUrl);
  for (const v1::DismissedPaper& paper : list->papers()) {
    Story story = {paper.paper(), "", Since(kit, paper, frame.today)};
    story.whole = true;
    page.stories.push_back(std::move(story));
  }
  page.standings = kit.StandingsOf(call, IdsOf(page.stories));
  if (!list->next_page_token().empty()) {
    page.more_url = WithQuery(kUrl, {{"page_token", list->next_page_token()}});
  }
  return kit.Html(200, WriteRankedPage(kit.writer(), frame, page));
}

HttpResponse OfVisitor(const PageKit& kit, HttpCall& call,
                       const PageFrame& frame) {
  const std::vector<std::string> ids =
      MarkedPapers(kit.VisitorOf(call), v1::EVENT_KIND_DISLIKE);
  RankedPage page = Heading();
  page.origin = "What this browser knows you are not interested in.";
  page.fields = LibraryTabs(kit, call, kUrl);
  if (!ids.empty()) {
    const auto papers = kit.backend().GetPapers(call.context, ids);
    if (!papers.ok()) return kit.Error(call, papers.status());
    for (const v1::Paper& paper : papers->papers()) {
      Story story = {paper, "", ""};
      story.whole = true;
      page.stories.push_back(std::move(story));
    }
  }
  page.standings = kit.StandingsOf(call, ids);
  return kit.Html(200, WriteRankedPage(kit.writer(), frame, page));
}

}  // namespace

void AddDismissedPages(Router& router, std::shared_ptr<const PageKit> kit) {
  router.Add("GET", kUrl, [kit = std::move(kit)](HttpCall& call) {
    const PageFrame frame = kit->Frame(call, "Hidden papers", "library");
    if (call.identity.is_reader()) return OfReader(*kit, call, frame);
    if (call.identity.anonymous() && kit->HasVisitors()) {
      return OfVisitor(*kit, call, frame);
    }
    return kit->Error(call, 403, "the operator has no library");
  });
}

}  // namespace broadsheet::gateway
