#ifndef BROADSHEET_STORAGE_EVENT_RULES_H_
#define BROADSHEET_STORAGE_EVENT_RULES_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "broadsheet/v1/event.pb.h"
#include "storage/rules.h"

namespace broadsheet::storage {

// In what respect a reader stands to a paper, author or category. The numbers
// are in the table.
enum class Aspect : int16_t {
  kVote = 1,
  kSave = 2,
  kDislike = 3,
  kHide = 4,
  kFollow = 5,
  kSeen = 6,
};

// What an event says about one aspect.
struct Standpoint {
  Aspect aspect;
  bool on;
};

// What an event says about how its reader stands to its subject: nothing for
// an impression or a share, two things for an upvote or a save.
std::vector<Standpoint> StandpointsOf(v1::EventKind kind);

// The paper, or the author or category that is followed.
const std::string& SubjectOf(const v1::Event& event);

// The folder that a SAVE puts its paper into; empty: none.
std::string FolderOf(const v1::Event& event);

// The rules of event.proto, but for the one that the paper is known.
Violation CheckEvent(const v1::Event& event, absl::Time now);

}  // namespace broadsheet::storage

#endif  // BROADSHEET_STORAGE_EVENT_RULES_H_
