#include "recommend/content_model.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "absl/container/flat_hash_set.h"

namespace broadsheet::recommend {
namespace {

using Component = ContentVector::Component;

// A title's word tells as much as several of the abstract.
constexpr uint32_t kTitleFactor = 2;
// Components of a paper that enter a mixture.
constexpr size_t kMixedComponents = 128;

// Sums of integers are the same in any order. A weight of at most 1 is one of
// these units; a sum of 2^22 products fits.
constexpr double kOne = 1 << 20;
int32_t Fixed(double weight) {
  return static_cast<int32_t>(std::lrint(weight * kOne));
}

double LengthOf(const std::vector<Component>& components) {
  double most = 0;
  for (const Component& c : components) most = std::max<double>(most, c.weight);
  uint64_t squares = 0;
  for (const Component& c : components) {
    const auto weight = static_cast<uint64_t>(Fixed(c.weight / most));
    squares += weight * weight;
  }
  return most * std::sqrt(static_cast<double>(squares)) / kOne;
}

// The natural logarithm; of counts in papers, which are small, from a table.
double LogOf(uint32_t count) {
  static const auto* const kLogs = [] {
    auto* logs = new std::array<double, 64>();
    for (size_t i = 1; i < logs->size(); ++i) {
      (*logs)[i] = std::log(static_cast<double>(i));
    }
    return logs;
  }();
  return count < kLogs->size() ? (*kLogs)[count] : std::log(count);
}

// Names of authors are not what a paper is about.
Bm25Parameters ContentParameters() {
  Bm25Parameters parameters;
  parameters.authors_weight = 0;
  parameters.title_weight = static_cast<float>(kTitleFactor);
  return parameters;
}

}  // namespace

void Cosines::Add(const ContentVector& vector) {
  const auto number = static_cast<uint32_t>(size_++);
  for (const Component& c : vector.components) {
    uint32_t& last = last_.try_emplace(c.term, kNone).first->second;
    postings_.push_back({number, Fixed(c.weight), last});
    last = static_cast<uint32_t>(postings_.size() - 1);
  }
}

std::vector<double> Cosines::To(const ContentVector& vector) const {
  std::vector<int64_t> sums(size_);
  for (const Component& c : vector.components) {
    const auto found = last_.find(c.term);
    if (found == last_.end()) continue;
    const int64_t weight = Fixed(c.weight);
    for (uint32_t at = found->second; at != kNone; at = postings_[at].next) {
      sums[postings_[at].vector] += weight * postings_[at].weight;
    }
  }
  std::vector<double> cosines;
  cosines.reserve(size_);
  for (const int64_t sum : sums) {
    cosines.push_back(static_cast<double>(sum) / (kOne * kOne));
  }
  return cosines;
}

std::vector<Component> LexicalContentModel::ComponentsOf(DocId doc) const {
  const PaperTerms& packed = index_->TermsOf(doc);
  std::vector<Component> components;
  components.reserve(packed.terms().size());
  for (size_t i = 0; i < packed.terms().size(); ++i) {
    const FrequencyCode code = packed.codes()[i];
    AddComponent(packed.terms()[i],
                 AbstractCount(code) + kTitleFactor * TitleCount(code),
                 &components);
  }
  return components;
}

ContentVector LexicalContentModel::VectorOf(DocId doc, size_t limit) const {
  return Finish(ComponentsOf(doc), limit);
}

ContentVector LexicalContentModel::BagOf(DocId doc, size_t limit) const {
  return Cut(ComponentsOf(doc), limit);
}

ContentVector LexicalContentModel::VectorOf(const std::vector<PaperTerm>& terms,
                                            size_t limit) const {
  std::vector<Component> components;
  for (const PaperTerm& term : terms) {
    const auto known = index_->Find(term.text);
    // One that no paper has any more is as good as unknown.
    if (!known || index_->Postings(*known).size() == 0) continue;
    const Frequency& count = term.frequency;
    AddComponent(*known, count.abstract + kTitleFactor * count.title,
                 &components);
  }
  return Finish(std::move(components), limit);
}

void LexicalContentModel::AddComponent(
    TermId term, uint32_t count, std::vector<Component>* components) const {
  if (count == 0) return;
  const double weight = (1 + LogOf(count)) * index_->Idf(term);
  components->push_back({term, static_cast<float>(weight)});
}

ContentVector LexicalContentModel::Mix(
    const std::vector<std::pair<DocId, double>>& papers,
    const ContentVector& asked, size_t limit) const {
  absl::flat_hash_map<TermId, double> sums;
  for (const Component& c : asked.components) sums[c.term] += c.weight;
  for (const auto& [doc, weight] : papers) {
    for (const Component& c : BagOf(doc, kMixedComponents).components) {
      sums[c.term] += weight * c.weight;
    }
  }
  std::vector<Component> components;
  for (const auto& [term, sum] : sums) {
    if (sum > 0) components.push_back({term, static_cast<float>(sum)});
  }
  return Finish(std::move(components), limit);
}

bool LexicalContentModel::IsStronger(const Component& a,
                                     const Component& b) const {
  if (a.weight != b.weight) return a.weight > b.weight;
  return index_->Rank(a.term) < index_->Rank(b.term);
}

ContentVector LexicalContentModel::Cut(std::vector<Component> components,
                                       size_t limit) const {
  if (components.size() > limit) {
    std::nth_element(components.begin(),
                     components.begin() + static_cast<std::ptrdiff_t>(limit),
                     components.end(), [this](const auto& a, const auto& b) {
                       return IsStronger(a, b);
                     });
    components.resize(limit);
  }
  const double length = LengthOf(components);
  for (Component& c : components) {
    c.weight = static_cast<float>(c.weight / length);
  }
  return {std::move(components)};
}

ContentVector LexicalContentModel::Finish(std::vector<Component> components,
                                          size_t limit) const {
  ContentVector vector = Cut(std::move(components), limit);
  std::sort(vector.components.begin(), vector.components.end(),
            [this](const auto& a, const auto& b) { return IsStronger(a, b); });
  return vector;
}

void LexicalContentModel::Score(const ContentVector& query,
                                ScoreMap* scores) const {
  std::vector<WeightedTerm> terms;
  for (const Component& c : Divide(query).read) {
    terms.push_back({.term = c.term, .weight = c.weight});
  }
  index_->Accumulate(terms, ContentParameters(), scores);
}

LexicalContentModel::Shares LexicalContentModel::Divide(
    const ContentVector& query) const {
  const auto postings = [this](const Component& c) {
    return index_->Postings(c.term).size();
  };
  std::vector<Component> rarest = query.components;
  std::sort(rarest.begin(), rarest.end(),
            [&](const Component& a, const Component& b) {
              const size_t of_a = postings(a);
              const size_t of_b = postings(b);
              if (of_a != of_b) return of_a < of_b;
              return index_->Rank(a.term) < index_->Rank(b.term);
            });
  absl::flat_hash_set<TermId> chosen;
  size_t sum = 0;
  for (const Component& c : rarest) {
    sum += postings(c);
    if (sum > postings_ && !chosen.empty()) break;
    chosen.insert(c.term);
  }
  Shares shares;
  for (const Component& c : query.components) {
    (chosen.contains(c.term) ? shares.read : shares.rest).push_back(c);
  }
  return shares;
}

void LexicalContentModel::Complete(const ContentVector& query,
                                   const std::vector<DocId>& docs,
                                   ScoreMap* scores) const {
  const std::vector<Component> rest = Divide(query).rest;
  if (rest.empty()) return;
  const ImpactTable table = index_->MakeTable(ContentParameters());
  std::vector<float> weights;
  std::vector<std::pair<TermId, size_t>> by_term;  // With the place in `rest`.
  for (const Component& c : rest) {
    by_term.emplace_back(c.term, weights.size());
    weights.push_back(c.weight * index_->Idf(c.term));
  }
  std::sort(by_term.begin(), by_term.end());
  std::vector<FrequencyCode> codes(rest.size());
  for (const DocId doc : docs) {
    const PaperTerms& paper = index_->TermsOf(doc);
    std::fill(codes.begin(), codes.end(), FrequencyCode{0});
    // Both are in the order of terms.
    auto wanted = by_term.begin();
    for (size_t i = 0; i < paper.terms().size(); ++i) {
      const TermId term = paper.terms()[i];
      while (wanted != by_term.end() && wanted->first < term) ++wanted;
      if (wanted == by_term.end()) break;
      if (wanted->first == term) codes[wanted->second] = paper.codes()[i];
    }
    // Added in the order of the query, which is the same on every replica.
    for (size_t i = 0; i < rest.size(); ++i) {
      if (codes[i] == 0) continue;
      const float impact = table.Impact(codes[i], index_->Lengths(doc));
      if (impact > 0) scores->Add(doc, weights[i] * table.Saturate(impact));
    }
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
