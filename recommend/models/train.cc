#include "recommend/models/train.h"

#include <functional>
#include <optional>
#include <utility>

#include "recommend/models/factors.h"
#include "recommend/models/model_builder.h"
#include "recommend/models/training_input.h"

namespace broadsheet::recommend {
namespace {

// Counts the steps of all stages and passes them on.
class Steps {
 public:
  Steps(const TrainingMonitor& monitor, uint64_t total)
      : monitor_(monitor), total_(total) {}

  // One step of `stage` is over; false when training is to stop.
  bool Done(std::string_view stage) {
    ++done_;
    if (monitor_.progress) monitor_.progress(stage, done_, total_);
    return !cancelled();
  }
  bool cancelled() const { return monitor_.cancelled && monitor_.cancelled(); }

 private:
  const TrainingMonitor& monitor_;
  uint64_t total_;
  uint64_t done_ = 0;
};

ModelHead HeadOf(const TrainingInput& input, const TrainingOptions& options) {
  ModelHead head;
  head.readers = input.readers.rows();
  head.interactions = input.readers.index.size();
  head.seed = options.seed;
  head.unobserved = options.factors.unobserved;
  head.regularization = options.factors.regularization;
  head.factor_items = static_cast<uint32_t>(input.items.size());
  return head;
}

void AddPapers(const TrainingInput& input, ModelBuilder* builder) {
  std::vector<uint32_t> counts(input.items.size(), 0);
  for (const uint32_t item : input.readers.index) ++counts[item];
  for (size_t item = 0; item < input.items.size(); ++item) {
    builder->AddPaper(input.items[item]->id, counts[item]);
  }
}

}  // namespace

absl::Status TrainModel(const TrainingData& data,
                        const TrainingOptions& options,
                        const TrainingMonitor& monitor,
                        const std::string& path) {
  if (auto status = CheckOptions(options); !status.ok()) return status;
  auto input = MakeTrainingInput(data);
  if (!input.ok()) return input.status();
  Steps steps(monitor, 2 * static_cast<uint64_t>(options.factors.sweeps));
  ModelBuilder builder(HeadOf(*input, options));
  AddPapers(*input, &builder);
  if (!input->readers.index.empty()) {
    auto factors =
        TrainFactors(input->readers, options.factors, options.seed,
                     options.threads, [&] { return steps.Done("factors"); });
    if (!factors) return absl::CancelledError("the training was cancelled");
    builder.SetFactors(factors->items, std::move(factors->gram));
  }
  return builder.Write(path, data.position);
}

}  // namespace broadsheet::recommend
