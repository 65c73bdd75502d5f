#ifndef BROADSHEET_CLI_PROGRESS_H_
#define BROADSHEET_CLI_PROGRESS_H_

#include <cstdint>
#include <mutex>
#include <optional>
#include <string>

#include "absl/time/time.h"
#include "cli/console.h"
#include "common/clock.h"

namespace broadsheet::cli {

// How far a piece of work has come.
struct ProgressFigures {
  // What the share is made of: bytes of a file, or records where their total is
  // known. No total: no share and no time left.
  int64_t done = 0;
  std::optional<int64_t> total;
  // What the rate is made of, and its plural ("papers").
  int64_t records = 0;
  std::string noun;
  absl::Duration elapsed;
};

// Records a second; 0 before any time has passed.
double RecordsPerSecond(const ProgressFigures& figures);
// From the pace so far; none while nothing is done or the total is unknown.
std::optional<absl::Duration> TimeLeft(const ProgressFigures& figures);
// "8 s", "1 min 05 s", "2 h 03 min".
std::string FormatSeconds(absl::Duration duration);
// " 42 %  15,600 papers  3,120 papers/s  6 s left", with a bar of '#' before
// it when `bar_width` is positive.
std::string FormatProgress(const ProgressFigures& figures, int bar_width);

// Shows figures on standard error: on a terminal one line that is redrawn,
// else a plain line every 5 seconds. Thread-safe.
class Progress {
 public:
  // `label` (a file's name) begins each line. Both pointers outlive this.
  Progress(const Console* console, const Clock* clock, std::string label,
           std::string noun);
  // Removes the bar.
  ~Progress();

  void SetTotal(std::optional<int64_t> total);
  void SetDone(int64_t done);
  void SetRecords(int64_t records);
  // Shows the figures when it is time to; call it several times a second.
  void Tick();
  // A line of text that the bar does not spoil.
  void Print(const std::string& line);

 private:
  void EraseBar();

  const Console* const console_;
  const Clock* const clock_;
  const std::string label_;
  std::mutex mu_;
  ProgressFigures figures_;  // GUARDED_BY(mu_)
  absl::Time started_;       // GUARDED_BY(mu_)
  absl::Time shown_;         // GUARDED_BY(mu_)
  bool bar_is_up_ = false;   // GUARDED_BY(mu_)
};

}  // namespace broadsheet::cli

#endif  // BROADSHEET_CLI_PROGRESS_H_
