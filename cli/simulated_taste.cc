#include "cli/simulated_taste.h"

#include <algorithm>
#include <string_view>

namespace broadsheet::cli {
namespace {

constexpr int kBestAffinity = 1000;
constexpr int kStep = 150;
constexpr int kNeighbour = 300;
constexpr int kStranger = 60;

std::string_view ArchiveOf(std::string_view category) {
  return category.substr(0, category.find('.'));
}

int CategoryAffinity(const std::vector<std::string>& favourites,
                     std::string_view category) {
  int best = kStranger;
  for (size_t rank = 0; rank < favourites.size(); ++rank) {
    if (favourites[rank] == category) {
      best = std::max(best, kBestAffinity - kStep * static_cast<int>(rank));
    } else if (ArchiveOf(favourites[rank]) == ArchiveOf(category)) {
      best = std::max(best, kNeighbour);
    }
  }
  return best;
}

}  // namespace

Taste::Taste(const std::vector<SimulatedPaper>& papers, int count,
             Draws* draws) {
  // A catalogue may have fewer categories than asked for: hence the bound.
  for (int tries = 0; tries < 10 * count; ++tries) {
    const SimulatedPaper& paper = papers[draws->Below(papers.size())];
    if (paper.categories.empty()) continue;
    const std::string& category = paper.categories.front();
    if (std::find(favourites_.begin(), favourites_.end(), category) ==
        favourites_.end()) {
      favourites_.push_back(category);
    }
    if (static_cast<int>(favourites_.size()) == count) return;
  }
}

int Taste::Affinity(const SimulatedPaper& paper) const {
  int best = kStranger;
  for (const std::string& category : paper.categories) {
    best = std::max(best, CategoryAffinity(favourites_, category));
  }
  return best;
}

int BroadAppeal(uint64_t seed, const SimulatedPaper& paper) {
  Draws draws(seed, "appeal " + paper.id);
  // The cube of an even draw: half of the papers stay below 125.
  const int64_t even = draws.Between(0, 1000);
  return static_cast<int>(even * even * even / 1'000'000);
}

}  // namespace broadsheet::cli
