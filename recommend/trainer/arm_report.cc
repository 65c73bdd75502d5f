#include "recommend/trainer/arm_report.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "recommend/ranking.h"

namespace broadsheet::recommend {
namespace {

constexpr size_t kMaxArms = 100;
constexpr size_t kMaxRemembered = 4'000'000;
constexpr int64_t kMemoryUs = int64_t{7} * 24 * 3600 * 1'000'000;

enum class Deed { kNone, kShown, kClick, kLike };

Deed DeedOf(v1::EventKind kind) {
  switch (kind) {
    case v1::EVENT_KIND_IMPRESSION:
      return Deed::kShown;
    case v1::EVENT_KIND_VIEW:
    case v1::EVENT_KIND_CLICK:
    case v1::EVENT_KIND_READ:
      return Deed::kClick;
    case v1::EVENT_KIND_UPVOTE:
    case v1::EVENT_KIND_SAVE:
    case v1::EVENT_KIND_SHARE:
      return Deed::kLike;
    default:
      return Deed::kNone;
  }
}

// Hashes of 64 bits: two of some millions are equal once in a million runs.
uint64_t WhatOf(const v1::Event& event) {
  return PaperKey(absl::StrCat(event.reader_id(), "\n", event.paper_id()));
}

int64_t TimeOf(const v1::Event& event) {
  return event.at().seconds() * 1'000'000 + event.at().nanos() / 1000;
}

// A part of `count` with its 95 % interval (normal approximation).
v1::ModelMetric RateMetric(const char* name, int64_t part, int64_t count) {
  v1::ModelMetric metric;
  metric.set_name(name);
  if (count == 0) return metric;
  const auto n = static_cast<double>(count);
  const double rate = std::min(1.0, static_cast<double>(part) / n);
  const double error = 1.96 * std::sqrt(rate * (1 - rate) / n);
  metric.set_value(rate);
  metric.set_low(rate - error);
  metric.set_high(rate + error);
  return metric;
}

}  // namespace

void ArmReport::Count(const v1::Event& event) {
  const Deed deed = DeedOf(event.kind());
  if (deed == Deed::kNone) return;
  if (event.arm().empty()) {
    if (deed == Deed::kShown || answers_.size() == kMaxRemembered) return;
    answers_.push_back({WhatOf(event), TimeOf(event), deed == Deed::kLike});
    return;
  }
  auto name = std::find(names_.begin(), names_.end(), event.arm());
  const auto arm = static_cast<uint32_t>(name - names_.begin());
  if (name == names_.end()) {
    if (names_.size() == kMaxArms) return;
    names_.push_back(event.arm());
    labelled_.emplace_back();
  }
  ArmCounts& counts = labelled_[arm];
  if (deed == Deed::kClick) ++counts.clicks;
  if (deed == Deed::kLike) ++counts.likes;
  if (deed != Deed::kShown) return;
  ++counts.impressions;
  if (shown_.size() == kMaxRemembered) return;
  shown_.push_back({WhatOf(event), TimeOf(event), arm});
}

void ArmReport::Match(std::map<std::string, ArmCounts>* counts) const {
  std::vector<Shown> shown = shown_;
  std::sort(shown.begin(), shown.end());
  // The showings that were answered, with how.
  std::set<std::pair<size_t, bool>> answered;
  for (const Answer& answer : answers_) {
    const auto next = std::upper_bound(shown.begin(), shown.end(), answer,
                                       [](const Answer& a, const Shown& s) {
                                         return std::pair(a.what, a.at_us) <
                                                std::pair(s.what, s.at_us);
                                       });
    if (next == shown.begin()) continue;
    const Shown& last = *std::prev(next);
    if (last.what != answer.what || answer.at_us - last.at_us > kMemoryUs) {
      continue;
    }
    const auto place = static_cast<size_t>(next - shown.begin());
    if (!answered.emplace(place, answer.like).second) continue;
    ArmCounts& of_arm = (*counts)[names_[last.arm]];
    ++(answer.like ? of_arm.likes : of_arm.clicks);
  }
}

std::map<std::string, ArmCounts> ArmReport::Counts() const {
  std::map<std::string, ArmCounts> counts;
  for (size_t arm = 0; arm < names_.size(); ++arm) {
    counts[names_[arm]] = labelled_[arm];
  }
  Match(&counts);
  return counts;
}

void AddArms(const std::map<std::string, ArmCounts>& arms,
             v1::Evaluation* evaluation) {
  for (const auto& [name, counts] : arms) {
    auto* arm = evaluation->add_arms();
    arm->set_name(name);
    auto* impressions = arm->add_metrics();
    impressions->set_name("impressions");
    impressions->set_value(static_cast<double>(counts.impressions));
    *arm->add_metrics() =
        RateMetric("clicks", counts.clicks, counts.impressions);
    *arm->add_metrics() = RateMetric("likes", counts.likes, counts.impressions);
  }
}

}  // namespace broadsheet::recommend
