#ifndef BROADSHEET_RECOMMEND_TRAINER_EVALUATION_H_
#define BROADSHEET_RECOMMEND_TRAINER_EVALUATION_H_

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "broadsheet/v1/model_service.pb.h"
#include "recommend/models/model.h"
#include "recommend/trainer/holdout.h"
#include "recommend/trainer/training_snapshot.h"

namespace broadsheet::recommend {

// The list that one reader got, against what they were known to want: places of
// hits in it, from 0.
struct RankedHits {
  std::vector<size_t> places;
  size_t wanted = 0;
};

// Hits among the first K, of all that are wanted.
double Recall(const RankedHits& hits, size_t k);
// Binary gains; 1 when all wanted that fit come first.
double Ndcg(const RankedHits& hits, size_t k);
// 1 / (1 + place of the first hit); 0 without one.
double ReciprocalRank(const RankedHits& hits);
// The mean with its 95 % interval over readers (normal approximation).
v1::ModelMetric MeanMetric(std::string name, const std::vector<double>& values);

struct EvaluationOptions {
  // Ways of ranking: "blend", sources of the feed by name ("factors"), and
  // "popularity" and "random".
  std::vector<std::string> rankings = {"blend",   "factors", "neighbours",
                                       "content", "text",    "popularity",
                                       "random"};
  uint64_t seed = 1;
};

// Ranks all papers for each reader of the holdout, with the code that makes
// feeds (RANKING_RELEVANCE), from what the reader kept. The model must have
// been trained without the holdout. Puts the readers and the model into the
// snapshot's read model. `tick` is called with each reader.
absl::StatusOr<v1::Evaluation> Evaluate(
    TrainingSnapshot* snapshot, const Holdout& holdout,
    std::shared_ptr<const Model> model, const EvaluationOptions& options,
    const std::function<absl::Status()>& tick);

}  // namespace broadsheet::recommend

#endif  // BROADSHEET_RECOMMEND_TRAINER_EVALUATION_H_
