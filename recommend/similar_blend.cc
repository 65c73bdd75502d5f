#include "recommend/similar_blend.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>

#include "recommend/explainer.h"
#include "recommend/models/blend.h"

namespace broadsheet::recommend {
namespace {

// What is compared, and with what.
struct Query {
  const PaperVectors* vectors = nullptr;
  std::vector<float> vector;  // Empty: the paper has none.
};

Query MakeQuery(const PaperVectors& vectors, DocId doc) {
  Query query;
  query.vectors = &vectors;
  query.vector.resize(vectors.dimension());
  if (vectors.dimension() == 0 || !vectors.Read(doc, query.vector)) {
    query.vector.clear();
  }
  return query;
}

// The cosines of `docs`; empty when the paper has no vector.
std::vector<float> Cosines(const Query& query, const std::vector<DocId>& docs) {
  if (query.vector.empty()) return {};
  const PaperVectors& vectors = *query.vectors;
  std::vector<float> scores(docs.size());
  vectors.ScoreSome(vectors.Prepare(query.vector), docs, scores);
  for (size_t i = 0; i < docs.size(); ++i) {
    const float length = vectors.Length(docs[i]);
    if (length > 0) scores[i] /= length;
  }
  return scores;
}

class SimilarBlend {
 public:
  SimilarBlend(const ReadModel& model, const ListMeans& means,
               const Filter& filter, DocId doc, size_t limit)
      : model_(model),
        means_(means),
        filter_(filter),
        doc_(doc),
        wanted_(std::max(kNominated, 2 * limit)),
        texts_(MakeQuery(means.serving->texts(), doc)),
        factors_(MakeQuery(means.serving->factors(), doc)) {}

  bool KnowsNothing() const {
    return texts_.vector.empty() && factors_.vector.empty();
  }

  std::vector<ListItem> Make(size_t limit) {
    const auto lexical = means_.pool->Take(model_.catalogue().size());
    const ContentVector query = model_.content().VectorOf(doc_, kQueryTerms);
    Nominate(query, &*lexical);
    model_.content().Complete(query, docs_, &*lexical);
    std::vector<float> terms;
    for (const DocId doc : docs_) terms.push_back(lexical->Score(doc));
    return Rank(terms, limit);
  }

 private:
  bool Admits(DocId doc) const { return doc != doc_ && filter_.Admits(doc); }

  std::vector<DocId> Nearest(const Query& query) const {
    std::vector<DocId> docs;
    if (query.vector.empty()) return docs;
    for (const auto& hit : query.vectors->Nearest(
             query.vector, wanted_, [this](uint32_t d) { return Admits(d); },
             ById(model_.catalogue()), means_.helpers)) {
      docs.push_back(hit.doc);
    }
    return docs;
  }

  std::vector<DocId> Best(const ContentVector& query, ScoreMap* scores) const {
    model_.content().Score(query, scores);
    std::vector<DocId> docs;
    for (const ScoredDoc& doc : BestOf(model_.catalogue(), *scores, wanted_,
                                       [this](DocId d) { return Admits(d); })) {
      docs.push_back(doc.doc);
    }
    return docs;
  }

  // What readers of the paper read as well: by item-item weights, for which
  // nothing is searched.
  void AddNeighbours(std::vector<DocId>* docs) const {
    const ServingModel& serving = *means_.serving;
    const auto item = serving.ItemOf(doc_);
    if (!item) return;
    for (const ItemWeight& other : serving.model().Neighbours(*item)) {
      const auto doc = serving.DocOf(other.item);
      if (doc && Admits(*doc)) docs->push_back(*doc);
    }
  }

  // docs_ by paper id, so that sums are equal everywhere.
  void Nominate(const ContentVector& query, ScoreMap* lexical) {
    std::vector<DocId> by_terms, by_texts;
    Share(means_.helpers, 2, [&](size_t part) {
      if (part == 0) {
        by_terms = Best(query, lexical);
      } else {
        by_texts = Nearest(texts_);
      }
    });
    std::vector<DocId> docs = std::move(by_terms);
    docs.insert(docs.end(), by_texts.begin(), by_texts.end());
    AddNeighbours(&docs);
    docs_ = EachOnceById(model_.catalogue(), std::move(docs));
    // Of papers without texts, or in a model without weights.
    if (docs_.size() >= wanted_) return;
    const std::vector<DocId> by_factors = Nearest(factors_);
    docs_.insert(docs_.end(), by_factors.begin(), by_factors.end());
    docs_ = EachOnceById(model_.catalogue(), std::move(docs_));
  }

  // ln(1 + readers who like it) of docs_: as they stand now, not when the model
  // was made.
  std::vector<float> Readers() const {
    std::vector<float> logs;
    logs.reserve(docs_.size());
    for (const DocId doc : docs_) {
      const uint32_t readers = model_.readers().LikedBy(doc);
      logs.push_back(std::log1p(static_cast<float>(readers)));
    }
    return logs;
  }

  std::vector<ListItem> Rank(const std::vector<float>& terms,
                             size_t limit) const {
    const std::vector<float> texts = Cosines(texts_, docs_);
    const std::vector<float> factors = Cosines(factors_, docs_);
    const std::vector<float> readers = Readers();
    std::vector<float> total(docs_.size());
    Blend(kSimilarBlend,
          {.factors = factors,
           .lexical = terms,
           .text = texts,
           .readers = readers},
          total);
    TopList top(&model_.catalogue(), limit);
    for (size_t i = 0; i < docs_.size(); ++i) top.Offer({docs_[i], total[i]});
    std::vector<ListItem> items;
    for (const ScoredDoc& other : top.Take()) {
      const auto at = static_cast<size_t>(
          std::find(docs_.begin(), docs_.end(), other.doc) - docs_.begin());
      ListItem item{other.doc, other.score, SimilarReason(model_, doc_), {}};
      item.components.emplace_back("content", terms[at]);
      if (!texts.empty()) item.components.emplace_back("text", texts[at]);
      if (!factors.empty())
        item.components.emplace_back("factors", factors[at]);
      item.components.emplace_back("readers", readers[at]);
      items.push_back(std::move(item));
    }
    return items;
  }

  const ReadModel& model_;
  const ListMeans& means_;
  const Filter& filter_;
  const DocId doc_;
  const size_t wanted_;
  const Query texts_;
  const Query factors_;
  std::vector<DocId> docs_;
};

}  // namespace

std::vector<ListItem> BlendedSimilar(const ReadModel& model,
                                     const ListMeans& means,
                                     const Filter& filter, DocId doc,
                                     size_t limit) {
  SimilarBlend blend(model, means, filter, doc, limit);
  if (blend.KnowsNothing()) return {};
  return blend.Make(limit);
}

}  // namespace broadsheet::recommend
