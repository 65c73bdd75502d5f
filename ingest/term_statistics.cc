#include "ingest/term_statistics.h"

#include <algorithm>

#include "common/errors.h"
#include "sodium.h"

namespace broadsheet::ingest {
namespace {

constexpr std::string_view kMagic = "broadsheet term statistics 2\n";
constexpr size_t kChecksumBytes = 16;
constexpr size_t kCellBytes = TermStatistics::kLines * TermStatistics::kRows *
                              TermStatistics::kCellsOfARow * sizeof(uint32_t);
constexpr auto kRelaxed = std::memory_order_relaxed;
// The floor moves slowly.
constexpr uint64_t kFloorInterval = 1024;
constexpr uint64_t kProbes = 64;
// So many terms before they are counted, their lines are asked for: as many as
// the processor has on their way at once, more or less.
constexpr size_t kAhead = 32;

void AppendLittleEndian(uint64_t value, int bytes, std::string* out) {
  for (int i = 0; i < bytes; ++i) {
    out->push_back(static_cast<char>((value >> (8 * i)) & 0xff));
  }
}

uint64_t TakeLittleEndian(size_t bytes, std::string_view* in) {
  uint64_t value = 0;
  for (size_t i = 0; i < bytes; ++i) {
    value |= uint64_t{static_cast<unsigned char>((*in)[i])} << (8 * i);
  }
  in->remove_prefix(bytes);
  return value;
}

std::string Checksum(std::string_view bytes) {
  std::string sum(kChecksumBytes, '\0');
  crypto_generichash(reinterpret_cast<unsigned char*>(sum.data()), sum.size(),
                     reinterpret_cast<const unsigned char*>(bytes.data()),
                     bytes.size(), nullptr, 0);
  return sum;
}

}  // namespace

TermStatistics::TermStatistics() : lines_(std::make_unique<Lines>()) {}

// By bits that do not choose the line.
TermStatistics::Cells TermStatistics::CellsOf(TermId term) const {
  static_assert(kRows == 4 && kCellsOfARow == 4);
  Cell* line = (*lines_)[LineOf(term)].cells.data();
  // No loop: it would not be unrolled, and this runs for each term of a paper.
  return {line + (term >> 32) % 4, line + 4 + (term >> 40) % 4,
          line + 8 + (term >> 48) % 4, line + 12 + (term >> 56) % 4};
}

uint32_t TermStatistics::Count(TermId term) const {
  uint32_t least = UINT32_MAX;
  for (const Cell* cell : CellsOf(term)) {
    least = std::min(least, cell->load(kRelaxed));
  }
  return least;
}

void TermStatistics::Observe(std::span<const TermId> terms) {
  for (const TermId term : terms) CountUp(term);
  EndDocument();
}

void TermStatistics::Observe(std::span<const TermId> terms,
                             std::vector<uint32_t>* frequencies) {
  frequencies->clear();
  const uint32_t floor = floor_.load(kRelaxed);
  for (size_t i = 0; i < terms.size(); ++i) {
    if (i + kAhead < terms.size()) Prefetch(terms[i + kAhead]);
    const uint32_t count = CountUp(terms[i]);
    frequencies->push_back(count > floor ? count - floor : 0);
  }
  EndDocument();
}

void TermStatistics::Prefetch(TermId term) const {
  __builtin_prefetch(&(*lines_)[LineOf(term)], /*rw=*/1);
}

// Answers the count before.
uint32_t TermStatistics::CountUp(TermId term) {
  const Cells cells = CellsOf(term);
  const auto load = [&](size_t i) { return cells[i]->load(kRelaxed); };
  const std::array<uint32_t, kRows> counts = {load(0), load(1), load(2),
                                              load(3)};
  const uint32_t least =
      std::min(std::min(counts[0], counts[1]), std::min(counts[2], counts[3]));
  // No locked addition: it would cost more than the rest of the paper. And no
  // branches: which cells have the least is hard to foresee.
  const auto raise = [&](size_t i) {
    cells[i]->store(std::max(counts[i], least + 1), kRelaxed);
  };
  raise(0);
  raise(1);
  raise(2);
  raise(3);
  return least;
}

void TermStatistics::EndDocument() {
  const uint64_t documents = ++documents_;
  if (documents == kMaxDocuments) Halve();
  if (documents % kFloorInterval == 0) MeasureFloor();
}

uint64_t TermStatistics::Frequency(TermId term) const {
  const uint32_t count = Count(term);
  const uint32_t floor = floor_.load(kRelaxed);
  return count > floor ? count - floor : 0;
}

void TermStatistics::Halve() {
  for (Line& line : *lines_) {
    for (Cell& cell : line.cells) cell.store(cell.load(kRelaxed) / 2, kRelaxed);
  }
  documents_ = documents_ / 2;
}

// The median of what made-up terms would answer.
void TermStatistics::MeasureFloor() {
  std::array<uint32_t, kProbes> counts;
  for (uint64_t i = 0; i < kProbes; ++i) {
    counts[i] = Count(PhraseId(0x5eed + i, 0x5eed));
  }
  std::ranges::nth_element(counts, counts.begin() + kProbes / 2);
  floor_.store(counts[kProbes / 2], kRelaxed);
}

std::string TermStatistics::Serialize() const {
  std::string bytes(kMagic);
  bytes.reserve(kMagic.size() + 8 + kCellBytes + kChecksumBytes);
  AppendLittleEndian(documents_, 8, &bytes);
  for (const Line& line : *lines_) {
    for (const Cell& cell : line.cells) {
      AppendLittleEndian(cell.load(kRelaxed), 4, &bytes);
    }
  }
  return bytes + Checksum(bytes);
}

absl::Status TermStatistics::Parse(std::string_view bytes) {
  const size_t size = kMagic.size() + 8 + kCellBytes + kChecksumBytes;
  if (bytes.size() != size || !bytes.starts_with(kMagic)) {
    return absl::DataLossError("these are no term statistics of version 2");
  }
  std::string_view body = bytes.substr(0, size - kChecksumBytes);
  if (Checksum(body) != bytes.substr(body.size())) {
    return absl::DataLossError("the term statistics are damaged");
  }
  body.remove_prefix(kMagic.size());
  documents_ = TakeLittleEndian(8, &body);
  for (Line& line : *lines_) {
    for (Cell& cell : line.cells) {
      cell.store(static_cast<uint32_t>(TakeLittleEndian(4, &body)), kRelaxed);
    }
  }
  MeasureFloor();
  return absl::OkStatus();
}

void TermStatistics::AddGrowth(const TermStatistics& base,
                               const TermStatistics& now) {
  for (size_t line = 0; line < kLines; ++line) {
    for (size_t i = 0; i < kRows * kCellsOfARow; ++i) {
      const uint32_t was = (*base.lines_)[line].cells[i].load(kRelaxed);
      const uint32_t is = (*now.lines_)[line].cells[i].load(kRelaxed);
      Cell& cell = (*lines_)[line].cells[i];
      // Halved counts have not grown.
      if (is > was) cell.store(cell.load(kRelaxed) + (is - was), kRelaxed);
    }
  }
  const uint64_t was = base.documents_;
  const uint64_t is = now.documents_;
  if (is > was) documents_ += is - was;
  if (documents_ >= kMaxDocuments) Halve();
  MeasureFloor();
}

}  // namespace broadsheet::ingest
