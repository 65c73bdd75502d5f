#include "recommend/model_sources.h"

#include <span>

namespace broadsheet::recommend {
namespace {

void AddNearest(const FeedContext& context, const PaperVectors& vectors,
                std::span<const float> query, ScoreMap* scores) {
  if (context.wanted == 0) return;
  const auto admit = [&](uint32_t doc) { return context.filter->Admits(doc); };
  const PaperVectors::Before before = ById(context.model->catalogue());
  std::vector<PaperVectors::Hit> hits;
  if (const auto few = context.filter->Few()) {
    hits = vectors.NearestAmong(query, context.wanted, *few, admit, before);
  } else {
    hits =
        vectors.Nearest(query, context.wanted, admit, before, context.helpers);
  }
  for (const auto& hit : hits) scores->Add(hit.doc, hit.score);
}

// Neighbours ahead that memory is asked for, in three steps: the weights, then
// the paper's number, then its score. Each of them lies elsewhere.
constexpr size_t kWeightsAhead = 64;
constexpr size_t kNumbersAhead = 32;
constexpr size_t kScoresAhead = 16;

void FetchAhead(const ServingModel& serving,
                std::span<const ItemWeight> neighbours, size_t at,
                const ScoreMap& scores) {
  const size_t size = neighbours.size();
  if (at + kWeightsAhead < size) Prefetch(&neighbours[at + kWeightsAhead]);
  if (at + kNumbersAhead < size) {
    serving.FetchDocOf(neighbours[at + kNumbersAhead].item);
  }
  if (at + kScoresAhead >= size) return;
  const auto doc = serving.DocOf(neighbours[at + kScoresAhead].item);
  if (doc) scores.Fetch(*doc);
}

// Adds the item's weights to the scores of its neighbours.
void AddNeighbours(const ServingModel& serving, ItemId item, double weight,
                   ScoreMap* scores) {
  const std::span<const ItemWeight> neighbours =
      serving.model().Neighbours(item);
  for (size_t i = 0; i < neighbours.size(); ++i) {
    FetchAhead(serving, neighbours, i, *scores);
    const auto doc = serving.DocOf(neighbours[i].item);
    if (!doc) continue;
    scores->Add(*doc, static_cast<float>(weight) * neighbours[i].weight);
  }
}

void AddRest(const PaperVectors& vectors, std::span<const float> query,
             const std::vector<DocId>& docs, ScoreMap* scores) {
  std::vector<DocId> rest;
  for (const DocId doc : docs) {
    if (scores->Marks(doc) == 0 && vectors.Has(doc)) rest.push_back(doc);
  }
  std::vector<float> products(rest.size());
  vectors.ScoreSome(vectors.Prepare(query), rest, products);
  for (size_t i = 0; i < rest.size(); ++i) scores->Add(rest[i], products[i]);
}

}  // namespace

bool FactorSource::Applies(const FeedContext& context) const {
  return context.serving != nullptr && !context.vectors->factors.empty();
}

void FactorSource::Score(const FeedContext& context, ScoreMap* scores) const {
  AddNearest(context, context.serving->factors(), context.vectors->factors,
             scores);
}

void FactorSource::Complete(const FeedContext& context,
                            const std::vector<DocId>& docs,
                            ScoreMap* scores) const {
  AddRest(context.serving->factors(), context.vectors->factors, docs, scores);
}

bool NeighbourSource::Applies(const FeedContext& context) const {
  return context.serving != nullptr && context.serving->has_factors();
}

void NeighbourSource::Score(const FeedContext& context,
                            ScoreMap* scores) const {
  const ServingModel& serving = *context.serving;
  for (const Interest& interest : context.taste->interests) {
    const auto item = serving.ItemOf(interest.doc);
    if (!item || interest.weight <= 0) continue;
    AddNeighbours(serving, *item, interest.weight, scores);
  }
}

bool TextSource::Applies(const FeedContext& context) const {
  return context.serving != nullptr && !context.vectors->text.empty();
}

void TextSource::Score(const FeedContext& context, ScoreMap* scores) const {
  AddNearest(context, context.serving->texts(), context.vectors->text, scores);
}

void TextSource::Complete(const FeedContext& context,
                          const std::vector<DocId>& docs,
                          ScoreMap* scores) const {
  AddRest(context.serving->texts(), context.vectors->text, docs, scores);
}

}  // namespace broadsheet::recommend
