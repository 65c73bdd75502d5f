#ifndef BROADSHEET_RECOMMEND_MODELS_MODEL_H_
#define BROADSHEET_RECOMMEND_MODELS_MODEL_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "recommend/models/model_layout.h"
#include "recommend/models/text_encoder.h"

namespace broadsheet::recommend {

class ModelFile;

// What a model says of itself.
struct ModelInfo {
  uint64_t papers = 0;
  uint64_t readers = 0;
  uint64_t interactions = 0;
  uint64_t terms = 0;
  uint64_t seed = 0;
  std::string position;  // TrainingData::position.
};

// A paper's factors with a weight, as a reader's history or the neighbours of a
// new paper have them. `factors` must outlive the call that it is given to.
struct WeightedFactors {
  std::span<const float> factors;  // Of factor_dimension().
  float weight = 1;                // Above 0; others are left out.
};

// A trained model: an immutable file, mapped into memory. Holds nothing of any
// reader: their factors are worked out from their history. Thread-safe, free of
// locks.
class Model {
 public:
  // Opens a file of TrainModel. DATA_LOSS: it is damaged, cut off or of another
  // kind; FAILED_PRECONDITION: of another schema version; the message says what
  // is wrong and where. NOT_FOUND, UNAVAILABLE: it cannot be read.
  static absl::StatusOr<std::shared_ptr<const Model>> Load(
      const std::string& path);
  ~Model();
  Model(const Model&) = delete;
  Model& operator=(const Model&) = delete;

  const ModelInfo& info() const { return info_; }

  // Whether training had few interactions for the papers in them (IsSparse).
  bool sparse() const { return sparse_; }
  // Papers known at training.
  size_t item_count() const;
  std::optional<ItemId> FindItem(std::string_view paper_id) const;
  std::string_view PaperId(ItemId item) const;
  // The readers who wanted the paper.
  uint32_t Interactions(ItemId item) const;

  // 0 when the training had no interactions: then no item has factors.
  size_t factor_dimension() const;
  // Writes the factors of a paper (factor_dimension() of them); false when it
  // has none. A reader's score of it is the product with the reader's factors.
  bool ReadFactors(ItemId item, std::span<float> factors) const;

  // How far each factor lies from 0, over all papers: the square root of the
  // mean square, but for a common unit. Empty without factors.
  std::vector<float> FactorSpreads() const;

  // A reader's factors from what they wanted, as training would have found them
  // (ridge regression; see FactorOptions). Of more than kMaxHistory papers the
  // heaviest count. Costs 0.1 ms for 50 papers. False when nothing
  // is in the history; `factors` is then all 0. `ease`: the regularization is
  // multiplied by it.
  static constexpr size_t kMaxHistory = 256;
  bool FoldIn(std::span<const WeightedFactors> history,
              std::span<float> factors, float ease = 1) const;
  // The ease for lists of papers that no reader has met. Their factors are the
  // means of many papers', in which less is chance than in those for which a
  // large regularization is.
  float new_papers_ease() const { return sparse_ ? 0.1f : 1; }

  // A new paper's factors from papers of similar text (weights: similarities):
  // their mean. False when there are none; `factors` is then all 0.
  bool InferFactors(std::span<const WeightedFactors> neighbours,
                    std::span<float> factors) const;

  // A reader's item-item score of paper j is the sum over the papers i of their
  // history of (their weight of i) * (weight of j in Neighbours(i)). By item.
  std::span<const ItemWeight> Neighbours(ItemId item) const;

  // What searches among many papers' texts go by; views, as long as this.
  const Centres& text_centres() const;

  // Values of a vector of a text; 0 when the training had no texts.
  size_t text_dimension() const;
  // The embedding server that makes them (PaperVector.encoder); empty: text()
  // does.
  std::string_view encoder() const;
  // Texts to vectors; its dimension is 0 when it makes none.
  const TextEncoder& text() const { return text_; }

 private:
  Model();

  ModelInfo info_;
  std::unique_ptr<const ModelFile> file_;
  const ModelLayout* layout_ = nullptr;  // Of file_.
  TextEncoder text_;
  bool sparse_ = false;
};

}  // namespace broadsheet::recommend

#endif  // BROADSHEET_RECOMMEND_MODELS_MODEL_H_
