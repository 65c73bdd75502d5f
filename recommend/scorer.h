#ifndef BROADSHEET_RECOMMEND_SCORER_H_
#define BROADSHEET_RECOMMEND_SCORER_H_

#include <string_view>
#include <vector>

#include "recommend/candidate_source.h"
#include "recommend/models/blend.h"
#include "recommend/score_map.h"

namespace broadsheet::recommend {

// The scores of one source over all papers.
struct SourceScores {
  const CandidateSource* source;
  ScoreMapPool::Lease scores;
  // Of the source's weight.
  double factor = 1;
  // The papers that it puts up; none when the candidates are given.
  std::vector<ScoredDoc> nominees;
};

// A candidate with its score, source by source.
struct Candidate {
  DocId doc = 0;
  double score = 0;
  std::vector<double> parts;  // By source, in the sources' order.
};

// Blends sources whose scores have different scales: each score becomes its
// distance from the source's mean over the candidates, in standard deviations
// (the z-score, by models/blend.h), and these are summed by the sources'
// weights, of which `blend` holds the models'. `docs` must be sorted by paper
// id, so that sums are equal everywhere.
std::vector<Candidate> BlendSources(const std::vector<SourceScores>& sources,
                                    const std::vector<DocId>& docs,
                                    const BlendWeights& blend);

}  // namespace broadsheet::recommend

#endif  // BROADSHEET_RECOMMEND_SCORER_H_
