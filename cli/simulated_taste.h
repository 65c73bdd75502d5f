#ifndef BROADSHEET_CLI_SIMULATED_TASTE_H_
#define BROADSHEET_CLI_SIMULATED_TASTE_H_

#include <cstdint>
#include <string>
#include <vector>

#include "cli/draws.h"
#include "cli/simulator.h"

namespace broadsheet::cli {

// What a simulated person likes: a few categories, the first one best. Chances
// are per mille.
class Taste {
 public:
  // Draws `count` categories out of `papers` (not empty): the more papers a
  // category has, the likelier it is.
  Taste(const std::vector<SimulatedPaper>& papers, int count, Draws* draws);

  // How near a paper is: 1,000 for the best category, less for the next ones,
  // little for their neighbours of the same archive ("cs.*"), next to nothing
  // for the rest.
  int Affinity(const SimulatedPaper& paper) const;

 private:
  std::vector<std::string> favourites_;
};

// How much a paper appeals to anybody, 0 to 1,000: most papers little, a few
// very much.
int BroadAppeal(uint64_t seed, const SimulatedPaper& paper);

}  // namespace broadsheet::cli

#endif  // BROADSHEET_CLI_SIMULATED_TASTE_H_
