#include "recommend/search/fusion.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "absl/container/flat_hash_set.h"

namespace broadsheet::recommend {
namespace {

constexpr double kSemanticWeight = 0.6;
// Who writes so many words tells what they mean; who writes fewer recalls words
// of a paper.
constexpr double kManyWords = 10;

struct Scale {
  double mean = 0;
  double deviation = 0;
};

template <class ValueOf>
Scale ScaleOf(const std::vector<FusedHit>& hits, const ValueOf& value_of) {
  Scale scale;
  for (const FusedHit& hit : hits) scale.mean += value_of(hit);
  scale.mean /= static_cast<double>(hits.size());
  for (const FusedHit& hit : hits) {
    const double distance = value_of(hit) - scale.mean;
    scale.deviation += distance * distance;
  }
  scale.deviation =
      std::sqrt(scale.deviation / static_cast<double>(hits.size()));
  return scale;
}

// Empty when nothing tells what the query means.
std::vector<float> QueryOf(const SemanticTexts& texts, const SearchPlan& plan) {
  if (texts.vectors == nullptr) return {};
  if (!texts.query.empty()) return {texts.query.begin(), texts.query.end()};
  if (texts.encoder == nullptr || texts.encoder->dimension() == 0) return {};
  std::vector<TextTerm> terms;
  for (const auto& term : plan.meaning) terms.push_back({term, 1});
  std::vector<float> query(texts.encoder->dimension());
  if (!texts.encoder->Encode(terms, query)) query.clear();
  return query;
}

}  // namespace

std::vector<FusedHit> FuseByMeaning(const SemanticTexts& texts,
                                    const SearchPlan& plan,
                                    const TopScorer& scorer,
                                    const TopScorer::Request& request,
                                    std::vector<TextHit> by_words) {
  std::vector<FusedHit> hits;
  hits.reserve(2 * by_words.size());
  for (const TextHit& hit : by_words) hits.push_back({hit, 0});
  const std::vector<float> query = QueryOf(texts, plan);
  if (query.empty()) return hits;
  const PaperVectors::Query prepared = texts.vectors->Prepare(query);
  absl::flat_hash_set<DocId> inside;
  for (FusedHit& hit : hits) {
    inside.insert(hit.text.doc);
    hit.semantic = texts.vectors->Score(prepared, hit.text.doc);
  }
  for (const auto& near :
       texts.vectors->Nearest(query, request.limit, request.admits)) {
    if (!inside.insert(near.doc).second) continue;
    hits.push_back({scorer.Score(request, near.doc), near.score});
  }
  if (hits.empty()) return hits;
  const Scale words =
      ScaleOf(hits, [](const FusedHit& hit) { return hit.text.score; });
  const Scale meaning =
      ScaleOf(hits, [](const FusedHit& hit) { return hit.semantic; });
  const double weight =
      kSemanticWeight *
      std::min(1.0, static_cast<double>(plan.meaning.size()) / kManyWords);
  // Of words that no paper has, meaning alone tells.
  const double of_words = words.deviation > 0 ? words.deviation : 1;
  const double unit =
      meaning.deviation > 0 ? weight * of_words / meaning.deviation : 0;
  for (FusedHit& hit : hits) {
    hit.semantic = unit * (hit.semantic - meaning.mean);
  }
  return hits;
}

}  // namespace broadsheet::recommend
