#ifndef BROADSHEET_TESTS_FAULTS_DERIVED_H_
#define BROADSHEET_TESTS_FAULTS_DERIVED_H_

#include <cstdint>
#include <map>
#include <string>

#include "tests/faults/tables.h"

namespace broadsheet::faults {

// What must follow from the events, worked out anew and in the simplest way:
// one event after the other, in the order of their times.
struct Derived {
  std::map<StandingKey, StandingRow> standings;
  // Of papers that have any.
  std::map<std::string, int64_t> upvotes;
};

Derived Derive(const std::map<EventKey, EventRow>& events);

// The number of an aspect in storage's table, for votes and for "seen".
inline constexpr int kVoteAspect = 1;
inline constexpr int kSeenAspect = 6;

}  // namespace broadsheet::faults

#endif  // BROADSHEET_TESTS_FAULTS_DERIVED_H_
