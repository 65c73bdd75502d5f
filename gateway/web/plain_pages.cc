#include "gateway/web/plain_pages.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "ctemplate/template.h"
#include "gateway/web/wording.h"

namespace broadsheet::gateway {
namespace {

using ctemplate::TemplateDictionary;

void AddFact(const char* name, const std::string& value,
             TemplateDictionary& panel) {
  TemplateDictionary* fact = panel.AddSectionDictionary("FACT");
  fact->SetValue("FACT_NAME", name);
  fact->SetValue("FACT_VALUE", value.empty() ? "–" : value);
}

TemplateDictionary* AddPanel(const char* title, TemplateDictionary& body) {
  TemplateDictionary* panel = body.AddSectionDictionary("PANEL");
  panel->SetValue("PANEL_TITLE", title);
  return panel;
}

void FillHouses(const v1::GetSystemStatusResponse& status,
                TemplateDictionary& body) {
  for (const v1::HouseStatus& house : status.houses()) {
    TemplateDictionary* row = body.AddSectionDictionary("HOUSE");
    row->SetValue("HOUSE_NAME", house.name());
    row->SetValue("HOUSE_CLASS", house.ok() ? "good" : "bad");
    row->SetValue("HOUSE_STATE", house.ok()                ? "up"
                                 : house.problem().empty() ? "down"
                                                           : house.problem());
    row->SetValue(
        "HOUSE_LATENCY",
        house.ok() ? absl::StrFormat("%.1f ms", house.latency_ms()) : "–");
  }
}

void FillCatalogue(const v1::CatalogueStatus& catalogue,
                   TemplateDictionary& body) {
  TemplateDictionary* panel = AddPanel("Catalogue", body);
  AddFact("Papers", WithThousands(catalogue.papers()), *panel);
  AddFact("Withdrawn", WithThousands(catalogue.withdrawn()), *panel);
  AddFact("Readers", WithThousands(catalogue.readers()), *panel);
  AddFact("Events", WithThousands(catalogue.events()), *panel);
  AddFact("Submissions", WithThousands(catalogue.submissions()), *panel);
  AddFact("Refused records", WithThousands(catalogue.dead_letters()), *panel);
  AddFact("Changes", WithThousands(catalogue.changes()), *panel);
  AddFact("Latest papers", ShortDayOf(catalogue.latest_announced()), *panel);
  AddFact("Latest list", ShortDayOf(catalogue.latest_list()), *panel);
}

void FillStorage(const v1::StorageStatus& storage, TemplateDictionary& body) {
  TemplateDictionary* panel = AddPanel("Storage", body);
  AddFact("Feed stands still for",
          absl::StrFormat("%.1f s", storage.feed_lag_seconds()), *panel);
  AddFact(
      "Connections in use",
      absl::StrCat(storage.connections_in_use(), " of ", storage.connections()),
      *panel);
  AddFact("Calls that wait", absl::StrCat(storage.calls_queued()), *panel);
}

void FillRecommender(const v1::RecommenderStatus& one, absl::Time now,
                     TemplateDictionary& body) {
  const v1::GetStatusResponse& own = one.status();
  TemplateDictionary* panel = AddPanel("Recommender", body);
  AddFact("Address", one.address(), *panel);
  AddFact("State",
          !one.ok() ? one.problem() : (one.ejected() ? "ejected" : "ready"),
          *panel);
  if (!one.has_status()) return;
  AddFact("Answered in", absl::StrFormat("%.1f ms", one.latency_ms()), *panel);
  AddFact("Behind storage",
          absl::StrFormat("%d changes, %.1f s", own.changes_behind(),
                          own.seconds_behind()),
          *panel);
  AddFact("Calls that wait",
          absl::StrCat(own.calls_queued(), " for a thread, ",
                       own.calls_waiting(), " for a position"),
          *panel);
  AddFact("Papers", WithThousands(own.papers()), *panel);
  AddFact("Readers", WithThousands(own.readers()), *panel);
  AddFact("Events", WithThousands(own.events()), *panel);
  AddFact("Model", own.model_version(), *panel);
  if (own.has_encoder()) {
    const v1::EncoderStatus& encoder = own.encoder();
    AddFact(
        "Vectors",
        absl::StrCat(WithThousands(encoder.papers()), " of ",
                     WithThousands(encoder.papers() + encoder.papers_left()),
                     " papers by ", encoder.name()),
        *panel);
  }
  AddFact("Replica", own.replica(), *panel);
  if (own.has_started_at()) {
    const absl::Duration up =
        now - absl::FromUnixSeconds(own.started_at().seconds());
    AddFact("Up for", absl::FormatDuration(absl::Trunc(up, absl::Seconds(1))),
            *panel);
  }
  AddFact("Memory",
          absl::StrFormat("%.0f MB",
                          static_cast<double>(own.resident_bytes()) / 1e6),
          *panel);
}

void FillProblems(const v1::GetSystemStatusResponse& status,
                  TemplateDictionary& body) {
  if (status.problems().empty()) return;
  TemplateDictionary* list = body.AddSectionDictionary("PROBLEMS");
  for (const std::string& problem : status.problems()) {
    list->AddSectionDictionary("PROBLEM")->SetValue("PROBLEM_TEXT", problem);
  }
}

std::string Summary(const v1::GetSystemStatusResponse& status) {
  const auto down = std::ranges::count_if(
      status.houses(), [](const auto& house) { return !house.ok(); });
  std::string text =
      down == 0 ? (status.problems().empty() ? "All is well."
                                             : "All services answer.")
                : absl::StrCat(CountOf(down, "service does", "services do"),
                               " not answer.");
  if (!status.version().empty()) {
    absl::StrAppend(&text, " Version ", status.version(), ".");
  }
  return text;
}

struct Wording {
  int status;
  const char* heading;
  const char* text;
};

constexpr Wording kWordings[] = {
    {400, "That request is not quite right", ""},
    {401, "Your session has ended", "Please sign in again."},
    {403, "That is not allowed", ""},
    {404, "Not in this issue", "There is no such page."},
    {405, "That does not work here", ""},
    {429, "One moment, please", "Too many requests came at once."},
    {503, "The presses have stopped for a moment",
     "A part of the newspaper does not answer just now. Please try again "
     "shortly."},
    {504, "That took too long",
     "A part of the newspaper did not answer in time. Please try again."}};

}  // namespace

absl::StatusOr<std::string> WriteSubmitPage(const PageWriter& writer,
                                            const PageFrame& frame,
                                            const SubmitPage& page) {
  return writer.Write(frame, "submit.tpl", [&](TemplateDictionary& body) {
    if (!page.error.empty()) {
      body.SetValueAndShowSection("ERROR_TEXT", page.error, "ERROR");
    }
    if (!frame.identity.is_reader()) {
      body.SetValueAndShowSection(
          "CLOSED_TEXT", "Submitting needs a reader's token.", "CLOSED");
      return;
    }
    body.ShowSection("FORM");
    body.SetValue("REQUEST_ID", page.request_id);
    body.SetValue("PAPER_ID", page.paper_id);
  });
}

absl::StatusOr<std::string> WriteStatusPage(
    const PageWriter& writer, const PageFrame& frame,
    const v1::GetSystemStatusResponse& status, absl::Time now) {
  return writer.Write(frame, "status.tpl", [&](TemplateDictionary& body) {
    body.SetValue("SUMMARY", Summary(status));
    FillProblems(status, body);
    FillHouses(status, body);
    if (status.has_catalogue()) FillCatalogue(status.catalogue(), body);
    if (status.has_storage()) FillStorage(status.storage(), body);
    for (const v1::RecommenderStatus& one : status.recommenders()) {
      FillRecommender(one, now, body);
    }
  });
}

absl::StatusOr<std::string> WriteMessagePage(const PageWriter& writer,
                                             const PageFrame& frame,
                                             const MessagePage& page) {
  return writer.Write(frame, "message.tpl", [&](TemplateDictionary& body) {
    body.SetValue("CODE", page.code);
    body.SetValue("HEADING", page.heading);
    body.SetValue("TEXT", page.text);
    for (const Link& way : page.ways) {
      TemplateDictionary* entry = body.AddSectionDictionary("WAY");
      entry->SetValue("WAY_URL", way.url);
      entry->SetValue("WAY_NAME", way.name);
    }
  });
}

MessagePage ErrorMessage(int status, const std::string& detail) {
  MessagePage page = {
      absl::StrCat(status),
      "Something went wrong",
      AsSentence(detail),
      {{"/", "Today's paper"}, {"/papers/trending", "Trending papers"}}};
  for (const Wording& wording : kWordings) {
    if (wording.status != status) continue;
    page.heading = wording.heading;
    // What is missing or mistyped is worth naming; faults of ours are not.
    if (page.text.empty() || status >= 429 || status == 401) {
      page.text = wording.text;
    }
  }
  if (status == 401)
    page.ways.insert(page.ways.begin(), {"/sign-in", "Sign in"});
  return page;
}

}  // namespace broadsheet::gateway
