#include "cli/table.h"

#include <algorithm>
#include <utility>

#include "cli/text_width.h"

namespace broadsheet::cli {
namespace {

constexpr int kGap = 2;

// What the shown columns and the gaps between them take.
int TotalWidth(const std::vector<int>& widths) {
  int total = 0;
  for (int width : widths) {
    if (width > 0) total += width + kGap;
  }
  return std::max(0, total - kGap);
}

std::string Pad(const std::string& text, int width, bool right) {
  const std::string fitted = FitWidth(text, width);
  const std::string blanks(
      static_cast<size_t>(std::max(0, width - DisplayWidth(fitted))), ' ');
  return right ? blanks + fitted : fitted + blanks;
}

}  // namespace

Table::Table(std::vector<Column> columns) : columns_(std::move(columns)) {}

void Table::AddRow(std::vector<std::string> cells) {
  cells.resize(columns_.size());
  for (std::string& cell : cells) cell = SafeLine(cell);
  rows_.push_back(std::move(cells));
}

std::vector<int> Table::LayOut(int width) const {
  std::vector<int> wanted;
  for (size_t i = 0; i < columns_.size(); ++i) {
    int widest = 0;
    for (const auto& row : rows_) {
      widest = std::max(widest, DisplayWidth(row[i]));
    }
    // A column without any text says nothing.
    wanted.push_back(
        widest == 0 ? 0 : std::max(widest, DisplayWidth(columns_[i].header)));
  }
  std::vector<int> least;
  for (size_t i = 0; i < columns_.size(); ++i) {
    least.push_back(std::min(wanted[i], columns_[i].min_width));
  }
  while (TotalWidth(least) > width) {
    size_t last = 0;
    for (size_t i = 0; i < columns_.size(); ++i) {
      if (least[i] > 0 && columns_[i].rank >= columns_[last].rank) last = i;
    }
    if (columns_[last].rank == 0) break;
    least[last] = wanted[last] = 0;
  }
  while (TotalWidth(wanted) > width) {
    size_t widest = columns_.size();
    for (size_t i = 0; i < columns_.size(); ++i) {
      if (wanted[i] <= least[i]) continue;
      if (widest == columns_.size() ||
          wanted[i] * columns_[widest].weight >
              wanted[widest] * columns_[i].weight) {
        widest = i;
      }
    }
    if (widest == columns_.size()) break;
    --wanted[widest];
  }
  return wanted;
}

std::string Table::Line(const std::vector<std::string>& cells,
                        const std::vector<int>& widths) const {
  std::string line;
  for (size_t i = 0; i < columns_.size(); ++i) {
    if (widths[i] == 0) continue;
    if (!line.empty()) line.append(kGap, ' ');
    line += Pad(cells[i], widths[i], columns_[i].align_right);
  }
  while (line.ends_with(' ')) line.pop_back();
  return line;
}

std::string Table::Render(int width, bool bold_header) const {
  const std::vector<int> widths = LayOut(width);
  std::vector<std::string> headers;
  for (const Column& column : columns_) headers.push_back(column.header);
  std::string text = Line(headers, widths);
  if (bold_header) text = "\x1b[1m" + text + "\x1b[0m";
  text += '\n';
  for (const auto& row : rows_) text += Line(row, widths) + "\n";
  return text;
}

}  // namespace broadsheet::cli
