#include "tests/bench/quality/figures.h"

#include <algorithm>
#include <cmath>
#include <cstdint>

#include "absl/strings/str_format.h"

namespace broadsheet::bench {
namespace {

constexpr size_t kShort = 20;
constexpr size_t kLong = 300;

}  // namespace

Figures FiguresOf(const Library& candidates, const std::vector<float>& scores,
                  const Library& wanted) {
  std::vector<uint32_t> order(candidates.size());
  for (uint32_t i = 0; i < order.size(); ++i) order[i] = i;
  const size_t listed = std::min(kLong, order.size());
  std::ranges::partial_sort(
      order, order.begin() + listed, [&](uint32_t a, uint32_t b) {
        return scores[a] != scores[b] ? scores[a] > scores[b]
                                      : candidates[a] < candidates[b];
      });
  Figures figures;
  double best = 0;
  for (size_t i = 0; i < std::min(kShort, wanted.size()); ++i) {
    best += 1 / std::log2(static_cast<double>(i) + 2);
  }
  const double hit = 1 / static_cast<double>(wanted.size());
  for (size_t i = 0; i < listed; ++i) {
    if (!std::ranges::binary_search(wanted, candidates[order[i]])) continue;
    figures.recall300 += hit;
    if (i >= kShort) continue;
    figures.recall20 += hit;
    figures.ndcg20 += 1 / std::log2(static_cast<double>(i) + 2) / best;
  }
  return figures;
}

Figures MeanOf(const std::vector<Figures>& all) {
  Figures mean;
  const double share = 1 / std::max<double>(1, static_cast<double>(all.size()));
  for (const Figures& figures : all) {
    mean.recall20 += share * figures.recall20;
    mean.recall300 += share * figures.recall300;
    mean.ndcg20 += share * figures.ndcg20;
  }
  return mean;
}

std::string MeanWithInterval(const std::vector<double>& runs) {
  // Two-sided 95 % points for 1, 2, ... degrees of freedom.
  static constexpr double kStudent[] = {12.706, 4.303, 3.182, 2.776, 2.571,
                                        2.447,  2.365, 2.306, 2.262};
  double sum = 0;
  for (const double run : runs) sum += run;
  const auto count = static_cast<double>(runs.size());
  const double mean = sum / count;
  if (runs.size() < 2) return absl::StrFormat("%.4f", mean);
  double squares = 0;
  for (const double run : runs) squares += (run - mean) * (run - mean);
  const double t = kStudent[std::min<size_t>(runs.size(), 10) - 2];
  return absl::StrFormat("%.4f ± %.4f", mean,
                         t * std::sqrt(squares / (count - 1) / count));
}

}  // namespace broadsheet::bench
