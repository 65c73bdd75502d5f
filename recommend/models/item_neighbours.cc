#include "recommend/models/item_neighbours.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <utility>
#include <vector>

#include "recommend/models/kernels.h"
#include "recommend/models/parallel.h"

namespace broadsheet::recommend {
namespace {

struct Candidate {
  uint32_t item = 0;
  float weight = 0;
};

bool Heavier(const Candidate& a, const Candidate& b) {
  const float left = std::abs(a.weight);
  const float right = std::abs(b.weight);
  return left != right ? left > right : a.item < b.item;
}

void KeepHeaviest(size_t count, std::vector<Candidate>* candidates) {
  if (candidates->size() <= count) return;
  std::ranges::nth_element(*candidates, candidates->begin() + count, Heavier);
  candidates->resize(count);
}

// The regressions of items, one after another. Not thread-safe.
class Regression {
 public:
  Regression(const SparseRows& readers, const SparseRows& items,
             const NeighbourOptions& options)
      : readers_(readers),
        items_(items),
        options_(options),
        together_(items.rows(), 0),
        place_(items.rows(), -1) {}

  // The weights by which other items predict `item`, by item.
  std::vector<Candidate> Solve(uint32_t item) {
    std::vector<Candidate> candidates = Nearest(item);
    std::ranges::sort(candidates, {}, &Candidate::item);
    const size_t n = candidates.size();
    if (n == 0) return candidates;
    for (size_t i = 0; i < n; ++i) {
      place_[candidates[i].item] = static_cast<int32_t>(i);
    }
    FillSystem(candidates);
    right_.resize(n);
    for (size_t i = 0; i < n; ++i) right_[i] = candidates[i].weight;
    if (Factorize(system_.data(), n)) {
      SolveFactorized(system_.data(), n, right_.data());
    } else {
      std::ranges::fill(right_, 0.0f);
    }
    for (size_t i = 0; i < n; ++i) {
      place_[candidates[i].item] = -1;
      candidates[i].weight = right_[i];
    }
    KeepHeaviest(options_.kept, &candidates);
    return candidates;
  }

 private:
  // The items of the largest cosine with `item`; weights are numbers of common
  // readers.
  std::vector<Candidate> Nearest(uint32_t item) {
    touched_.clear();
    for (const uint32_t reader : items_.Index(item)) {
      for (const uint32_t other : readers_.Index(reader)) {
        if (together_[other]++ == 0) touched_.push_back(other);
      }
    }
    std::vector<Candidate> nearest;
    for (const uint32_t other : touched_) {
      if (other != item) {
        const auto readers = static_cast<float>(items_.Count(other));
        const auto common = static_cast<float>(together_[other]);
        nearest.push_back({other, common / std::sqrt(readers)});
      }
    }
    KeepHeaviest(options_.candidates, &nearest);
    for (Candidate& candidate : nearest) {
      candidate.weight = static_cast<float>(together_[candidate.item]);
    }
    for (const uint32_t other : touched_) together_[other] = 0;
    return nearest;
  }

  // The lower triangle of the candidates' numbers of common readers, plus the
  // ridge. Readers are met through the candidates, each at its first one.
  void FillSystem(const std::vector<Candidate>& candidates) {
    const size_t n = candidates.size();
    system_.assign(n * n, 0.0f);
    for (size_t i = 0; i < n; ++i) {
      float* row = system_.data() + i * n;
      for (const uint32_t reader : items_.Index(candidates[i].item)) {
        for (const uint32_t other : readers_.Index(reader)) {
          const int32_t place = place_[other];
          if (place >= 0 && static_cast<size_t>(place) <= i) row[place] += 1;
        }
      }
      row[i] += options_.ridge;
    }
  }

  const SparseRows& readers_;
  const SparseRows& items_;
  const NeighbourOptions& options_;
  std::vector<uint32_t> together_;  // Common readers, by item.
  std::vector<int32_t> place_;      // Among the candidates, by item; -1: none.
  std::vector<uint32_t> touched_;
  std::vector<float> system_;
  std::vector<float> right_;
};

// Every n-th reader, so that about `most` interactions are left.
SparseRows Thin(const SparseRows& readers, size_t most) {
  const size_t step = readers.index.size() / std::max<size_t>(most, 1) + 1;
  SparseRows thin;
  thin.columns = readers.columns;
  for (size_t row = 0; row < readers.rows(); row += step) {
    for (const uint32_t item : readers.Index(row)) thin.Push(item, 1);
    thin.EndRow();
  }
  return thin;
}

}  // namespace

std::optional<SparseRows> TrainNeighbours(const SparseRows& all_readers,
                                          const NeighbourOptions& options,
                                          size_t steps, int threads,
                                          const std::function<bool()>& step) {
  const SparseRows readers = Thin(all_readers, options.interactions);
  const SparseRows items = Transpose(readers);
  NeighbourOptions bounded = options;
  bounded.kept =
      std::min(options.kept,
               std::max<size_t>(1, options.kept_in_all / (items.rows() + 1)));
  std::vector<std::vector<Candidate>> weights(items.rows());
  for (size_t part = 0; part < steps; ++part) {
    const size_t first = items.rows() * part / steps;
    const size_t count = items.rows() * (part + 1) / steps - first;
    ParallelSlices(threads, count, count / threads + 1,
                   [&](size_t begin, size_t end, int) {
                     Regression regression(readers, items, bounded);
                     for (size_t i = first + begin; i < first + end; ++i) {
                       weights[i] = regression.Solve(static_cast<uint32_t>(i));
                     }
                   });
    if (!step()) return std::nullopt;
  }
  SparseRows by_target;
  by_target.columns = items.rows();
  for (const auto& row : weights) {
    for (const Candidate& candidate : row) {
      by_target.Push(candidate.item, candidate.weight);
    }
    by_target.EndRow();
  }
  return Transpose(by_target);
}

}  // namespace broadsheet::recommend
