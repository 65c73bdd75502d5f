#ifndef BROADSHEET_INGEST_TERM_STATISTICS_H_
#define BROADSHEET_INGEST_TERM_STATISTICS_H_

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "ingest/word_scanner.h"

namespace broadsheet::ingest {

// In how many papers terms occur, in 1 MiB whatever their number: a count-min
// sketch with conservative update (Estan and Varghese, "New directions in
// traffic measurement and accounting", 2002), whose four cells of a term lie in
// one line of the cache, one in each quarter: hundreds of terms of a paper are
// counted, and each line that is not in the cache costs more than all the rest.
// Answers are estimates, too high
// by what terms share; what a term that never came would answer is taken off.
// After kMaxDocuments all counts are halved, so that the sketch does not fill
// up and speaks of the recent papers. Thread-safe; writes that race may lose a
// count.
class TermStatistics {
 public:
  static constexpr uint64_t kMaxDocuments = 1 << 17;
  static constexpr size_t kRows = 4;
  static constexpr size_t kCellsOfARow = 4;
  static constexpr size_t kLines = 1 << 14;

  TermStatistics();

  // Adds a paper that has these terms, each once.
  void Observe(std::span<const TermId> terms);
  // And tells what Frequency was for each before: `frequencies` is replaced.
  // Cheaper than asking.
  void Observe(std::span<const TermId> terms,
               std::vector<uint32_t>* frequencies);
  uint64_t Frequency(TermId term) const;
  uint64_t documents() const { return documents_; }

  // As bytes with a version and a checksum, the same on every machine.
  std::string Serialize() const;
  // Replaces everything. DATA_LOSS when `bytes` are no statistics of this
  // version, or damaged; then nothing changes.
  absl::Status Parse(std::string_view bytes);
  // Adds what `now` counted since it was `base`.
  void AddGrowth(const TermStatistics& base, const TermStatistics& now);

 private:
  using Cell = std::atomic<uint32_t>;
  struct alignas(64) Line {
    std::array<Cell, kRows * kCellsOfARow> cells;
  };
  using Lines = std::array<Line, kLines>;
  using Cells = std::array<Cell*, kRows>;

  // The line of a term, and those of its cells that are the term's.
  static size_t LineOf(TermId term) { return term % kLines; }
  Cells CellsOf(TermId term) const;
  void Prefetch(TermId term) const;
  uint32_t CountUp(TermId term);
  void EndDocument();
  uint32_t Count(TermId term) const;
  void Halve();
  void MeasureFloor();

  std::unique_ptr<Lines> lines_;
  std::atomic<uint64_t> documents_{0};
  std::atomic<uint32_t> floor_{0};
};

}  // namespace broadsheet::ingest

#endif  // BROADSHEET_INGEST_TERM_STATISTICS_H_
