#include "recommend/search/facet_counter.h"

#include <algorithm>
#include <string>
#include <utility>

#include "absl/time/civil_time.h"
#include "recommend/search/query.h"

namespace broadsheet::recommend {
namespace {

constexpr size_t kMaxValues = 20;

void AddValue(std::string value, int64_t count, v1::Facet* facet) {
  if (count == 0) return;
  auto* added = facet->add_values();
  added->set_value(std::move(value));
  added->set_count(count);
}

}  // namespace

void FacetCounter::Count(DocId doc) {
  const PaperFacts::Facts& facts = model_->facts().Of(doc);
  if (facts.day != kNoDay) ++days_[facts.day];
  for (const CategoryId category : model_->catalogue().Get(doc).categories) {
    if (categories_.size() <= category) categories_.resize(category + 1);
    ++categories_[category];
  }
  ++((facts.has & kHasCode) != 0 ? with_code_ : without_code_);
}

std::vector<v1::Facet> FacetCounter::Make() const {
  std::vector<v1::Facet> facets(3);
  facets[0].set_name("year");
  std::map<int64_t, int64_t> years;
  for (const auto& [day, count] : days_) {
    years[absl::CivilYear(absl::CivilDay(1970, 1, 1) + day).year()] += count;
  }
  for (auto year = years.rbegin(); year != years.rend(); ++year) {
    if (static_cast<size_t>(facets[0].values_size()) == kMaxValues) break;
    AddValue(std::to_string(year->first), year->second, &facets[0]);
  }
  facets[1].set_name("category");
  std::vector<std::pair<int64_t, std::string>> categories;
  for (CategoryId id = 0; id < categories_.size(); ++id) {
    if (categories_[id] == 0) continue;
    categories.emplace_back(-categories_[id],
                            model_->catalogue().CategoryName(id));
  }
  std::sort(categories.begin(), categories.end());
  if (categories.size() > kMaxValues) categories.resize(kMaxValues);
  for (auto& [count, name] : categories) {
    AddValue(std::move(name), -count, &facets[1]);
  }
  facets[2].set_name("has_code");
  AddValue("yes", with_code_, &facets[2]);
  AddValue("no", without_code_, &facets[2]);
  return facets;
}

}  // namespace broadsheet::recommend
