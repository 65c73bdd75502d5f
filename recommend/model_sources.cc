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
    for (const ItemWeight& other : serving.model().Neighbours(*item)) {
      const auto doc = serving.DocOf(other.item);
      if (!doc) continue;
      scores->Add(*doc, static_cast<float>(interest.weight) * other.weight);
    }
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
