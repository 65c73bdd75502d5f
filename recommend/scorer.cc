#include "recommend/scorer.h"

#include <algorithm>

namespace broadsheet::recommend {
namespace {

// One freak score shall not outweigh all other sources.
constexpr double kMaxDeviation = 12;

// The source's part of the scores of `docs`: its z-scores times its weight.
std::vector<float> PartOf(const SourceScores& source,
                          const std::vector<DocId>& docs,
                          const BlendWeights& blend) {
  std::vector<float> raw;
  raw.reserve(docs.size());
  for (const DocId doc : docs) raw.push_back(source.scores->Score(doc));
  std::vector<float> part(docs.size());
  Blend({.factors = 1}, {.factors = raw}, part);
  const double weight = source.factor * source.source->weight(blend);
  for (float& z : part) {
    z = static_cast<float>(weight * std::min<double>(z, kMaxDeviation));
  }
  return part;
}

}  // namespace

std::vector<Candidate> BlendSources(const std::vector<SourceScores>& sources,
                                    const std::vector<DocId>& docs,
                                    const BlendWeights& blend) {
  std::vector<Candidate> candidates(docs.size());
  for (size_t i = 0; i < docs.size(); ++i) {
    candidates[i].doc = docs[i];
    candidates[i].parts.reserve(sources.size());
  }
  if (docs.empty()) return candidates;
  for (const SourceScores& source : sources) {
    const std::vector<float> part = PartOf(source, docs, blend);
    for (size_t i = 0; i < docs.size(); ++i) {
      candidates[i].parts.push_back(part[i]);
      candidates[i].score += part[i];
    }
  }
  return candidates;
}

}  // namespace broadsheet::recommend
