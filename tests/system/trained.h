#ifndef BROADSHEET_TESTS_SYSTEM_TRAINED_H_
#define BROADSHEET_TESTS_SYSTEM_TRAINED_H_

#include <cstdint>
#include <set>
#include <string>

#include "absl/time/time.h"
#include "tests/system/newspaper.h"

namespace broadsheet::testing {

inline constexpr int kTrainedPapers = 80;
inline constexpr absl::Duration kTrainingPatience = absl::Seconds(60);

// JSON lines of 40 readers, "r0" and so on, who save papers of one of the eight
// made-up subjects, which come in turn.
std::string MadeSaves();
// Brings MadePapers(kTrainedPapers) and MadeSaves() in.
void LoadTrainingData(const Newspaper& newspaper);

// Whether every recommender comes to know so many events.
bool AwaitEvents(const Newspaper& newspaper, int64_t events);

// The models that the recommenders answer with; "" is none.
std::set<std::string> ModelsInUse(const Newspaper& newspaper);
// The one model that all recommenders have come to answer with; fails the test
// when there is none.
std::string AwaitModel(const Newspaper& newspaper);

}  // namespace broadsheet::testing

#endif  // BROADSHEET_TESTS_SYSTEM_TRAINED_H_
