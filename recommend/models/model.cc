#include "recommend/models/model.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "common/errors.h"
#include "recommend/models/kernels.h"
#include "recommend/models/model_file.h"
#include "recommend/models/ridge_solver.h"
#include "recommend/models/training_options.h"

namespace broadsheet::recommend {
namespace {

// The rows of a history as the solver takes them, the heaviest kMaxHistory.
struct History {
  std::vector<const float*> rows;
  std::vector<float> weights;
};

History Select(std::span<const WeightedFactors> history, size_t dimension) {
  std::vector<const WeightedFactors*> chosen;
  for (const WeightedFactors& entry : history) {
    if (entry.weight > 0 && entry.factors.size() == dimension) {
      chosen.push_back(&entry);
    }
  }
  if (chosen.size() > Model::kMaxHistory) {
    std::ranges::stable_sort(chosen, std::ranges::greater(),
                             &WeightedFactors::weight);
    chosen.resize(Model::kMaxHistory);
  }
  History result;
  for (const WeightedFactors* entry : chosen) {
    result.rows.push_back(entry->factors.data());
    result.weights.push_back(entry->weight);
  }
  return result;
}

}  // namespace

Model::Model() = default;
Model::~Model() = default;

absl::StatusOr<std::shared_ptr<const Model>> Model::Load(
    const std::string& path) {
  auto file = ModelFile::Open(path);
  if (!file.ok()) return file.status();
  std::shared_ptr<Model> model(new Model());
  model->file_ = *std::move(file);
  const ModelLayout& layout = model->file_->layout();
  model->layout_ = &layout;
  model->info_ = {.papers = layout.head.items,
                  .readers = layout.head.readers,
                  .interactions = layout.head.interactions,
                  .terms = layout.head.terms,
                  .seed = layout.head.seed,
                  .position = std::string(layout.position)};
  const auto known = std::ranges::count_if(
      layout.interactions, [](uint32_t count) { return count > 0; });
  model->sparse_ =
      IsSparse(layout.head.interactions, static_cast<uint64_t>(known));
  if (layout.encoder.empty()) model->text_ = TextEncoder(layout);
  return model;
}

size_t Model::item_count() const { return layout_->head.items; }

std::optional<ItemId> Model::FindItem(std::string_view paper_id) const {
  ItemId low = 0;
  ItemId high = layout_->head.items;
  while (low < high) {
    const ItemId middle = low + (high - low) / 2;
    if (layout_->Paper(middle) < paper_id) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  if (low == layout_->head.items || layout_->Paper(low) != paper_id) {
    return std::nullopt;
  }
  return low;
}

std::string_view Model::PaperId(ItemId item) const {
  return layout_->Paper(item);
}

uint32_t Model::Interactions(ItemId item) const {
  return layout_->interactions[item];
}

size_t Model::factor_dimension() const {
  return layout_->head.factor_dimension;
}

bool Model::ReadFactors(ItemId item, std::span<float> factors) const {
  const size_t d = factor_dimension();
  if (d == 0 || layout_->factor_scales[item] == 0) {
    std::ranges::fill(factors, 0.0f);
    return false;
  }
  const float scale = layout_->factor_scales[item];
  const int16_t* row = layout_->factors.data() + item * d;
  for (size_t k = 0; k < d; ++k) factors[k] = scale * row[k];
  return true;
}

bool Model::FoldIn(std::span<const WeightedFactors> history,
                   std::span<float> factors, float ease) const {
  const History chosen = Select(history, factor_dimension());
  std::ranges::fill(factors, 0.0f);
  if (chosen.rows.empty()) return false;
  const ModelHead& head = layout_->head;
  const float scale = static_cast<float>(chosen.rows.size()) +
                      head.unobserved * static_cast<float>(head.factor_items);
  std::vector<float> diagonal(layout_->gram.begin(), layout_->gram.end());
  for (float& value : diagonal) {
    value = head.unobserved * value + ease * head.regularization * scale;
  }
  RidgeSolver solver(factor_dimension());
  return solver.Solve(chosen.rows, chosen.weights, diagonal, nullptr, factors);
}

bool Model::InferFactors(std::span<const WeightedFactors> neighbours,
                         std::span<float> factors) const {
  const History chosen = Select(neighbours, factor_dimension());
  std::ranges::fill(factors, 0.0f);
  float total = 0;
  for (const float weight : chosen.weights) total += weight;
  for (size_t i = 0; i < chosen.rows.size(); ++i) {
    AddScaled(chosen.weights[i] / total, chosen.rows[i], factors.data(),
              factor_dimension());
  }
  return !chosen.rows.empty();
}

std::vector<float> Model::FactorSpreads() const {
  std::vector<float> spreads;
  for (const float square : layout_->gram) {
    spreads.push_back(std::sqrt(std::max(0.0f, square)));
  }
  return spreads;
}

std::span<const ItemWeight> Model::Neighbours(ItemId item) const {
  const uint64_t begin = item == 0 ? 0 : layout_->neighbour_ends[item - 1];
  return layout_->neighbours.subspan(begin,
                                     layout_->neighbour_ends[item] - begin);
}

size_t Model::text_dimension() const { return layout_->head.text_dimension; }

std::string_view Model::encoder() const { return layout_->encoder; }

const Centres& Model::text_centres() const { return layout_->text_centres; }

}  // namespace broadsheet::recommend
