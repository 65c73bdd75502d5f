#include "cli/simulated_editors.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "common/days.h"

namespace broadsheet::cli {
namespace {

constexpr int kMinADay = 8;
constexpr int kMaxADay = 12;
// Editors look at so many papers, not at the whole catalogue.
constexpr size_t kLookedAt = 128;
constexpr int kNewDays = 6;

}  // namespace

SimulatedEditors::SimulatedEditors(const std::vector<SimulatedPaper>* papers,
                                   const SimulationOptions* options)
    : papers_(*papers), options_(*options), times_chosen_(papers->size()) {
  for (int i = 0; i < options_.editors; ++i) {
    Draws draws(options_.seed, absl::StrCat("editor ", i));
    tastes_.emplace_back(papers_, 3, &draws);
  }
  for (size_t i = 0; i < papers_.size(); ++i) {
    by_day_.emplace_back(papers_[i].announced, i);
    appeal_.push_back(BroadAppeal(options_.seed, papers_[i]));
  }
  std::sort(by_day_.begin(), by_day_.end());
}

// Papers announced up to `day`: all of them when they are few; else half from
// the last days, half from anywhere.
std::vector<size_t> SimulatedEditors::Candidates(const std::string& day,
                                                 Draws* draws) const {
  const auto end = std::upper_bound(by_day_.begin(), by_day_.end(),
                                    std::make_pair(day, by_day_.size()));
  const auto known = static_cast<size_t>(end - by_day_.begin());
  std::vector<size_t> candidates;
  if (known <= kLookedAt) {
    for (auto it = by_day_.begin(); it != end; ++it) {
      candidates.push_back(it->second);
    }
    return candidates;
  }
  const std::string first_new = FormatDay(*ParseDay(day) - kNewDays);
  const auto start = std::lower_bound(by_day_.begin(), end,
                                      std::make_pair(first_new, size_t{0}));
  const auto fresh = static_cast<size_t>(end - start);
  for (size_t i = 0; i < kLookedAt; ++i) {
    const bool from_fresh = fresh > 0 && i % 2 == 0;
    const size_t at =
        from_fresh ? known - fresh + draws->Below(fresh) : draws->Below(known);
    candidates.push_back(by_day_[at].second);
  }
  return candidates;
}

int64_t SimulatedEditors::Merit(size_t paper, const Taste& taste,
                                const std::string& day) const {
  const bool is_new =
      papers_[paper].announced >= FormatDay(*ParseDay(day) - kNewDays);
  return -10'000 * times_chosen_[paper] + (is_new ? 2'000 : 0) +
         taste.Affinity(papers_[paper]) + appeal_[paper];
}

std::vector<SimulatedEditors::Choice> SimulatedEditors::ChooseFor(
    absl::CivilDay day) {
  const std::string text = FormatDay(day);
  Draws draws(options_.seed, "list " + text);
  const auto wanted = static_cast<size_t>(draws.Between(kMinADay, kMaxADay));
  std::vector<Choice> choices;
  while (choices.size() < wanted) {
    const auto editor = static_cast<size_t>(draws.Below(tastes_.size()));
    const std::vector<size_t> candidates = Candidates(text, &draws);
    int64_t best_merit = 0;
    const size_t none = papers_.size();
    size_t best = none;
    for (size_t candidate : candidates) {
      const bool taken = std::any_of(
          choices.begin(), choices.end(),
          [&](const Choice& choice) { return choice.paper == candidate; });
      if (taken) continue;
      const int64_t merit =
          Merit(candidate, tastes_[editor], text) + draws.Between(0, 500);
      if (best != none && merit <= best_merit) continue;
      best = candidate;
      best_merit = merit;
    }
    if (best == none) break;
    ++times_chosen_[best];
    choices.push_back({best, static_cast<int>(editor) + 1});
  }
  return choices;
}

}  // namespace broadsheet::cli
