#ifndef BROADSHEET_CLI_SIMULATED_EDITORS_H_
#define BROADSHEET_CLI_SIMULATED_EDITORS_H_

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "cli/simulated_taste.h"
#include "cli/simulator.h"

namespace broadsheet::cli {

// Simulated editors, who choose the papers of each day.
class SimulatedEditors {
 public:
  struct Choice {
    size_t paper;  // Index into the papers.
    int editor;    // From 1.
  };

  // `papers`: sorted by id. Both must outlive this.
  SimulatedEditors(const std::vector<SimulatedPaper>* papers,
                   const SimulationOptions* options);

  // 8 to 12 different papers, fewer when no more are announced by that day.
  // Papers that were not chosen before come first, then new ones and those in
  // the editor's fields. Days must be asked for in order.
  std::vector<Choice> ChooseFor(absl::CivilDay day);

 private:
  std::vector<size_t> Candidates(const std::string& day, Draws* draws) const;
  int64_t Merit(size_t paper, const Taste& taste, const std::string& day) const;

  const std::vector<SimulatedPaper>& papers_;
  const SimulationOptions& options_;
  std::vector<Taste> tastes_;
  // Announcement day and index, sorted.
  std::vector<std::pair<std::string, size_t>> by_day_;
  std::vector<int> appeal_;
  std::vector<int> times_chosen_;
};

}  // namespace broadsheet::cli

#endif  // BROADSHEET_CLI_SIMULATED_EDITORS_H_
