#ifndef BROADSHEET_GATEWAY_WEB_LIST_KIT_H_
#define BROADSHEET_GATEWAY_WEB_LIST_KIT_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "broadsheet/v1/list.pb.h"
#include "broadsheet/v1/paper_service.pb.h"
#include "gateway/http/http_call.h"
#include "gateway/position.h"
#include "gateway/web/links.h"
#include "gateway/web/page_kit.h"
#include "gateway/web/page_writer.h"
#include "gateway/web/period_page.h"
#include "gateway/web/ranked_page.h"
#include "gateway/web/story.h"

namespace broadsheet::gateway {

// What the pages of lists share: those of the whole newspaper, of editions and
// of libraries.

// Keeps a page of long abstracts, with its forms, below 100 kB.
inline constexpr int kListPageSize = 24;

// The page of `call` of a list made for whoever asks, which has nothing that
// they hid or dislike and shows what they just did.
template <class Request>
Request ListRequest(const HttpCall& call) {
  Request request;
  request.set_page_size(kListPageSize);
  request.set_page_token(call.query.Get("page_token"));
  if (call.identity.is_reader()) {
    request.set_reader_id(call.identity.reader_id);
  }
  if (const auto seen = PositionSeen(call.context)) {
    *request.mutable_min_position() = *seen;
  }
  return request;
}

// The page of `call` of the newest papers.
v1::ListPapersRequest NewestRequest(const HttpCall& call);

std::vector<std::string> IdsOf(const std::vector<Story>& stories);

// The rank of the first paper, which later pages of a numbered list are told.
int FirstRank(const HttpCall& call);

// Takes over what all ranked responses have in common. The list is at `path`,
// with the parameter `name` when `value` is not empty.
template <class Response>
void AddResponse(const HttpCall& call, const Response& response,
                 const std::string& path, const std::string& name,
                 const std::string& value, PageFrame* frame, RankedPage* page) {
  frame->degraded = response.info().degraded();
  page->first_rank = FirstRank(call);
  for (const v1::ListedPaper& listed : response.papers()) {
    page->stories.push_back(ListedStory(listed));
  }
  if (!call.query.Get("page_token").empty()) {
    page->first_url = WithQuery(path, {{name, value}});
  }
  if (!response.next_page_token().empty()) {
    page->more_url = WithQuery(
        path,
        {{name, value},
         {"page_token", response.next_page_token()},
         {"from", absl::StrCat(page->first_rank + response.papers_size())}});
  }
}

// The same for the newest papers, which have no ranks.
void AddNewest(const HttpCall& call, const v1::ListPapersResponse& list,
               const std::string& path, RankedPage* page);

// The list of submissions that `call` asks for, of `period` (empty: the latest
// day that has one) and of the edition of that name (empty: of all papers),
// with what is trending beside it. What is missing is told in `degraded`.
absl::StatusOr<PeriodPage> SubmittedPage(const PageKit& kit,
                                         const HttpCall& call,
                                         const std::string& period,
                                         const std::string& edition,
                                         std::string* degraded);

}  // namespace broadsheet::gateway

#endif  // BROADSHEET_GATEWAY_WEB_LIST_KIT_H_
