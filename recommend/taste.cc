#include "recommend/taste.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace broadsheet::recommend {
namespace {

constexpr size_t kMaxInterests = 256;
constexpr absl::Duration kHalfLife = absl::Hours(24 * 180);
// 64 terms lose under 2 % of recall against whole profiles, and 128 nothing.
constexpr size_t kProfileTerms = 128;

struct Dated {
  Interest interest;
  absl::Time at;
};

std::vector<Dated> Collect(const ReadModel& model, const Reader& reader) {
  std::vector<Dated> all;
  for (const auto& [doc, marks] : reader.papers) {
    const double weight = InterestOf(marks);
    if (weight != 0) all.push_back({{doc, weight}, LatestOf(marks)});
  }
  const Catalogue& catalogue = model.catalogue();
  const auto later = [&](const Dated& a, const Dated& b) {
    if (a.at != b.at) return a.at > b.at;
    return catalogue.id(a.interest.doc) < catalogue.id(b.interest.doc);
  };
  const size_t kept = std::min(kMaxInterests, all.size());
  std::partial_sort(all.begin(), all.begin() + kept, all.end(), later);
  all.resize(kept);
  return all;
}

}  // namespace

Taste MakeTaste(const ReadModel& model, const Reader& reader,
                const std::vector<PaperTerm>& asked) {
  Taste taste;
  std::vector<std::pair<DocId, double>> weighted;
  const std::vector<Dated> history = Collect(model, reader);
  for (Dated dated : history) {
    const double age = absl::FDivDuration(history[0].at - dated.at, kHalfLife);
    dated.interest.weight *= std::exp2(-age);
    taste.interests.push_back(dated.interest);
    weighted.emplace_back(dated.interest.doc, dated.interest.weight);
  }
  taste.profile = model.content().Mix(
      weighted, model.content().VectorOf(asked, kProfileTerms), kProfileTerms);
  return taste;
}

}  // namespace broadsheet::recommend
