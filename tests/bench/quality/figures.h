#ifndef BROADSHEET_TESTS_BENCH_QUALITY_FIGURES_H_
#define BROADSHEET_TESTS_BENCH_QUALITY_FIGURES_H_

#include <array>
#include <cstddef>
#include <string>
#include <vector>

#include "tests/bench/quality/dataset.h"

namespace broadsheet::bench {

// Of lists against what was wanted: hits among the first 20 or 300, of all
// that are wanted; and binary NDCG of the first 20.
struct Figures {
  double recall20 = 0;
  double recall300 = 0;
  double ndcg20 = 0;
};

// Of one list: `candidates` by falling score (ties by number). `wanted` is
// ascending and not empty.
Figures FiguresOf(const Library& candidates, const std::vector<float>& scores,
                  const Library& wanted);

Figures MeanOf(const std::vector<Figures>& all);

// "0.3429 ± 0.0012": the mean of the runs with its 95 % interval (Student's t).
std::string MeanWithInterval(const std::vector<double>& runs);

}  // namespace broadsheet::bench

#endif  // BROADSHEET_TESTS_BENCH_QUALITY_FIGURES_H_
