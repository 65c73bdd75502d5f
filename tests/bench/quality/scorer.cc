#include "tests/bench/quality/scorer.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "recommend/models/random.h"
#include "recommend/models/text_corpus.h"

namespace broadsheet::bench {
namespace {

using recommend::BlendWeights;
using recommend::ItemWeight;
using recommend::Model;
using recommend::PaperVectors;
using recommend::SparseRows;
using recommend::TextTerm;
using recommend::TrainingPaper;
using recommend::WeightedFactors;

constexpr size_t kNeighbours = 50;

// The vectors of the papers as a matrix.
SparseRows MakeLexical(const Dataset& data) {
  std::vector<const TrainingPaper*> papers;
  for (const TrainingPaper& paper : data.papers) papers.push_back(&paper);
  const recommend::TextCorpus corpus(data.vocabulary, papers, {});
  return recommend::LexicalVectors(corpus, 2);
}

std::vector<float> Pick(const std::vector<float>& scores,
                        const Library& candidates) {
  std::vector<float> picked;
  if (scores.empty()) return picked;
  picked.reserve(candidates.size());
  for (const uint32_t paper : candidates) picked.push_back(scores[paper]);
  return picked;
}

// Scales the vectors' products with one of them to cosines.
void DivideByLengths(const PaperVectors& vectors, std::vector<float>* scores) {
  std::vector<float> vector(vectors.dimension());
  for (uint32_t doc = 0; doc < vectors.size(); ++doc) {
    double square = 0;
    if (vectors.Read(doc, vector)) {
      for (const float value : vector) square += double{value} * value;
    }
    if (square > 0) (*scores)[doc] /= static_cast<float>(std::sqrt(square));
  }
}

}  // namespace

std::vector<TextTerm> TermsOf(const Dataset& data, const TrainingPaper& paper) {
  std::vector<TextTerm> terms;
  for (const uint32_t term : paper.title) {
    terms.push_back({data.vocabulary[term], recommend::kTitleCount});
  }
  for (const uint32_t term : paper.body) {
    terms.push_back({data.vocabulary[term], 1});
  }
  return terms;
}

const char* NameOf(Ranking ranking) {
  static constexpr const char* kNames[] = {
      "random", "popularity", "factors", "neighbours",
      "terms",  "text",       "blend"};
  return kNames[static_cast<int>(ranking)];
}

Scorer::Scorer(const Dataset& data, std::shared_ptr<const Model> model,
               std::vector<uint32_t> popularity, uint64_t seed, float ease)
    : data_(data),
      model_(std::move(model)),
      popularity_(std::move(popularity)),
      seed_(seed),
      ease_(ease),
      item_of_paper_(data.papers.size(), -1),
      paper_of_item_(model_->item_count()),
      lexical_(MakeLexical(data)),
      by_term_(recommend::Transpose(lexical_)),
      texts_(model_->text().dimension()),
      factors_(model_->factor_dimension()) {
  for (uint32_t paper = 0; paper < data.papers.size(); ++paper) {
    const auto item = model_->FindItem(data.papers[paper].id);
    if (!item) continue;
    item_of_paper_[paper] = *item;
    paper_of_item_[*item] = paper;
  }
  SetTexts();
  SetFactors();
}

void Scorer::SetTexts() {
  std::vector<float> vector(texts_.dimension());
  for (uint32_t paper = 0; paper < data_.papers.size(); ++paper) {
    if (model_->text().Encode(TermsOf(data_, data_.papers[paper]), vector)) {
      texts_.Set(paper, vector);
    }
  }
}

void Scorer::SetFactors() {
  std::vector<float> factors(factors_.dimension());
  for (uint32_t paper = 0; paper < data_.papers.size(); ++paper) {
    const int64_t item = item_of_paper_[paper];
    if (factors.empty()) return;
    if (item < 0 ||
        !model_->ReadFactors(static_cast<uint32_t>(item), factors)) {
      InferFactors(paper, factors);
    }
    factors_.Set(paper, factors);
  }
}

void Scorer::InferFactors(uint32_t paper, std::span<float> factors) const {
  std::ranges::fill(factors, 0.0f);
  std::vector<float> text(texts_.dimension());
  if (text.empty() || !texts_.Read(paper, text)) return;
  const auto hits = texts_.Nearest(text, kNeighbours, [this](uint32_t other) {
    return popularity_[other] > 0;
  });
  std::vector<float> rows(hits.size() * factors.size());
  std::vector<WeightedFactors> neighbours;
  for (size_t i = 0; i < hits.size(); ++i) {
    const std::span row(rows.data() + i * factors.size(), factors.size());
    model_->ReadFactors(static_cast<uint32_t>(item_of_paper_[hits[i].doc]),
                        row);
    neighbours.push_back({row, hits[i].score});
  }
  model_->InferFactors(neighbours, factors);
}

void Scorer::AddTerms(const Library& known, Scores* scores) const {
  std::vector<float> terms(lexical_.columns, 0.0f);
  for (const uint32_t paper : known) {
    for (size_t k = 0; k < lexical_.Count(paper); ++k) {
      terms[lexical_.Index(paper)[k]] += lexical_.Value(paper)[k];
    }
  }
  scores->lexical.assign(data_.papers.size(), 0.0f);
  for (size_t term = 0; term < terms.size(); ++term) {
    if (terms[term] == 0) continue;
    for (size_t k = 0; k < by_term_.Count(term); ++k) {
      scores->lexical[by_term_.Index(term)[k]] +=
          terms[term] * by_term_.Value(term)[k];
    }
  }
}

void Scorer::AddTexts(const Library& known, Scores* scores) const {
  std::vector<float> profile(texts_.dimension(), 0.0f), text(profile.size());
  if (profile.empty()) return;
  for (const uint32_t paper : known) {
    if (!texts_.Read(paper, text)) continue;
    for (size_t k = 0; k < text.size(); ++k) profile[k] += text[k];
  }
  scores->text.assign(data_.papers.size(), 0.0f);
  texts_.ScoreAll(texts_.Prepare(profile),
                  std::span(scores->text).first(texts_.size()));
}

void Scorer::AddFactors(const Library& known, Scores* scores) const {
  const size_t d = factors_.dimension();
  if (d == 0) return;
  std::vector<float> rows(known.size() * d), reader(d);
  std::vector<WeightedFactors> history;
  for (size_t i = 0; i < known.size(); ++i) {
    const std::span row(rows.data() + i * d, d);
    const int64_t item = item_of_paper_[known[i]];
    if ((item >= 0 && model_->ReadFactors(static_cast<uint32_t>(item), row)) ||
        factors_.Read(known[i], row)) {
      history.push_back({row, 1});
    }
  }
  if (!model_->FoldIn(history, reader, ease_)) return;
  scores->factors.assign(data_.papers.size(), 0.0f);
  factors_.ScoreAll(factors_.Prepare(reader),
                    std::span(scores->factors).first(factors_.size()));
}

void Scorer::AddNeighbours(const Library& known, Scores* scores) const {
  scores->neighbours.assign(data_.papers.size(), 0.0f);
  for (const uint32_t paper : known) {
    const int64_t item = item_of_paper_[paper];
    if (item < 0) continue;
    for (const ItemWeight& to :
         model_->Neighbours(static_cast<uint32_t>(item))) {
      scores->neighbours[paper_of_item_[to.item]] += to.weight;
    }
  }
}

Scorer::Scores Scorer::ForReader(const Library& known) const {
  Scores scores;
  recommend::Random random(seed_);
  for (const uint32_t paper : known) scores.lot ^= random.Next() + paper;
  AddTerms(known, &scores);
  AddTexts(known, &scores);
  AddFactors(known, &scores);
  AddNeighbours(known, &scores);
  return scores;
}

Scorer::Scores Scorer::ForPaper(uint32_t paper) const {
  Scores scores = ForReader({paper});
  std::vector<float> factors(factors_.dimension());
  scores.factors.clear();
  if (!factors.empty() && factors_.Read(paper, factors)) {
    scores.factors.assign(data_.papers.size(), 0.0f);
    factors_.ScoreAll(factors_.Prepare(factors),
                      std::span(scores.factors).first(factors_.size()));
    DivideByLengths(factors_, &scores.factors);
  }
  return scores;
}

std::vector<float> Scorer::Rank(Ranking ranking, const Scores& scores,
                                const Library& candidates,
                                const BlendWeights& weights) const {
  std::vector<float> total(candidates.size(), 0.0f);
  const std::vector<float> factors = Pick(scores.factors, candidates);
  const std::vector<float> neighbours = Pick(scores.neighbours, candidates);
  const std::vector<float> lexical = Pick(scores.lexical, candidates);
  const std::vector<float> text = Pick(scores.text, candidates);
  std::vector<float> readers;
  for (const uint32_t paper : candidates) {
    readers.push_back(std::log1p(static_cast<float>(popularity_[paper])));
  }
  recommend::Random random(scores.lot);
  switch (ranking) {
    case Ranking::kRandom:
      for (float& score : total) score = random.Unit();
      break;
    case Ranking::kPopularity:
      for (size_t i = 0; i < total.size(); ++i) {
        total[i] = static_cast<float>(popularity_[candidates[i]]);
      }
      break;
    case Ranking::kFactors:
      if (!factors.empty()) total = factors;
      break;
    case Ranking::kNeighbours:
      total = neighbours;
      break;
    case Ranking::kLexical:
      total = lexical;
      break;
    case Ranking::kText:
      if (!text.empty()) total = text;
      break;
    case Ranking::kBlend:
      recommend::Blend(weights,
                       {.factors = factors,
                        .neighbours = neighbours,
                        .lexical = lexical,
                        .text = text,
                        .readers = readers},
                       total);
      break;
  }
  return total;
}

}  // namespace broadsheet::bench
