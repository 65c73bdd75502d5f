#ifndef BROADSHEET_RECOMMEND_TRAINER_ARM_REPORT_H_
#define BROADSHEET_RECOMMEND_TRAINER_ARM_REPORT_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "broadsheet/v1/event.pb.h"
#include "broadsheet/v1/model_service.pb.h"

namespace broadsheet::recommend {

// What an arm's lists showed, and what readers did with it.
struct ArmCounts {
  int64_t readers = 0;
  int64_t impressions = 0;
  int64_t clicks = 0;  // View, click or read.
  int64_t likes = 0;   // Upvote, save or share.

  bool operator==(const ArmCounts&) const = default;
};

// Counts what experiment arms showed and what came of it. A click or a like of
// a paper counts for the impression of it that the reader had last, in the 7
// days before; each impression has one click and one like at most. An answer
// that names an arm counts for an impression of that arm alone. Not
// thread-safe.
class ArmReport {
 public:
  // All events of a reader come together, in any order. Of one reader the first
  // 20,000 count.
  void Count(const v1::Event& event);

  struct Arm {
    std::string name;
    ArmCounts counts;
  };
  // The 100 arms of the most readers, by name: a reader's made-up names push
  // none of them out. Nothing is counted afterwards.
  std::vector<Arm> Finish();

 private:
  struct Deed {
    std::string paper_id;
    int64_t at_us;
    std::string arm;
    enum Kind { kShown, kClick, kLike } kind;
    bool clicked = false;  // Of an impression.
    bool liked = false;
  };

  void EndReader();
  // The impression that an answer is to; null: none.
  Deed* ShownBefore(const Deed& answer);

  std::string reader_id_;
  std::vector<Deed> deeds_;  // Of that reader.
  absl::flat_hash_map<std::string, ArmCounts> counts_;
};

// A report per arm: readers, impressions, and clicks and likes per impression
// with their intervals.
void AddArms(const std::vector<ArmReport::Arm>& arms,
             v1::Evaluation* evaluation);

}  // namespace broadsheet::recommend

#endif  // BROADSHEET_RECOMMEND_TRAINER_ARM_REPORT_H_
