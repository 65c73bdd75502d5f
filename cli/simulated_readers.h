#ifndef BROADSHEET_CLI_SIMULATED_READERS_H_
#define BROADSHEET_CLI_SIMULATED_READERS_H_

#include <cstddef>
#include <set>
#include <string>
#include <vector>

#include "cli/simulated_taste.h"
#include "cli/simulator.h"

namespace broadsheet::cli {

// The list of one day as simulated readers meet it.
struct SimulatedList {
  absl::CivilDay day;
  std::vector<size_t> papers;  // Indices, in the order of the list.
};

// A simulated reader with a taste and a memory: votes once for a paper, and
// does not open what was opened before.
class SimulatedReader {
 public:
  // `papers`: sorted by id; outlives this, like `options`. `number` from 1.
  SimulatedReader(const std::vector<SimulatedPaper>* papers,
                  const SimulationOptions* options, int number);

  // What the reader does on a day with the given lists (the day's own, and
  // older ones that are still read), appended to `events`.
  void Spend(absl::CivilDay day, const std::vector<SimulatedList>& lists,
             std::vector<SimulatedEvent>* events);

 private:
  struct Visit;
  void ReadList(const SimulatedList& list, Visit* visit);
  void Browse(Visit* visit);
  void Open(size_t paper, Visit* visit);
  void Judge(size_t paper, Visit* visit);
  void Add(SimulatedEvent::Kind kind, size_t paper, Visit* visit);
  // How much the reader wants a paper, per mille.
  int Interest(size_t paper) const;

  const std::vector<SimulatedPaper>& papers_;
  const SimulationOptions& options_;
  const std::string name_;
  Taste taste_;
  int activity_;  // Per mille of days.
  std::set<size_t> opened_;
};

}  // namespace broadsheet::cli

#endif  // BROADSHEET_CLI_SIMULATED_READERS_H_
