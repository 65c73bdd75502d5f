#ifndef BROADSHEET_RECOMMEND_TRAINER_HOLDOUT_H_
#define BROADSHEET_RECOMMEND_TRAINER_HOLDOUT_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "recommend/trainer/training_snapshot.h"

namespace broadsheet::recommend {

struct HoldoutOptions {
  // By time: what a reader wanted last; else a random part, by the seed.
  bool by_time = true;
  // The part of a reader's papers that is held out.
  double part = 0.2;
  uint64_t seed = 1;
  // At most so many readers are asked about, chosen by a hash of their names.
  size_t max_readers = 2000;
  // Readers of fewer papers are not asked about.
  size_t min_papers = 5;
};

// A reader who is asked about.
struct AskedReader {
  ReaderId reader = 0;
  // Places in TrainingSnapshot::wishes().
  std::vector<size_t> kept;
  std::vector<size_t> held_out;
};

struct Holdout {
  std::vector<AskedReader> readers;  // By name.
  std::vector<bool> held_out;        // By place in wishes().
  size_t size = 0;                   // Wishes held out.
};

Holdout MakeHoldout(const TrainingSnapshot& snapshot,
                    const HoldoutOptions& options);

}  // namespace broadsheet::recommend

#endif  // BROADSHEET_RECOMMEND_TRAINER_HOLDOUT_H_
