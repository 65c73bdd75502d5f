#include "recommend/scorer.h"

#include <algorithm>
#include <cmath>

namespace broadsheet::recommend {
namespace {

// One freak score shall not outweigh all other sources.
constexpr double kMaxDeviation = 8;

struct Scale {
  double mean = 0;
  double deviation = 0;
};

Scale Measure(const ScoreMap& scores, const std::vector<DocId>& docs) {
  const auto count = static_cast<double>(docs.size());
  Scale scale;
  for (const DocId doc : docs) scale.mean += scores.Score(doc);
  scale.mean /= count;
  double squares = 0;
  for (const DocId doc : docs) {
    const double distance = scores.Score(doc) - scale.mean;
    squares += distance * distance;
  }
  scale.deviation = std::sqrt(squares / count);
  return scale;
}

}  // namespace

std::vector<Candidate> BlendScores(const std::vector<SourceScores>& sources,
                                   const std::vector<DocId>& docs) {
  std::vector<Candidate> candidates(docs.size());
  for (size_t i = 0; i < docs.size(); ++i) candidates[i].doc = docs[i];
  if (docs.empty()) return candidates;
  for (const SourceScores& source : sources) {
    const Scale scale = Measure(*source.scores, docs);
    for (Candidate& candidate : candidates) {
      double part = 0;
      if (scale.deviation > 0) {
        const double distance =
            source.scores->Score(candidate.doc) - scale.mean;
        part = source.source->weight() *
               std::min(distance / scale.deviation, kMaxDeviation);
      }
      candidate.parts.push_back(part);
      candidate.score += part;
    }
  }
  return candidates;
}

}  // namespace broadsheet::recommend
