#include "cli/status_printer.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "cli/table.h"
#include "cli/text_width.h"
#include "common/sizes.h"
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

std::string Behind(const v1::GetStatusResponse& recommender) {
  if (recommender.changes_behind() == 0 && recommender.seconds_behind() == 0) {
    return "no";
  }
  return absl::StrFormat("%d, %.1f s", recommender.changes_behind(),
                         recommender.seconds_behind());
}

std::string StateOf(const v1::RecommenderStatus& recommender) {
  if (!recommender.ok()) return "DOWN";
  return recommender.ejected() ? "ejected" : "ready";
}

std::string Recommenders(const v1::GetSystemStatusResponse& status,
                         const Console& console) {
  Table table({{.header = "RECOMMENDER", .min_width = 14},
               {.header = "STATE", .min_width = 5},
               {.header = "BEHIND", .min_width = 6},
               {.header = "PAPERS", .min_width = 6, .align_right = true},
               {.header = "READERS", .min_width = 7, .align_right = true},
               {.header = "EVENTS", .min_width = 6, .align_right = true},
               {.header = "MEMORY", .min_width = 7, .align_right = true},
               {.header = "MODEL", .min_width = 6}});
  for (const v1::RecommenderStatus& one : status.recommenders()) {
    const v1::GetStatusResponse& own = one.status();
    table.AddRow({one.address(), StateOf(one), Behind(own),
                  WithCommas(own.papers()), WithCommas(own.readers()),
                  WithCommas(own.events()),
                  absl::StrCat(own.resident_bytes() >> 20, " MiB"),
                  own.model_version()});
  }
  return table.Render(console.width, console.colours);
}

std::string Storage(const v1::StorageStatus& storage) {
  return absl::StrFormat(
      "storage:     feed %.1f s behind, %d of %d connections in use, %d calls "
      "wait\n",
      storage.feed_lag_seconds(), storage.connections_in_use(),
      storage.connections(), storage.calls_queued());
}

std::string Encoder(const v1::EncoderStatus& encoder) {
  return absl::StrCat("encoder:     ", SafeLine(encoder.name()), ", ",
                      WithCommas(encoder.papers()), " of ",
                      WithCommas(encoder.papers() + encoder.papers_left()),
                      " papers have its vectors\n");
}

std::string Problems(const v1::GetSystemStatusResponse& status) {
  if (status.problems().empty()) return "All is well.\n";
  std::string text;
  for (const std::string& problem : status.problems()) {
    absl::StrAppend(&text, "! ", SafeLine(problem), "\n");
  }
  return text;
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
  std::string text = Problems(status);
  absl::StrAppend(&text, "\n", Houses(status, console), "\n");
  if (!status.recommenders().empty()) {
    absl::StrAppend(&text, Recommenders(status, console), "\n");
  }
  if (status.has_catalogue()) {
    absl::StrAppend(&text, Catalogue(status.catalogue()));
  }
  if (status.has_storage()) absl::StrAppend(&text, Storage(status.storage()));
  if (status.recommender().has_encoder()) {
    text += Encoder(status.recommender().encoder());
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
