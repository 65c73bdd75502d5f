#include "cli/progress.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "cli/text_width.h"
#include "common/sizes.h"

namespace broadsheet::cli {
namespace {

constexpr absl::Duration kLinePeriod = absl::Seconds(5);
constexpr int kBarWidth = 20;

// 0 to 1.
double Share(const ProgressFigures& figures) {
  if (!figures.total.has_value() || *figures.total <= 0) return 0;
  const double share =
      static_cast<double>(figures.done) / static_cast<double>(*figures.total);
  return std::clamp(share, 0.0, 1.0);
}

std::string Bar(double share, int width) {
  const auto filled = static_cast<int>(share * width);
  return absl::StrCat("[", std::string(static_cast<size_t>(filled), '#'),
                      std::string(static_cast<size_t>(width - filled), '-'),
                      "] ");
}

}  // namespace

double RecordsPerSecond(const ProgressFigures& figures) {
  const double seconds = absl::ToDoubleSeconds(figures.elapsed);
  return seconds <= 0 ? 0 : static_cast<double>(figures.records) / seconds;
}

std::optional<absl::Duration> TimeLeft(const ProgressFigures& figures) {
  const double share = Share(figures);
  if (share <= 0 || figures.elapsed <= absl::ZeroDuration()) {
    return std::nullopt;
  }
  return figures.elapsed * ((1 - share) / share);
}

std::string FormatSeconds(absl::Duration duration) {
  const auto seconds =
      static_cast<int64_t>(std::ceil(absl::ToDoubleSeconds(duration)));
  if (seconds < 60) return absl::StrCat(seconds, " s");
  if (seconds < 3600) {
    return absl::StrFormat("%d min %02d s", seconds / 60, seconds % 60);
  }
  return absl::StrFormat("%d h %02d min", seconds / 3600, seconds % 3600 / 60);
}

std::string FormatProgress(const ProgressFigures& figures, int bar_width) {
  std::string text;
  const double share = Share(figures);
  if (figures.total.has_value()) {
    if (bar_width > 0) text = Bar(share, bar_width);
    absl::StrAppendFormat(&text, "%3d %%  ", static_cast<int>(share * 100));
  }
  const auto rate = static_cast<int64_t>(RecordsPerSecond(figures));
  absl::StrAppend(&text, WithCommas(figures.records), " ", figures.noun, "  ",
                  WithCommas(rate), " ", figures.noun, "/s");
  const auto left = TimeLeft(figures);
  if (share >= 1) {
    absl::StrAppend(&text, "  all sent, waiting for answers");
  } else if (left.has_value()) {
    absl::StrAppend(&text, "  ", FormatSeconds(*left), " left");
  }
  return text;
}

Progress::Progress(const Console* console, const Clock* clock,
                   std::string label, std::string noun)
    : console_(console),
      clock_(clock),
      label_(std::move(label)),
      started_(clock->Now()),
      shown_(started_) {
  figures_.noun = std::move(noun);
}

Progress::~Progress() {
  std::lock_guard lock(mu_);
  EraseBar();
}

void Progress::SetTotal(std::optional<int64_t> total) {
  std::lock_guard lock(mu_);
  figures_.total = total;
}

void Progress::SetDone(int64_t done) {
  std::lock_guard lock(mu_);
  figures_.done = done;
}

void Progress::SetRecords(int64_t records) {
  std::lock_guard lock(mu_);
  figures_.records = records;
}

void Progress::Tick() {
  std::lock_guard lock(mu_);
  const absl::Time now = clock_->Now();
  figures_.elapsed = now - started_;
  if (console_->err_is_terminal) {
    const std::string line = absl::StrCat(SafeLine(label_), "  ",
                                          FormatProgress(figures_, kBarWidth));
    *console_->err << "\r\x1b[K" << FitWidth(line, console_->width - 1)
                   << std::flush;
    bar_is_up_ = true;
  } else if (now - shown_ >= kLinePeriod) {
    *console_->err << SafeLine(label_) << ": " << FormatProgress(figures_, 0)
                   << std::endl;
    shown_ = now;
  }
}

void Progress::Print(const std::string& line) {
  std::lock_guard lock(mu_);
  EraseBar();
  *console_->err << SafeLine(line) << "\n" << std::flush;
}

void Progress::EraseBar() {
  if (!bar_is_up_) return;
  *console_->err << "\r\x1b[K" << std::flush;
  bar_is_up_ = false;
}

}  // namespace broadsheet::cli
