#ifndef BROADSHEET_RECOMMEND_ARMS_H_
#define BROADSHEET_RECOMMEND_ARMS_H_

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "recommend/diversifier.h"

namespace broadsheet::recommend {

// One way of making feeds in an experiment.
struct Arm {
  std::string name;
  // The name and a mark of the experiment, by all that it consists of: arms of
  // other experiments are not taken for this one's. "varied.3fa90c12".
  std::string label;
  // Its part of the readers, of the sum of all arms'.
  uint32_t share = 1;
  DiversityOptions diversity;
  // By name of the candidate source: its weight is multiplied by this; 0 to 10,
  // at 0 the source is not asked. The others keep theirs.
  std::map<std::string, double, std::less<>> sources;

  double FactorOf(std::string_view source) const;
};

// The arms of the experiment that runs, if any. Which arm a reader is in is a
// function of the reader and of the arms' names and shares: the same on every
// replica with the same flag, and dealt anew for another experiment.
// Immutable.
class Arms {
 public:
  // No experiment.
  Arms() = default;
  // "control=50; varied=50 lambda=0.6 exploration=3": names with shares, 1 to
  // 1,000,000, of two arms at least and 20 at most; after each, what it does
  // differently: lambda (0 to 1, DiversityOptions), per_author (1 to 100), or
  // the name of a candidate source with a factor for its weight. Empty: no
  // experiment. INVALID_ARGUMENT says which part breaks which rule.
  static absl::StatusOr<Arms> Parse(std::string_view text);

  // Null while no experiment runs.
  const Arm* ArmOf(std::string_view reader_id) const;

 private:
  std::vector<Arm> arms_;
  uint64_t shares_ = 0;
  std::string salt_;
};

}  // namespace broadsheet::recommend

#endif  // BROADSHEET_RECOMMEND_ARMS_H_
