#include "recommend/models/text_corpus.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>
#include <utility>

#include "recommend/models/parallel.h"
#include "recommend/models/term_weight.h"
#include "recommend/models/text_encoder.h"

namespace broadsheet::recommend {
namespace {

constexpr uint32_t kNoRow = std::numeric_limits<uint32_t>::max();

// In how many papers each term of the vocabulary occurs.
std::vector<uint32_t> CountPapers(
    size_t terms, const std::vector<const TrainingPaper*>& items) {
  std::vector<uint32_t> counts(terms, 0);
  std::vector<uint32_t> last(terms, kNoRow);
  for (uint32_t item = 0; item < items.size(); ++item) {
    for (const auto* tokens : {&items[item]->title, &items[item]->body}) {
      for (const uint32_t term : *tokens) {
        if (last[term] == item) continue;
        last[term] = item;
        ++counts[term];
      }
    }
  }
  return counts;
}

void AddTokens(std::span<const uint32_t> tokens, float count,
               const std::vector<uint32_t>& row_of_term,
               std::vector<std::pair<uint32_t, float>>* counts) {
  for (const uint32_t term : tokens) {
    if (row_of_term[term] != kNoRow) {
      counts->emplace_back(row_of_term[term], count);
    }
  }
}

using Scored = std::pair<float, uint32_t>;  // Less the cosine, the item.

// The `count` items closest to `item`, by number. `sums`: zeros, which it
// leaves as they were.
std::vector<Scored> NearestOf(const SparseRows& vectors,
                              const SparseRows& by_term, size_t item,
                              size_t count, std::vector<float>* sums) {
  std::vector<uint32_t> touched;
  for (uint64_t at = vectors.Begin(item); at < vectors.ends[item]; ++at) {
    const uint32_t term = vectors.index[at];
    for (uint64_t to = by_term.Begin(term); to < by_term.ends[term]; ++to) {
      float& sum = (*sums)[by_term.index[to]];
      if (sum == 0) touched.push_back(by_term.index[to]);
      sum += vectors.value[at] * by_term.value[to];
    }
  }
  std::vector<Scored> best;
  for (const uint32_t other : touched) {
    if (other != item) best.emplace_back(-(*sums)[other], other);
    (*sums)[other] = 0;
  }
  if (best.size() > count) {
    std::ranges::nth_element(best, best.begin() + count);
    best.resize(count);
  }
  best.shrink_to_fit();
  std::ranges::sort(best, {}, &Scored::second);
  return best;
}

}  // namespace

TextCorpus::TextCorpus(const std::vector<std::string>& vocabulary,
                       const std::vector<const TrainingPaper*>& items,
                       const EncoderOptions& options)
    : vocabulary_(vocabulary),
      items_(items),
      row_of_term_(vocabulary.size(), kNoRow) {
  const std::vector<uint32_t> counts = CountPapers(vocabulary.size(), items);
  for (uint32_t term = 0; term < counts.size(); ++term) {
    if (counts[term] >= options.min_papers) terms_.push_back(term);
  }
  const auto more_papers = [&](uint32_t a, uint32_t b) {
    return counts[a] != counts[b] ? counts[a] > counts[b]
                                  : vocabulary[a] < vocabulary[b];
  };
  if (terms_.size() > options.max_terms) {
    std::ranges::nth_element(terms_, terms_.begin() + options.max_terms,
                             more_papers);
    terms_.resize(options.max_terms);
  }
  std::ranges::sort(terms_, {}, [&](uint32_t term) -> const std::string& {
    return vocabulary[term];
  });
  for (uint32_t row = 0; row < terms_.size(); ++row) {
    row_of_term_[terms_[row]] = row;
    const auto papers = static_cast<float>(items.size());
    const auto with = static_cast<float>(counts[terms_[row]]);
    rarity_.push_back(std::max(0.1f, std::log(papers / with)));
  }
}

TextBag TextCorpus::Bag(std::span<const uint32_t> title,
                        std::span<const uint32_t> body) const {
  std::vector<std::pair<uint32_t, float>> counts;
  counts.reserve(title.size() + body.size());
  AddTokens(title, kTitleCount, row_of_term_, &counts);
  AddTokens(body, 1, row_of_term_, &counts);
  std::ranges::sort(counts);
  TextBag bag;
  for (size_t i = 0; i < counts.size();) {
    float count = 0;
    const uint32_t row = counts[i].first;
    for (; i < counts.size() && counts[i].first == row; ++i) {
      count += counts[i].second;
    }
    bag.rows.push_back(row);
    bag.weights.push_back(TermWeight(count));
  }
  return bag;
}

TextBag TextCorpus::WholeText(size_t item) const {
  return Bag(items_[item]->title, items_[item]->body);
}

SparseRows LexicalVectors(const TextCorpus& corpus, int threads) {
  std::vector<TextBag> bags(corpus.items());
  ParallelSlices(threads, bags.size(), 256, [&](size_t begin, size_t end, int) {
    for (size_t item = begin; item < end; ++item) {
      TextBag& bag = bags[item] = corpus.WholeText(item);
      float square = 0;
      for (size_t i = 0; i < bag.rows.size(); ++i) {
        bag.weights[i] *= corpus.Rarity(bag.rows[i]);
        square += bag.weights[i] * bag.weights[i];
      }
      for (float& weight : bag.weights) weight /= std::sqrt(square);
    }
  });
  SparseRows vectors;
  vectors.columns = corpus.terms();
  for (const TextBag& bag : bags) {
    for (size_t i = 0; i < bag.rows.size(); ++i) {
      vectors.Push(bag.rows[i], bag.weights[i]);
    }
    vectors.EndRow();
  }
  return vectors;
}

std::optional<SparseRows> LexicalNeighbours(const SparseRows& vectors,
                                            size_t count,
                                            const std::vector<bool>& wanted,
                                            size_t steps, int threads,
                                            const std::function<bool()>& step) {
  const SparseRows by_term = Transpose(vectors);
  std::vector<std::vector<Scored>> nearest(vectors.rows());
  const auto find = [&](size_t begin, size_t end, int) {
    std::vector<float> sums(vectors.rows(), 0.0f);
    for (size_t item = begin; item < end; ++item) {
      if (!wanted[item]) continue;
      nearest[item] = NearestOf(vectors, by_term, item, count, &sums);
    }
  };
  if (!ParallelSteps(threads, vectors.rows(), 256, steps, step, find)) {
    return std::nullopt;
  }
  SparseRows result;
  result.columns = vectors.rows();
  for (const auto& best : nearest) {
    for (const auto& [less, other] : best) result.Push(other, -less);
    result.EndRow();
  }
  return result;
}

}  // namespace broadsheet::recommend
