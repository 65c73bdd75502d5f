#include "gateway/web/subscribe_pages.h"

#include <algorithm>
#include <string>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "broadsheet/v1/digest_service.pb.h"
#include "ctemplate/template.h"
#include "gateway/http/http_errors.h"
#include "gateway/web/edition_pages.h"
#include "gateway/web/links.h"

namespace broadsheet::gateway {
namespace {

using ctemplate::TemplateDictionary;
using Kit = std::shared_ptr<const PageKit>;

// The mail in the browser brings its own style and nothing else.
constexpr char kMailPolicy[] =
    "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'none'";
constexpr char kWeekdays[][10] = {"Monday", "Tuesday",  "Wednesday", "Thursday",
                                  "Friday", "Saturday", "Sunday"};

template <class List>
std::string Joined(const List& list) {
  return absl::StrJoin(list, ", ");
}

template <class List>
void Split(const std::string& text, List* list) {
  for (absl::string_view one : absl::StrSplit(text, absl::ByAnyChar(",\n"))) {
    one = absl::StripAsciiWhitespace(one);
    if (!one.empty()) *list->Add() = std::string(one);
  }
}

int Number(const std::string& text, int standard) {
  int value;
  return absl::SimpleAtoi(text, &value) ? value : standard;
}

v1::DigestSettings ReadSettings(const QueryParams& form) {
  v1::DigestSettings settings;
  settings.set_kind(form.Get("kind") == "personal"
                        ? v1::DigestSettings::KIND_PERSONAL
                        : v1::DigestSettings::KIND_TRENDING);
  settings.set_rhythm(form.Get("rhythm") == "weekly"
                          ? v1::DigestSettings::RHYTHM_WEEKLY
                          : v1::DigestSettings::RHYTHM_DAILY);
  settings.set_weekday(Number(form.Get("weekday"), 1));
  settings.set_hour(Number(form.Get("hour"), 7));
  settings.set_papers(Number(form.Get("papers"), 10));
  settings.set_zone(form.Get("zone"));
  settings.set_edition(form.Get("edition"));
  settings.set_send_empty(form.Get("send_empty") == "yes");
  Split(form.Get("categories"), settings.mutable_categories());
  Split(form.Get("keywords"), settings.mutable_keywords());
  Split(form.Get("authors"), settings.mutable_authors());
  return settings;
}

void AddOption(const char* section, const std::string& value,
               const std::string& name, bool chosen, TemplateDictionary* page) {
  TemplateDictionary* option = page->AddSectionDictionary(
      chosen ? absl::StrCat(section, "_CHOSEN") : std::string(section));
  option->SetValue("VALUE", value);
  option->SetValue("NAME", name);
}

// Each option list has one row, which is an option, chosen or not.
void AddChoice(const char* list, const std::string& value,
               const std::string& name, bool chosen, TemplateDictionary* page) {
  AddOption("OPTION", value, name, chosen, page->AddSectionDictionary(list));
}

// One that is gone stays to be seen, and to be chosen away.
void FillEditions(const std::vector<v1::Edition>& editions,
                  const std::string& chosen, TemplateDictionary* page) {
  if (editions.empty() && chosen.empty()) return;
  TemplateDictionary* list = page->AddSectionDictionary("EDITIONS");
  AddChoice("EDITION", "", "All fields", chosen.empty(), list);
  bool known = chosen.empty();
  for (const v1::Edition& edition : editions) {
    const bool same = edition.name() == chosen;
    AddChoice("EDITION", edition.name(), EditionTitle(edition), same, list);
    known = known || same;
  }
  if (!known) AddChoice("EDITION", chosen, chosen + " (gone)", true, list);
}

void FillSettings(const v1::DigestSettings& settings,
                  const std::vector<v1::Edition>& editions,
                  TemplateDictionary* form) {
  TemplateDictionary* page = form->AddIncludeDictionary("SETTINGS");
  page->SetFilename("digest_settings.tpl");
  const bool personal = settings.kind() == v1::DigestSettings::KIND_PERSONAL;
  AddChoice("KIND", "trending", "What is trending", !personal, page);
  AddChoice("KIND", "personal", "By what I vote for, save and open", personal,
            page);
  const bool weekly = settings.rhythm() == v1::DigestSettings::RHYTHM_WEEKLY;
  AddChoice("RHYTHM", "daily", "Every day", !weekly, page);
  AddChoice("RHYTHM", "weekly", "Once a week", weekly, page);
  for (int day = 1; day <= 7; ++day) {
    AddChoice("WEEKDAY", absl::StrCat(day), kWeekdays[day - 1],
              day == std::max(1, settings.weekday()), page);
  }
  for (int hour = 0; hour < 24; ++hour) {
    AddChoice("HOUR", absl::StrCat(hour),
              absl::StrCat(hour < 10 ? "0" : "", hour, ":00"),
              hour == settings.hour(), page);
  }
  for (int papers : {5, 10, 20, 30}) {
    AddChoice("PAPERS", absl::StrCat(papers), absl::StrCat(papers),
              papers == (settings.papers() == 0 ? 10 : settings.papers()),
              page);
  }
  page->SetValue("ZONE", settings.zone());
  FillEditions(editions, settings.edition(), page);
  page->SetValue("CATEGORIES", Joined(settings.categories()));
  page->SetValue("KEYWORDS", Joined(settings.keywords()));
  page->SetValue("AUTHORS", Joined(settings.authors()));
  page->ShowSection(settings.send_empty() ? "EMPTY_ON" : "EMPTY_OFF");
}

// One call of DigestService as whoever asks.
template <class Request, class Response>
absl::Status Call(const Kit& kit, HttpCall& call, const char* method,
                  Request request, Response* response) {
  return kit->methods()->Invoke(method, call.context, call.identity, &request,
                                response);
}

HttpResponse Message(const Kit& kit, const HttpCall& call, int status,
                     const std::string& heading, const std::string& text,
                     std::vector<Link> ways = {}) {
  MessagePage page;
  page.heading = heading;
  page.text = text;
  page.ways = std::move(ways);
  return kit->Html(
      status,
      WriteMessagePage(kit->writer(), kit->Frame(call, heading, ""), page));
}

HttpResponse SubscribeForm(const Kit& kit, HttpCall& call, int status,
                           const std::string& address,
                           const v1::DigestSettings& settings,
                           const std::string& error) {
  PageFrame frame = kit->Frame(call, "Papers in your inbox", "");
  frame.script = "mail.js";
  const auto editions = EditionsOf(*kit, call);
  return kit->Html(
      status, kit->writer().Write(
                  frame, "subscribe.tpl", [&](TemplateDictionary& page) {
                    page.SetValue("CSRF", frame.csrf);
                    page.SetValue("ADDRESS", address);
                    FillSettings(settings, editions, &page);
                    if (error.empty()) return;
                    page.SetValueAndShowSection("ERROR_TEXT", error, "ERROR");
                  }));
}

HttpResponse Subscribe(const Kit& kit, HttpCall& call) {
  v1::SubscribeRequest request;
  request.set_address(call.form.Get("address"));
  *request.mutable_settings() = ReadSettings(call.form);
  v1::SubscribeResponse response;
  const absl::Status done =
      Call(kit, call, "DigestService/Subscribe", request, &response);
  if (absl::IsInvalidArgument(done)) {
    return SubscribeForm(kit, call, 400, request.address(), request.settings(),
                         ErrorText(done));
  }
  if (!done.ok()) return kit->Error(call, done);
  return Message(kit, call, 200, "Look into your inbox",
                 "If the address can get mail from us, a message with a link "
                 "to confirm the subscription is under way.");
}

// A question with one button, which posts to this very page.
HttpResponse Ask(const Kit& kit, const HttpCall& call,
                 const std::string& heading, const std::string& text,
                 const std::string& button) {
  const PageFrame frame = kit->Frame(call, heading, "");
  return kit->Html(200, kit->writer().Write(frame, "mail_action.tpl",
                                            [&](TemplateDictionary& page) {
                                              page.SetValue("CSRF", frame.csrf);
                                              page.SetValue("ACTION",
                                                            call.path);
                                              page.SetValue("HEADING", heading);
                                              page.SetValue("TEXT", text);
                                              page.SetValue("BUTTON", button);
                                            }));
}

const char* StateText(v1::Subscription::State state) {
  switch (state) {
    case v1::Subscription::STATE_ACTIVE:
      return "The mails are on.";
    case v1::Subscription::STATE_PAUSED:
      return "The mails are paused.";
    case v1::Subscription::STATE_UNSUBSCRIBED:
      return "You are unsubscribed.";
    default:
      return "Not confirmed yet.";
  }
}

HttpResponse ManagePage(const Kit& kit, HttpCall& call,
                        const std::string& token,
                        const v1::Subscription& subscription,
                        const std::string& note) {
  PageFrame frame = kit->Frame(call, "Your subscription", "");
  const bool active = subscription.state() == v1::Subscription::STATE_ACTIVE;
  const auto editions = EditionsOf(*kit, call);
  return kit->Html(
      200, kit->writer().Write(
               frame, "subscription.tpl", [&](TemplateDictionary& page) {
                 page.SetValue("CSRF", frame.csrf);
                 page.SetValue("ADDRESS", subscription.address());
                 page.SetValue("ACTION",
                               absl::StrCat("/mail/", token, "/settings"));
                 page.SetValue("STATE", StateText(subscription.state()));
                 page.ShowSection(active ? "ACTIVE" : "ENDED");
                 FillSettings(subscription.settings(), editions, &page);
                 if (note.empty()) return;
                 page.SetValueAndShowSection("NOTE_TEXT", note, "NOTE");
               }));
}

HttpResponse Confirm(const Kit& kit, HttpCall& call) {
  v1::ConfirmSubscriptionRequest request;
  request.set_token(call.Variable("token"));
  v1::ConfirmSubscriptionResponse response;
  const absl::Status done =
      Call(kit, call, "DigestService/ConfirmSubscription", request, &response);
  if (!done.ok()) return kit->Error(call, done);
  return ManagePage(kit, call, response.manage_token(), response.subscription(),
                    "Your subscription is confirmed.");
}

// To the paper; the script tells that somebody, not a scanner, came by.
HttpResponse Open(const Kit& kit, const HttpCall& call,
                  const v1::GetMailLinkResponse& link) {
  PageFrame frame = kit->Frame(call, link.title(), "");
  frame.script = "mail.js";
  return kit->Html(
      200, kit->writer().Write(
               frame, "mail_open.tpl", [&](TemplateDictionary& page) {
                 page.SetValue("CSRF", frame.csrf);
                 page.SetValue("TITLE", link.title());
                 page.SetValue("PAPER_URL", PaperUrl(link.link().paper_id()));
               }));
}

HttpResponse ShowMail(v1::GetMailLinkResponse link) {
  HttpResponse response = TextAnswer(200, "text/html; charset=utf-8",
                                     std::move(*link.mutable_html()));
  response.headers.emplace_back("Content-Security-Policy", kMailPolicy);
  return response;
}

HttpResponse ShowLink(const Kit& kit, HttpCall& call) {
  v1::GetMailLinkRequest request;
  request.set_token(call.Variable("token"));
  v1::GetMailLinkResponse link;
  const absl::Status found =
      Call(kit, call, "DigestService/GetMailLink", request, &link);
  if (!found.ok()) return kit->Error(call, found);
  switch (link.link().kind()) {
    case v1::MailLink::KIND_UNSUBSCRIBE:
      return Ask(kit, call, "Unsubscribe?",
                 absl::StrCat("No more digests to ",
                              link.subscription().address(), "."),
                 "Unsubscribe");
    case v1::MailLink::KIND_VOTE:
      return Ask(kit, call, "Vote for this paper?", link.title(), "Vote");
    case v1::MailLink::KIND_SAVE:
      return Ask(kit, call, "Save this paper?", link.title(), "Save");
    case v1::MailLink::KIND_OPEN:
      return Open(kit, call, link);
    case v1::MailLink::KIND_VIEW:
      return ShowMail(std::move(link));
    default:
      return ManagePage(kit, call, request.token(), link.subscription(), "");
  }
}

HttpResponse FollowLink(const Kit& kit, HttpCall& call) {
  v1::FollowMailLinkRequest request;
  request.set_token(call.Variable("token"));
  v1::FollowMailLinkResponse response;
  const absl::Status done =
      Call(kit, call, "DigestService/FollowMailLink", request, &response);
  if (!done.ok()) return kit->Error(call, done);
  const std::vector<Link> paper = {
      {.url = PaperUrl(response.link().paper_id()), .name = "To the paper"}};
  switch (response.link().kind()) {
    case v1::MailLink::KIND_UNSUBSCRIBE:
      return Message(kit, call, 200, "You are unsubscribed",
                     "No more digests come. If that was a mistake, subscribe "
                     "again.",
                     {{.url = "/subscribe", .name = "Subscribe again"}});
    case v1::MailLink::KIND_VOTE:
      return Message(kit, call, 200, "Your vote counts", "Thank you.", paper);
    case v1::MailLink::KIND_SAVE:
      return Message(kit, call, 200, "Saved", "It is in your library.", paper);
    case v1::MailLink::KIND_OPEN:
      return SeeOther(paper[0].url);
    default:
      return SeeOther(call.path);
  }
}

HttpResponse ChangeSettings(const Kit& kit, HttpCall& call) {
  v1::ChangeSubscriptionRequest request;
  request.set_token(call.Variable("token"));
  const std::string action = call.form.Get("action");
  if (action == "pause") {
    request.set_state(v1::Subscription::STATE_PAUSED);
  } else if (action == "resume") {
    request.set_state(v1::Subscription::STATE_ACTIVE);
  } else if (action == "unsubscribe") {
    request.set_state(v1::Subscription::STATE_UNSUBSCRIBED);
  } else {
    *request.mutable_settings() = ReadSettings(call.form);
  }
  v1::ChangeSubscriptionResponse response;
  const absl::Status done =
      Call(kit, call, "DigestService/ChangeSubscription", request, &response);
  if (!done.ok()) return kit->Error(call, done);
  return ManagePage(kit, call, request.token(), response.subscription(),
                    "Changed.");
}

}  // namespace

void AddSubscribePages(Router& router, Kit kit) {
  router.Add("GET", "/subscribe", [kit](HttpCall& call) {
    v1::DigestSettings settings;
    settings.set_hour(7);
    return SubscribeForm(kit, call, 200, "", settings, "");
  });
  router.Add("POST", "/subscribe",
             [kit](HttpCall& call) { return Subscribe(kit, call); });
  router.Add("GET", "/subscribe/confirm/{token}", [kit](HttpCall& call) {
    return Ask(kit, call, "Confirm your subscription?",
               "Then papers come into your inbox.", "Confirm");
  });
  router.Add("POST", "/subscribe/confirm/{token}",
             [kit](HttpCall& call) { return Confirm(kit, call); });
  router.Add("GET", "/mail/{token}",
             [kit](HttpCall& call) { return ShowLink(kit, call); });
  router.Add("POST", "/mail/{token}",
             [kit](HttpCall& call) { return FollowLink(kit, call); });
  router.Add("POST", "/mail/{token}/settings",
             [kit](HttpCall& call) { return ChangeSettings(kit, call); });
}

}  // namespace broadsheet::gateway
