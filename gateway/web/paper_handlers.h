#ifndef BROADSHEET_GATEWAY_WEB_PAPER_HANDLERS_H_
#define BROADSHEET_GATEWAY_WEB_PAPER_HANDLERS_H_

#include <string>

#include "broadsheet/v1/event.pb.h"
#include "gateway/http/http_call.h"
#include "gateway/web/page_kit.h"

namespace broadsheet::gateway {

// Answers the page of a paper, the buttons on it and the submit form.
// Thread-safe. `kit` must outlive it.
class PaperHandlers {
 public:
  explicit PaperHandlers(const PageKit* kit) : kit_(kit) {}

  // The paper of the variable "id". Another spelling of an id leads to its
  // page. A reader's visit is recorded as a view.
  HttpResponse Paper(HttpCall& call) const;
  // Records an event of `kind` for the variable "id", then leads back to the
  // form's "next". A form sent twice acts once, because of its "event_id".
  HttpResponse Act(HttpCall& call, v1::EventKind kind) const;

  HttpResponse SubmitForm(HttpCall& call) const;
  HttpResponse Submit(HttpCall& call) const;
  // Takes the form's paper off the list of the form's day.
  HttpResponse Retract(HttpCall& call) const;

 private:
  v1::ListedPaper Explanation(const HttpCall& call,
                              const std::string& id) const;
  // As Act, for visitors: their browser keeps it.
  HttpResponse Mark(HttpCall& call, v1::EventKind kind,
                    const std::string& typed) const;
  HttpResponse SubmitAgain(HttpCall& call, int status,
                           const std::string& error) const;

  const PageKit* const kit_;
};

}  // namespace broadsheet::gateway

#endif  // BROADSHEET_GATEWAY_WEB_PAPER_HANDLERS_H_
