#include "ingest/enrichment_plan.h"

#include <algorithm>
#include <string>

#include "common/days.h"
#include "ingest/timestamps.h"

namespace broadsheet::ingest {
namespace {

constexpr int kPapersPerPage = 25;
constexpr absl::Duration kFreshEvery = absl::Hours(1);
// What was first seen earlier is in storage's lists: whatever wrote it has
// committed, and clocks may differ a little.
constexpr absl::Duration kSettled = absl::Minutes(5);
// Papers come some days after their day, over a weekend for instance.
constexpr int kLateDays = 4;

std::string DayOf(absl::Time time, int days_earlier) {
  return FormatDay(absl::ToCivilDay(time, absl::UTCTimeZone()) - days_earlier);
}

bool IsRunning(const EnrichmentWalk& walk) {
  return walk.has_begin() && !walk.has_end();
}

void Begin(absl::Time now, EnrichmentWalk* walk) {
  walk->Clear();
  SetTimestamp(now - kSettled, walk->mutable_begin());
}

// A short walk, whose pages begin at a day, comes by it.
bool CameWithItsDay(const v1::Paper& paper) {
  return paper.has_first_seen() && !paper.announced().empty() &&
         paper.announced() >= DayOf(ToTime(paper.first_seen()), kLateDays);
}

bool TextMayHaveChanged(const EnrichmentCheckpoint& state, bool is_fresh,
                        const v1::Paper& paper) {
  const absl::Time previous = ToTime(state.previous_begin());
  const absl::Time seen = ToTime(paper.first_seen());
  if (seen < previous) return paper.updated() >= DayOf(previous, kLateDays);
  return !is_fresh || paper.updated() > DayOf(seen, 0);
}

bool WantsAgain(const EnrichmentRules& rules, const EnrichmentCheckpoint& state,
                const v1::Paper& paper) {
  if (!state.has_previous_begin()) return true;
  const bool is_fresh = CameWithItsDay(paper);
  if (!rules.repeats) return TextMayHaveChanged(state, is_fresh, paper);
  const absl::Time due = ToTime(state.all().begin()) - rules.every;
  const absl::Time previous = ToTime(state.previous_begin());
  const absl::Time seen = ToTime(paper.first_seen());
  return !is_fresh || seen < std::max(due, previous);
}

}  // namespace

EnrichmentWalk* NextWalk(const EnrichmentRules& rules, absl::Time now,
                         EnrichmentCheckpoint* state) {
  EnrichmentWalk* all = state->mutable_all();
  if (!all->has_begin()) {
    Begin(now, all);
    return all;
  }
  EnrichmentWalk* fresh = state->mutable_fresh();
  if (IsRunning(*fresh)) return fresh;
  const auto since = fresh->has_begin() ? fresh->begin() : all->begin();
  if (now >= ToTime(since) + kSettled + kFreshEvery) {
    Begin(now, fresh);
    *fresh->mutable_seen_since() = since;
    return fresh;
  }
  if (IsRunning(*all)) return all;
  if (now < ToTime(all->end()) + rules.every) return nullptr;
  *state->mutable_previous_begin() = all->begin();
  Begin(now, all);
  return all;
}

v1::ListPapersRequest PageOf(const EnrichmentWalk& walk) {
  v1::ListPapersRequest request;
  request.set_page_size(kPapersPerPage);
  request.set_page_token(walk.page_token());
  if (walk.has_seen_since()) {
    request.set_first_day(DayOf(ToTime(walk.seen_since()), kLateDays));
  }
  return request;
}

bool Wants(const EnrichmentRules& rules, const EnrichmentCheckpoint& state,
           const EnrichmentWalk& walk, const v1::Paper& paper) {
  const absl::Time seen = ToTime(paper.first_seen());
  const bool is_later = seen >= ToTime(walk.begin());
  if (walk.has_seen_since()) {
    return !is_later && seen >= ToTime(walk.seen_since()) &&
           CameWithItsDay(paper);
  }
  return is_later ? !CameWithItsDay(paper) : WantsAgain(rules, state, paper);
}

}  // namespace broadsheet::ingest
