#ifndef BROADSHEET_RECOMMEND_MODELS_TRAIN_H_
#define BROADSHEET_RECOMMEND_MODELS_TRAIN_H_

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "recommend/models/training_data.h"
#include "recommend/models/training_options.h"

namespace broadsheet::recommend {

// What a caller learns of a training, and how it ends one. Both are called on
// the thread of the caller of TrainModel after each step: a half sweep over all
// readers or papers, or about a 100th of the other stages.
struct TrainingMonitor {
  // `stage` names what is going on ("factors"); done of total steps over all
  // stages are over. May be empty.
  std::function<void(std::string_view stage, uint64_t done, uint64_t total)>
      progress;
  // True: stop soon. May be empty.
  std::function<bool()> cancelled;
};

// Learns a model and writes it to the file `path`, which appears at once and
// whole, or not at all (it is written beside it, flushed and renamed). The same
// data, options and build give the same bytes, on any processor and with any
// number of threads.
//
// INVALID_ARGUMENT: data or options break a rule, which the message names.
// CANCELLED: as asked. Others: the file could not be written.
absl::Status TrainModel(const TrainingData& data,
                        const TrainingOptions& options,
                        const TrainingMonitor& monitor,
                        const std::string& path);

}  // namespace broadsheet::recommend

#endif  // BROADSHEET_RECOMMEND_MODELS_TRAIN_H_
