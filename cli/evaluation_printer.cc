#include "cli/evaluation_printer.h"

#include <algorithm>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "cli/table.h"
#include "cli/text_width.h"
#include "common/json_writer.h"

namespace broadsheet::cli {
namespace {

using Rankings = google::protobuf::RepeatedPtrField<v1::EvaluatedRanking>;

constexpr int kBarWidth = 40;

std::string MetricText(const v1::ModelMetric& metric) {
  if (metric.low() == 0 && metric.high() == 0) {
    return absl::StrFormat("%.4g", metric.value());
  }
  return absl::StrFormat("%.4f +- %.4f", metric.value(),
                         (metric.high() - metric.low()) / 2);
}

std::string RankingsTable(const Rankings& rankings, const Console& console) {
  if (rankings.empty()) return "";
  std::vector<Column> columns = {{.header = "RANKING", .min_width = 10}};
  int rank = 0;
  for (const v1::ModelMetric& metric : rankings[0].metrics()) {
    columns.push_back({.header = metric.name(),
                       .min_width = 16,
                       .rank = rank++,
                       .align_right = true});
  }
  Table table(columns);
  for (const v1::EvaluatedRanking& ranking : rankings) {
    std::vector<std::string> cells = {SafeLine(ranking.name())};
    for (const v1::ModelMetric& metric : ranking.metrics()) {
      cells.push_back(MetricText(metric));
    }
    cells.resize(columns.size());
    table.AddRow(std::move(cells));
  }
  return table.Render(console.width, console.colours);
}

double Largest(const Rankings& rankings) {
  double largest = 1e-9;
  for (const v1::EvaluatedRanking& ranking : rankings) {
    if (ranking.metrics().empty()) continue;
    largest = std::max(
        {largest, ranking.metrics(0).value(), ranking.metrics(0).high()});
  }
  return largest;
}

std::string Bars(const Rankings& rankings) {
  if (rankings.empty() || rankings[0].metrics().empty()) return "";
  std::string text =
      absl::StrCat("\n", SafeLine(rankings[0].metrics(0).name()), "\n");
  const double largest = Largest(rankings);
  for (const v1::EvaluatedRanking& ranking : rankings) {
    if (ranking.metrics().empty()) continue;
    const double value = std::max(0.0, ranking.metrics(0).value());
    const auto length = static_cast<size_t>(kBarWidth * value / largest + 0.5);
    absl::StrAppend(&text,
                    absl::StrFormat("%-14s %s %.4f\n", SafeLine(ranking.name()),
                                    std::string(length, '#'), value));
  }
  return text;
}

void WriteRanking(const char* kind, const v1::EvaluatedRanking& ranking,
                  std::string* out) {
  JsonWriter json;
  json.BeginObject().Key(kind).String(ranking.name());
  for (const v1::ModelMetric& metric : ranking.metrics()) {
    json.Key(metric.name()).BeginObject();
    json.Key("value").Number(metric.value());
    json.Key("low").Number(metric.low());
    json.Key("high").Number(metric.high()).EndObject();
  }
  json.EndObject();
  absl::StrAppend(out, json.Take(), "\n");
}

std::string EscapeXml(const std::string& text) {
  std::string out;
  for (const char c : text) {
    if (c == '<') {
      out += "&lt;";
    } else if (c == '&') {
      out += "&amp;";
    } else {
      out += c;
    }
  }
  return out;
}

}  // namespace

std::string EvaluationText(const v1::Evaluation& evaluation,
                           const Console& console) {
  std::string text = RankingsTable(evaluation.rankings(), console);
  absl::StrAppend(&text, Bars(evaluation.rankings()));
  if (!evaluation.arms().empty()) {
    absl::StrAppend(&text, "\n", RankingsTable(evaluation.arms(), console));
  }
  absl::StrAppend(&text, "\n", Count(evaluation.readers(), "reader"), ", ",
                  Count(evaluation.held_out(), "held-out paper"), "\n");
  return text;
}

std::string EvaluationJson(const v1::Evaluation& evaluation) {
  std::string out;
  for (const auto& ranking : evaluation.rankings()) {
    WriteRanking("ranking", ranking, &out);
  }
  for (const auto& arm : evaluation.arms()) WriteRanking("arm", arm, &out);
  return out;
}

std::string EvaluationSvg(const v1::Evaluation& evaluation) {
  const Rankings& rankings = evaluation.rankings();
  const int height = 40 + 28 * rankings.size();
  std::string svg = absl::StrFormat(
      "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 640 %d\" "
      "font-family=\"sans-serif\" font-size=\"13\">\n",
      height);
  if (!rankings.empty() && !rankings[0].metrics().empty()) {
    absl::StrAppend(&svg, "<text x=\"130\" y=\"20\">",
                    EscapeXml(rankings[0].metrics(0).name()), "</text>\n");
  }
  const double scale = 420 / Largest(rankings);
  int y = 32;
  for (const v1::EvaluatedRanking& ranking : rankings) {
    if (ranking.metrics().empty()) continue;
    const v1::ModelMetric& metric = ranking.metrics(0);
    absl::StrAppend(
        &svg,
        absl::StrFormat("<text x=\"122\" y=\"%d\" text-anchor=\"end\">%s"
                        "</text><rect x=\"130\" y=\"%d\" width=\"%.1f\" "
                        "height=\"18\" fill=\"#4878a8\"/>",
                        y + 14, EscapeXml(ranking.name()), y,
                        scale * std::max(0.0, metric.value())),
        absl::StrFormat("<path d=\"M%.1f %dH%.1f\" stroke=\"#222\"/>"
                        "<text x=\"%.1f\" y=\"%d\">%.4f</text>\n",
                        130 + scale * std::max(0.0, metric.low()), y + 9,
                        130 + scale * metric.high(),
                        138 + scale * metric.high(), y + 14, metric.value()));
    y += 28;
  }
  return svg + "</svg>\n";
}

}  // namespace broadsheet::cli
