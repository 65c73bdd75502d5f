#ifndef BROADSHEET_GATEWAY_WEB_LIST_HANDLERS_H_
#define BROADSHEET_GATEWAY_WEB_LIST_HANDLERS_H_

#include <string>

#include "broadsheet/v1/recommend_service.pb.h"
#include "common/days.h"
#include "gateway/http/http_call.h"
#include "gateway/web/page_kit.h"

namespace broadsheet::gateway {

// Answers the pages that list papers. Each takes `call.query`'s page_token.
// Thread-safe. `kit` must outlive it.
class ListHandlers {
 public:
  explicit ListHandlers(const PageKit* kit) : kit_(kit) {}

  // The latest day that has a list.
  HttpResponse Front(HttpCall& call) const;
  // Search results for ?q=, else the front page.
  HttpResponse Papers(HttpCall& call) const;
  // The period named by the variable "period", which must be of `kind`.
  HttpResponse OfPeriod(HttpCall& call, Period::Kind kind) const;
  // Optionally of ?category=.
  HttpResponse Trending(HttpCall& call) const;
  // The reader's own; of visitors from what their browser keeps, else what is
  // trending and a sign-in hint.
  HttpResponse Feed(HttpCall& call) const;
  // What the author of the variable "name" wrote, newest first.
  HttpResponse Author(HttpCall& call) const;

 private:
  HttpResponse Submitted(HttpCall& call, const std::string& period,
                         const std::string& section) const;
  HttpResponse ReaderFeed(HttpCall& call) const;
  // Made from what the visitor's browser keeps. A page token holds for these
  // choices alone, so after another save "More papers" leads to the first page
  // of the new list. When the list cannot be made, others get what is left,
  // too: what is trending.
  HttpResponse VisitorFeed(HttpCall& call,
                           const v1::RecommendRequest& request) const;
  // What is trending; `instead`: why it stands in for a visitor's own list.
  HttpResponse StrangerFeed(HttpCall& call, const std::string& instead) const;
  HttpResponse Search(HttpCall& call, const std::string& query) const;

  const PageKit* const kit_;
};

}  // namespace broadsheet::gateway

#endif  // BROADSHEET_GATEWAY_WEB_LIST_HANDLERS_H_
