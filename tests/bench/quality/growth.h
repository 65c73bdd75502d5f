#ifndef BROADSHEET_TESTS_BENCH_QUALITY_GROWTH_H_
#define BROADSHEET_TESTS_BENCH_QUALITY_GROWTH_H_

#include <cstdint>
#include <string>
#include <vector>

#include "recommend/models/training_options.h"

namespace broadsheet::bench {

struct GrowthOptions {
  uint32_t papers = 20'000;
  std::vector<uint32_t> readers = {10'000, 100'000, 1'000'000};
  uint32_t each = 30;  // Papers that a reader wants.
};

// How the time of a training grows with the readers: made-up ones, each of whom
// wants papers of three of 200 subjects. Without texts. Prints a table with the
// time of each stage. `model`: a file to write. False when a training failed.
bool PrintGrowth(const GrowthOptions& growth,
                 const recommend::TrainingOptions& options,
                 const std::string& model);

}  // namespace broadsheet::bench

#endif  // BROADSHEET_TESTS_BENCH_QUALITY_GROWTH_H_
