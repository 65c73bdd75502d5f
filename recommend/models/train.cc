#include "recommend/models/train.h"

#include <algorithm>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "recommend/models/centre_training.h"
#include "recommend/models/encoder_training.h"
#include "recommend/models/factor_prior.h"
#include "recommend/models/factors.h"
#include "recommend/models/item_neighbours.h"
#include "recommend/models/model_builder.h"
#include "recommend/models/text_corpus.h"
#include "recommend/models/text_neighbours.h"
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

size_t ChooseDimension(size_t chosen, size_t items) {
  if (chosen > 0) return chosen;
  if (items <= 40'000) return 512;
  return items <= 1'000'000 ? 256 : 128;
}

float ChooseRegularization(float chosen, bool sparse) {
  if (chosen > 0) return chosen;
  return sparse ? 0.02f : 0.004f;
}

// The stages of one training, which share what they learn.
class Training {
 public:
  Training(const TrainingData& data, const TrainingInput& input,
           const TrainingOptions& options, const TrainingMonitor& monitor)
      : data_(data),
        input_(input),
        options_(options),
        corpus_(data.vocabulary, input.items, options.encoder),
        interactions_(input.items.size(), 0) {
    for (const uint32_t item : input.readers.index) ++interactions_[item];
    const size_t known = std::ranges::count_if(
        interactions_, [](uint32_t count) { return count > 0; });
    options_.factors.dimension =
        ChooseDimension(options.factors.dimension, known);
    options_.factors.regularization =
        ChooseRegularization(options.factors.regularization,
                             IsSparse(input.readers.index.size(), known));
    steps_ = std::make_unique<Steps>(monitor, ExpectedSteps());
  }

  absl::Status Run(const std::string& path) {
    ModelBuilder builder(Head());
    for (size_t item = 0; item < input_.items.size(); ++item) {
      builder.AddPaper(input_.items[item]->id, interactions_[item]);
    }
    const bool done = LearnTexts(&builder) && LearnFactors(&builder) &&
                      LearnNeighbours(&builder);
    if (!done) return absl::CancelledError("the training was cancelled");
    return builder.Write(path, data_.position);
  }

 private:
  static constexpr uint64_t kNeighbourSteps = 64;

  bool has_readers() const { return !input_.readers.index.empty(); }
  bool has_encoded() const { return !data_.encoded.encoder.empty(); }
  bool learns_encoder() const {
    return !has_encoded() && corpus_.terms() > 0 && options_.encoder.epochs > 0;
  }
  bool has_neighbours() const {
    return has_readers() && options_.neighbours.candidates > 0;
  }

  bool leans() const {
    return has_readers() && corpus_.terms() > 0 &&
           options_.shrink.neighbours > 0;
  }

  uint64_t ExpectedSteps() const {
    const auto sweeps = static_cast<uint64_t>(options_.factors.sweeps);
    const auto rounds =
        static_cast<uint64_t>(input_.items.size() < options_.centres.papers
                                  ? 0
                                  : options_.centres.rounds);
    return 1 + (has_readers() ? 2 * sweeps : 0) +
           (leans() ? kNeighbourSteps : 0) +
           (has_neighbours() ? kNeighbourSteps : 0) +
           (learns_encoder() ? kEncoderSteps : 0) +
           (has_encoded() || learns_encoder() ? rounds : 0);
  }

  ModelHead Head() const {
    ModelHead head;
    head.readers = input_.readers.rows();
    head.interactions = input_.readers.index.size();
    head.seed = options_.seed;
    head.unobserved = options_.factors.unobserved;
    head.regularization = options_.factors.regularization;
    head.factor_items = static_cast<uint32_t>(input_.items.size());
    return head;
  }

  bool LearnFactors(ModelBuilder* builder) {
    if (!has_readers()) return true;
    auto factors = TrainFactors(input_.readers, options_.factors, options_.seed,
                                options_.threads,
                                [this] { return steps_->Done("factors"); });
    if (!factors) return false;
    if (leans() && !Lean(&*factors)) return false;
    builder->SetFactors(factors->items, std::move(factors->gram));
    return steps_->Done("factors");
  }

  // Papers that many readers want do not lean on anything. Those that nobody
  // does get no factors: where they are served they take them from papers of
  // similar text, as papers do that come after the training, which measured
  // better than from papers of the same terms.
  bool Lean(Factors* factors) {
    std::vector<bool> wanted(interactions_.size());
    for (size_t item = 0; item < wanted.size(); ++item) {
      wanted[item] = interactions_[item] > 0 &&
                     static_cast<float>(interactions_[item]) <
                         kSureInteractions * options_.shrink.prior;
    }
    const auto neighbours = NeighboursByText(wanted);
    if (!neighbours) return false;
    factors->items =
        LeanOnNeighbours(factors->items, interactions_, *neighbours,
                         options_.shrink.prior, options_.threads);
    factors->gram = Diagonalize(options_.threads, &factors->items);
    return true;
  }

  std::optional<SparseRows> NeighboursByText(const std::vector<bool>& wanted) {
    const ShrinkOptions& shrink = options_.shrink;
    const auto step = [this] { return steps_->Done("factors"); };
    if (corpus_.items() > shrink.lexical_papers && text_dimension() > 0) {
      return TextNeighbours(text_dimension(), TextOf(), interactions_, wanted,
                            shrink.neighbours, kNeighbourSteps,
                            options_.threads, step);
    }
    return LexicalNeighbours(LexicalVectors(corpus_, options_.threads),
                             shrink.neighbours, wanted, kNeighbourSteps,
                             options_.threads, step);
  }

  bool LearnNeighbours(ModelBuilder* builder) {
    if (!has_neighbours()) return true;
    auto neighbours = TrainNeighbours(
        input_.readers, options_.neighbours, kNeighbourSteps, options_.threads,
        [this] { return steps_->Done("neighbours"); });
    if (!neighbours) return false;
    builder->SetNeighbours(*neighbours);
    return true;
  }

  bool LearnTexts(ModelBuilder* builder) {
    if (has_encoded()) {
      builder->SetEncoder(data_.encoded.encoder, data_.encoded.dimension);
      return LearnCentres(builder);
    }
    if (!learns_encoder()) return true;
    auto terms = TrainEncoder(corpus_, input_.readers, options_.encoder,
                              options_.seed, options_.threads,
                              [this] { return steps_->Done("texts"); });
    if (!terms) return false;
    terms_ = *std::move(terms);
    for (uint32_t row = 0; row < corpus_.terms(); ++row) {
      builder->AddTerm(corpus_.Term(row), terms_.Row(row), terms_.columns);
    }
    return LearnCentres(builder);
  }

  bool LearnCentres(ModelBuilder* builder) {
    const auto centres =
        TrainCentres(input_.items.size(), text_dimension(), TextOf(),
                     options_.centres, options_.seed, options_.threads,
                     [this] { return steps_->Done("centres"); });
    if (!centres) return false;
    builder->SetTextCentres(*centres);
    return true;
  }

  // 0: there are no vectors of texts, or not yet.
  size_t text_dimension() const {
    if (has_encoded()) return data_.encoded.dimension;
    return terms_.rows() > 0 ? terms_.columns : 0;
  }

  VectorOf TextOf() const {
    if (has_encoded()) {
      return [this](size_t item, std::span<float> vector) {
        const auto place = input_.items[item] - data_.papers.data();
        return data_.encoded.read(static_cast<uint32_t>(place), vector);
      };
    }
    return [this](size_t item, std::span<float> vector) {
      return EncodeItem(corpus_, terms_, item, vector);
    };
  }

  // From so many times the prior on, a paper's own factors are 98 % of it.
  static constexpr float kSureInteractions = 50;

  const TrainingData& data_;
  const TrainingInput& input_;
  TrainingOptions options_;
  TextCorpus corpus_;
  DenseRows terms_;                     // Vectors of the corpus' terms.
  std::vector<uint32_t> interactions_;  // By item.
  std::unique_ptr<Steps> steps_;
};

}  // namespace

absl::Status TrainModel(const TrainingData& data,
                        const TrainingOptions& options,
                        const TrainingMonitor& monitor,
                        const std::string& path) {
  if (auto status = CheckOptions(options); !status.ok()) return status;
  auto input = MakeTrainingInput(data);
  if (!input.ok()) return input.status();
  return Training(data, *input, options, monitor).Run(path);
}

}  // namespace broadsheet::recommend
