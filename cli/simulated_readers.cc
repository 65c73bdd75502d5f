#include "cli/simulated_readers.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "common/days.h"

namespace broadsheet::cli {
namespace {

using Kind = SimulatedEvent::Kind;

constexpr int kMinActivity = 300;
constexpr int kMaxActivity = 950;
// Papers that a reader stumbles on outside of the lists, a day.
constexpr int kMaxBrowsed = 3;

Taste DrawTaste(const std::vector<SimulatedPaper>& papers, uint64_t seed,
                int number) {
  Draws draws(seed, absl::StrCat("reader ", number));
  return Taste(papers, static_cast<int>(draws.Between(2, 4)), &draws);
}

// The chance that a reader looks at the paper at a position: falls as 4/(4+n).
int ChanceToLook(size_t position) {
  return static_cast<int>(4000 / (4 + position));
}

}  // namespace

// One visit of a reader: the clock runs on with each action.
struct SimulatedReader::Visit {
  Draws draws;
  std::string day;
  absl::Time at;
  std::string list;
  int position = 0;
  int count = 0;
  std::vector<SimulatedEvent>* events;
};

SimulatedReader::SimulatedReader(const std::vector<SimulatedPaper>* papers,
                                 const SimulationOptions* options, int number)
    : papers_(*papers),
      options_(*options),
      name_(absl::StrFormat("sim-reader-%02d", number)),
      taste_(DrawTaste(papers_, options_.seed, number)) {
  Draws draws(options_.seed, absl::StrCat("activity ", number));
  activity_ = static_cast<int>(draws.Between(kMinActivity, kMaxActivity));
}

void SimulatedReader::Spend(absl::CivilDay day,
                            const std::vector<SimulatedList>& lists,
                            std::vector<SimulatedEvent>* events) {
  const std::string text = FormatDay(day);
  Visit visit{.draws = Draws(options_.seed, absl::StrCat(name_, " ", text)),
              .day = text,
              .events = events};
  if (!visit.draws.Chance(activity_)) return;
  // Between 7 and 22 o'clock.
  visit.at = absl::FromCivil(day, options_.zone) +
             absl::Seconds(visit.draws.Between(7 * 3600, 22 * 3600));
  for (const SimulatedList& list : lists) {
    const bool is_today = list.day == day;
    if (is_today || visit.draws.Chance(250)) ReadList(list, &visit);
  }
  Browse(&visit);
}

void SimulatedReader::ReadList(const SimulatedList& list, Visit* visit) {
  visit->list = absl::StrCat("daily/", FormatDay(list.day));
  for (size_t i = 0; i < list.papers.size(); ++i) {
    const size_t paper = list.papers[i];
    const int chance = ChanceToLook(i) * (80 + Interest(paper)) / 1000;
    if (!visit->draws.Chance(chance) || opened_.contains(paper)) continue;
    visit->position = static_cast<int>(i);
    Add(Kind::kClick, paper, visit);
    Open(paper, visit);
  }
}

void SimulatedReader::Browse(Visit* visit) {
  visit->list.clear();
  visit->position = 0;
  const int64_t wanted = visit->draws.Between(0, kMaxBrowsed);
  for (int64_t i = 0; i < wanted; ++i) {
    const auto paper = static_cast<size_t>(visit->draws.Below(papers_.size()));
    // As when searching: what is found is near to the taste.
    if (papers_[paper].announced > visit->day || opened_.contains(paper) ||
        !visit->draws.Chance(taste_.Affinity(papers_[paper]))) {
      continue;
    }
    Open(paper, visit);
  }
}

void SimulatedReader::Open(size_t paper, Visit* visit) {
  opened_.insert(paper);
  Add(Kind::kView, paper, visit);
  Judge(paper, visit);
}

void SimulatedReader::Judge(size_t paper, Visit* visit) {
  const int interest = Interest(paper);
  if (visit->draws.Chance(interest / 2)) Add(Kind::kRead, paper, visit);
  if (visit->draws.Chance(100 + interest / 2)) {
    Add(Kind::kUpvote, paper, visit);
  }
  if (visit->draws.Chance(interest / 4)) Add(Kind::kSave, paper, visit);
  const bool is_far = taste_.Affinity(papers_[paper]) < 300;
  if (is_far && visit->draws.Chance(30)) Add(Kind::kDislike, paper, visit);
}

void SimulatedReader::Add(Kind kind, size_t paper, Visit* visit) {
  visit->at += absl::Seconds(visit->draws.Between(3, 90));
  SimulatedEvent event{
      .event_id = absl::StrCat("sim-", options_.seed, "-", visit->day, "-",
                               ++visit->count),
      .reader = name_,
      .paper_id = papers_[paper].id,
      .kind = kind,
      .at = visit->at,
      .list = visit->list,
      .position = visit->position};
  if (kind == Kind::kRead) {
    event.seconds = static_cast<double>(visit->draws.Between(20, 600));
  }
  visit->events->push_back(std::move(event));
}

int SimulatedReader::Interest(size_t paper) const {
  const int affinity = taste_.Affinity(papers_[paper]);
  const int appeal = BroadAppeal(options_.seed, papers_[paper]);
  return std::min(1000, affinity * 7 / 10 + appeal * 3 / 10);
}

}  // namespace broadsheet::cli
