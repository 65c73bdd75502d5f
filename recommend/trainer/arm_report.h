#ifndef BROADSHEET_RECOMMEND_TRAINER_ARM_REPORT_H_
#define BROADSHEET_RECOMMEND_TRAINER_ARM_REPORT_H_

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "broadsheet/v1/event.pb.h"
#include "broadsheet/v1/model_service.pb.h"

namespace broadsheet::recommend {

// What an arm's lists showed, and what readers did with it.
struct ArmCounts {
  int64_t impressions = 0;
  int64_t clicks = 0;  // View, click or read.
  int64_t likes = 0;   // Upvote, save or share.

  bool operator==(const ArmCounts&) const = default;
};

// Counts events by experiment arm. An event that names an arm counts for it.
// Another click or like counts for the arm that showed the paper to the reader
// last, in the 7 days before; each showing has one click and one like at most.
// Not thread-safe.
class ArmReport {
 public:
  void Count(const v1::Event& event);
  // Of all events counted, in any order. At most 100 arms; showings and
  // unlabelled answers are matched for the first 4 million of each.
  std::map<std::string, ArmCounts> Counts() const;

 private:
  struct Shown {
    uint64_t what;  // Reader and paper, hashed.
    int64_t at_us;
    uint32_t arm;

    auto operator<=>(const Shown&) const = default;
  };
  struct Answer {
    uint64_t what;
    int64_t at_us;
    bool like;
  };

  void Match(std::map<std::string, ArmCounts>* counts) const;

  std::vector<std::string> names_;
  std::vector<ArmCounts> labelled_;  // By place in names_.
  std::vector<Shown> shown_;
  std::vector<Answer> answers_;
};

// A report per arm: impressions, and clicks and likes per impression with their
// intervals.
void AddArms(const std::map<std::string, ArmCounts>& arms,
             v1::Evaluation* evaluation);

}  // namespace broadsheet::recommend

#endif  // BROADSHEET_RECOMMEND_TRAINER_ARM_REPORT_H_
