#include "cli/simulator.h"

#include <algorithm>
#include <deque>
#include <utility>

#include "absl/strings/str_cat.h"
#include "cli/simulated_editors.h"
#include "cli/simulated_readers.h"
#include "common/days.h"

namespace broadsheet::cli {
namespace {

// Lists that readers still open: the day's own and the two before.
constexpr size_t kListsRead = 3;

class Simulator {
 public:
  Simulator(const std::vector<SimulatedPaper>& papers,
            const SimulationOptions& options)
      : papers_(papers), options_(options), editors_(&papers, &options) {
    for (int number = 1; number <= options.readers; ++number) {
      readers_.emplace_back(&papers, &options, number);
    }
  }

  Simulation Run() {
    for (absl::CivilDay day = options_.until - options_.days;
         day <= options_.until; ++day) {
      MakeList(day);
      const size_t first = simulation_.events.size();
      const std::vector<SimulatedList> lists(lists_.begin(), lists_.end());
      for (SimulatedReader& reader : readers_) {
        reader.Spend(day, lists, &simulation_.events);
      }
      for (size_t i = first; i < simulation_.events.size(); ++i) {
        simulation_.events[i].at = Happened(day, simulation_.events[i].at);
      }
    }
    return std::move(simulation_);
  }

 private:
  // Editors submit papers, and vote for what they submit.
  void MakeList(absl::CivilDay day) {
    const std::string text = FormatDay(day);
    SimulatedList list{.day = day};
    for (const auto& choice : editors_.ChooseFor(day)) {
      const std::string id = absl::StrCat("sim-", options_.seed, "-", text, "-",
                                          list.papers.size() + 1);
      const SimulatedPaper& paper = papers_[choice.paper];
      const std::string editor = absl::StrCat("sim-editor-", choice.editor);
      const int appeal = BroadAppeal(options_.seed, paper);
      simulation_.submissions.push_back({.request_id = id,
                                         .paper_id = paper.id,
                                         .editor = editor,
                                         .day = day,
                                         .score = appeal / 1000.0});
      const absl::Time at = absl::FromCivil(day, options_.zone) +
                            absl::Hours(6) +
                            absl::Minutes(5 * list.papers.size());
      simulation_.events.push_back({.event_id = id,
                                    .reader = editor,
                                    .paper_id = paper.id,
                                    .kind = SimulatedEvent::Kind::kUpvote,
                                    .at = Happened(day, at)});
      list.papers.push_back(choice.paper);
    }
    lists_.push_front(std::move(list));
    if (lists_.size() > kListsRead) lists_.pop_back();
  }

  // On the day that is not over, the same things happen in the same order, but
  // within the part of the day that has passed.
  absl::Time Happened(absl::CivilDay day, absl::Time planned) const {
    const absl::Time start = absl::FromCivil(day, options_.zone);
    const absl::Time end = absl::FromCivil(day + 1, options_.zone);
    if (options_.now >= end) return std::min(planned, end);
    if (options_.now <= start) return start;
    const double passed = absl::FDivDuration(options_.now - start, end - start);
    return start + std::min(planned - start, end - start) * passed;
  }

  const std::vector<SimulatedPaper>& papers_;
  const SimulationOptions& options_;
  SimulatedEditors editors_;
  std::vector<SimulatedReader> readers_;
  std::deque<SimulatedList> lists_;  // Newest first.
  Simulation simulation_;
};

}  // namespace

Simulation Simulate(std::vector<SimulatedPaper> papers,
                    const SimulationOptions& options) {
  if (papers.empty()) return {};
  std::sort(papers.begin(), papers.end(),
            [](const SimulatedPaper& a, const SimulatedPaper& b) {
              return a.id < b.id;
            });
  return Simulator(papers, options).Run();
}

}  // namespace broadsheet::cli
