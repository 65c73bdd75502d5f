#include "recommend/content_model.h"

#include <algorithm>
#include <cmath>

namespace broadsheet::recommend {
namespace {

using Component = ContentVector::Component;

// A title's word tells as much as several of the abstract.
constexpr double kTitleFactor = 2;
// Components of a paper that enter a mixture.
constexpr size_t kMixedComponents = 128;

// Names of authors are not what a paper is about.
Bm25Parameters ContentParameters() {
  Bm25Parameters parameters;
  parameters.authors_weight = 0;
  parameters.title_weight = static_cast<float>(kTitleFactor);
  return parameters;
}

}  // namespace

CosineTo::CosineTo(const ContentVector& vector) {
  weights_.reserve(vector.components.size());
  for (const Component& c : vector.components) weights_[c.term] = c.weight;
}

double CosineTo::operator()(const ContentVector& other) const {
  double sum = 0;
  for (const Component& c : other.components) {
    const auto found = weights_.find(c.term);
    if (found != weights_.end()) {
      sum += static_cast<double>(c.weight) * found->second;
    }
  }
  return sum;
}

ContentVector LexicalContentModel::VectorOf(DocId doc, size_t limit) const {
  std::vector<Component> components;
  for (const auto& term : index_->Terms(doc)) {
    AddComponent(term.term, term.frequency, &components);
  }
  return Finish(std::move(components), limit);
}

ContentVector LexicalContentModel::VectorOf(const std::vector<PaperTerm>& terms,
                                            size_t limit) const {
  std::vector<Component> components;
  for (const PaperTerm& term : terms) {
    const auto known = index_->Find(term.text);
    if (known) AddComponent(*known, term.frequency, &components);
  }
  return Finish(std::move(components), limit);
}

void LexicalContentModel::AddComponent(
    TermId term, const Frequency& frequency,
    std::vector<Component>* components) const {
  const double tf = frequency.abstract + kTitleFactor * frequency.title;
  if (tf <= 0) return;
  const double weight = (1 + std::log(tf)) * index_->Idf(term);
  components->push_back({term, static_cast<float>(weight)});
}

ContentVector LexicalContentModel::Mix(
    const std::vector<std::pair<DocId, double>>& papers,
    const ContentVector& asked, size_t limit) const {
  absl::flat_hash_map<TermId, double> sums;
  for (const Component& c : asked.components) sums[c.term] += c.weight;
  for (const auto& [doc, weight] : papers) {
    for (const Component& c : VectorOf(doc, kMixedComponents).components) {
      sums[c.term] += weight * c.weight;
    }
  }
  std::vector<Component> components;
  for (const auto& [term, sum] : sums) {
    if (sum > 0) components.push_back({term, static_cast<float>(sum)});
  }
  return Finish(std::move(components), limit);
}

ContentVector LexicalContentModel::Finish(std::vector<Component> components,
                                          size_t limit) const {
  const auto stronger = [this](const Component& a, const Component& b) {
    if (a.weight != b.weight) return a.weight > b.weight;
    return index_->Text(a.term) < index_->Text(b.term);
  };
  const size_t kept = std::min(limit, components.size());
  std::partial_sort(components.begin(), components.begin() + kept,
                    components.end(), stronger);
  components.resize(kept);
  double squares = 0;
  for (const Component& c : components) squares += c.weight * c.weight;
  const auto scale = static_cast<float>(1 / std::sqrt(squares));
  for (Component& c : components) c.weight *= scale;
  return {std::move(components)};
}

void LexicalContentModel::Score(const ContentVector& query,
                                ScoreMap* scores) const {
  const Bm25Parameters parameters = ContentParameters();
  for (const Component& c : query.components) {
    index_->Accumulate({.term = c.term, .weight = c.weight}, parameters,
                       scores);
  }
}

double LexicalContentModel::Ceiling(const ContentVector& query) const {
  double sum = 0;
  for (const Component& c : query.components) {
    sum += static_cast<double>(c.weight) * index_->Idf(c.term);
  }
  return sum;
}

}  // namespace broadsheet::recommend
