#include "recommend/co_reading.h"

#include <algorithm>
#include <cmath>
#include <cstdint>

#include "absl/container/flat_hash_map.h"
#include "recommend/ranking.h"

namespace broadsheet::recommend {
namespace {

// Bounds of one answer's work: a paper that everybody read tells little, and a
// robot that read everything tells nothing.
constexpr size_t kMaxReaders = 300;
constexpr size_t kMaxPapersOfReader = 1000;
constexpr double kUnit = 1 << 30;

double Popularity(const ReaderStore& readers, DocId doc) {
  return std::sqrt(static_cast<double>(readers.ReadersOf(doc).size()));
}

}  // namespace

std::vector<ReaderId> CoReading::Sample(DocId doc) const {
  const ReaderStore& readers = model_->readers();
  std::vector<ReaderId> sample = readers.ReadersOf(doc);
  if (sample.size() <= kMaxReaders) return sample;
  std::vector<std::pair<uint64_t, ReaderId>> keyed;
  keyed.reserve(sample.size());
  for (const ReaderId reader : sample) {
    keyed.emplace_back(PaperKey(readers.Name(reader)), reader);
  }
  std::nth_element(keyed.begin(), keyed.begin() + kMaxReaders, keyed.end());
  sample.resize(kMaxReaders);
  for (size_t i = 0; i < kMaxReaders; ++i) sample[i] = keyed[i].second;
  return sample;
}

void CoReading::Score(const std::vector<Interest>& interests,
                      std::optional<ReaderId> self, ScoreMap* scores) const {
  const ReaderStore& readers = model_->readers();
  absl::flat_hash_map<DocId, int64_t> sums;
  for (const Interest& interest : interests) {
    if (interest.weight <= 0) continue;
    const double strength = interest.weight / Popularity(readers, interest.doc);
    for (const ReaderId reader : Sample(interest.doc)) {
      const auto& papers = readers.Get(reader).papers;
      if (reader == self || papers.size() > kMaxPapersOfReader) continue;
      if (InterestOf(papers.at(interest.doc)) <= 0) continue;
      const int64_t part =
          std::llround(kUnit * strength / static_cast<double>(papers.size()));
      for (const auto& [doc, marks] : papers) {
        if (InterestOf(marks) > 0) sums[doc] += part;
      }
    }
  }
  for (const auto& [doc, sum] : sums) {
    const double score =
        static_cast<double>(sum) / kUnit / Popularity(readers, doc);
    scores->Add(doc, static_cast<float>(score));
  }
}

double CoReading::Closeness(DocId a, DocId b,
                            std::optional<ReaderId> self) const {
  const ReaderStore& readers = model_->readers();
  int64_t sum = 0;
  for (const ReaderId reader : Sample(a)) {
    const auto& papers = readers.Get(reader).papers;
    if (reader == self) continue;
    // Most have not met it.
    const auto other = papers.find(b);
    if (other == papers.end() || InterestOf(other->second) <= 0) continue;
    if (InterestOf(papers.at(a)) <= 0) continue;
    sum += std::llround(kUnit / static_cast<double>(papers.size()));
  }
  if (sum == 0) return 0;
  return static_cast<double>(sum) / kUnit /
         (Popularity(readers, a) * Popularity(readers, b));
}

}  // namespace broadsheet::recommend
