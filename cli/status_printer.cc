#include "cli/status_printer.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "cli/table.h"
#include "cli/text_width.h"
#include "google/protobuf/util/json_util.h"

namespace broadsheet::cli {
namespace {

std::string Houses(const v1::GetSystemStatusResponse& status,
                   const Console& console) {
  Table table({{.header = "HOUSE", .min_width = 9},
               {.header = "STATE", .min_width = 5},
               {.header = "ANSWERS IN", .min_width = 9, .align_right = true},
               {.header = "PROBLEM", .min_width = 10}});
  for (const v1::HouseStatus& house : status.houses()) {
    table.AddRow({house.name(), house.ok() ? "ok" : "DOWN",
                  absl::StrFormat("%.1f ms", house.latency_ms()),
                  house.problem()});
  }
  return table.Render(console.width, console.colours);
}

void AppendDay(const char* label, const std::string& day, std::string* text) {
  if (!day.empty()) absl::StrAppend(text, ", ", label, " ", SafeLine(day));
}

std::string Catalogue(const v1::CatalogueStatus& catalogue) {
  std::string text =
      absl::StrCat("catalogue:   ", Count(catalogue.papers(), "paper"), ", ",
                   Count(catalogue.readers(), "reader"), ", ",
                   Count(catalogue.events(), "event"), ", ",
                   Count(catalogue.submissions(), "submission"), ", ",
                   Count(catalogue.dead_letters(), "dead letter"));
  if (catalogue.withdrawn() > 0) {
    absl::StrAppend(&text, ", ", WithCommas(catalogue.withdrawn()),
                    " withdrawn");
  }
  AppendDay("last announced", catalogue.latest_announced(), &text);
  AppendDay("last list", catalogue.latest_list(), &text);
  return text + "\n";
}

std::string Recommender(const v1::GetStatusResponse& recommender) {
  return SafeLine(absl::StrCat(
             "recommender: ", recommender.ready() ? "ready" : "NOT READY",
             recommender.activity().empty() ? "" : ", ", recommender.activity(),
             ", ", Count(recommender.papers(), "paper"), ", ",
             Count(recommender.readers(), "reader"), ", ",
             Count(recommender.events(), "event"), ", ",
             recommender.resident_bytes() >> 20, " MiB")) +
         "\n";
}

}  // namespace

bool IsHealthy(const v1::GetSystemStatusResponse& status) {
  for (const v1::HouseStatus& house : status.houses()) {
    if (!house.ok()) return false;
  }
  return status.recommender().ready();
}

std::string StatusText(const v1::GetSystemStatusResponse& status,
                       const Console& console) {
  std::string text = Houses(status, console);
  absl::StrAppend(&text, "\n");
  if (status.has_catalogue()) {
    absl::StrAppend(&text, Catalogue(status.catalogue()));
  }
  if (status.has_recommender()) {
    absl::StrAppend(&text, Recommender(status.recommender()));
  }
  absl::StrAppend(&text, "version:     ", SafeLine(status.version()), "\n");
  return text;
}

std::string StatusJson(const v1::GetSystemStatusResponse& status) {
  std::string json;
  const auto written =
      google::protobuf::util::MessageToJsonString(status, &json);
  return written.ok() ? json + "\n" : "{}\n";
}

}  // namespace broadsheet::cli
