#ifndef BROADSHEET_RECOMMEND_DIVERSIFIER_H_
#define BROADSHEET_RECOMMEND_DIVERSIFIER_H_

#include <cstddef>
#include <vector>

#include "recommend/read_model.h"
#include "recommend/scorer.h"

namespace broadsheet::recommend {

struct DiversityOptions {
  // 1: by score alone; 0: only unlike what precedes.
  double lambda = 0.75;
  // At least 1. More of an author come only behind everybody else's.
  int max_papers_of_author = 2;
};

// Orders a list to be read: Maximal Marginal Relevance (J. Carbonell, J.
// Goldstein, "The use of MMR", SIGIR 1998) with the cosine of content vectors.
// Each pick maximises lambda * relevance - (1 - lambda) * closeness to the
// closest paper picked before; that value, which is kept from rising along the
// list, becomes the paper's score. Relevance is the score scaled to 0..1 over
// `candidates`. When all that is left is by authors who had their share, all
// authors get another one.
std::vector<Candidate> Diversify(const ReadModel& model,
                                 std::vector<Candidate> candidates,
                                 size_t limit,
                                 const DiversityOptions& options = {});

}  // namespace broadsheet::recommend

#endif  // BROADSHEET_RECOMMEND_DIVERSIFIER_H_
