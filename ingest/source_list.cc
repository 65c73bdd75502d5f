#include "ingest/source_list.h"

#include <optional>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "ingest/harvest_book.h"
#include "ingest/timestamps.h"

namespace broadsheet::ingest {
namespace {

using States = std::vector<Kept<HarvestCheckpoint>>;

// The list of that source that was harvested last; of one set and the standard
// url when there is a schedule.
const HarvestCheckpoint* FindState(const States& states, const SourceInfo& info,
                                   const Schedule* schedule) {
  const HarvestCheckpoint* latest = nullptr;
  for (const auto& [state, revision] : states) {
    if (state.source() != info.name) continue;
    if (schedule != nullptr &&
        (state.set() != schedule->set || state.url() != info.url)) {
      continue;
    }
    if (latest == nullptr ||
        ToTime(state.last_start()) > ToTime(latest->last_start())) {
      latest = &state;
    }
  }
  return latest;
}

std::string Describe(const HarvestSource& source,
                     const HarvestCheckpoint& state) {
  if (state.has_place()) return source.Describe(state.place());
  if (state.covered_until().empty()) return "";
  return absl::StrCat("read up to ", state.covered_until());
}

class Lister {
 public:
  Lister(const CallContext& call, const HarvestParts& parts,
         const HarvestRunner& runner, const States& states)
      : call_(call), parts_(parts), runner_(runner), states_(states) {}

  v1::Source Show(const HarvestSource& source, const Schedule* schedule) const {
    v1::Source shown;
    shown.set_name(source.info().name);
    shown.set_title(source.info().title);
    shown.set_url(source.info().url);
    const HarvestCheckpoint* state =
        FindState(states_, source.info(), schedule);
    if (state != nullptr) Add(source, *state, &shown);
    if (schedule != nullptr) Add(*schedule, state, &shown);
    return shown;
  }

 private:
  void Add(const HarvestSource& source, const HarvestCheckpoint& state,
           v1::Source* shown) const {
    if (state.has_last_success()) {
      *shown->mutable_last_success() = state.last_success();
    }
    shown->set_error(state.error());
    shown->set_checkpoint(Describe(source, state));
    const auto operation = runner_.Find(call_, state.operation_id());
    if (operation.ok() && !operation->done()) {
      shown->set_operation_id(operation->id());
    }
  }

  void Add(const Schedule& schedule, const HarvestCheckpoint* state,
           v1::Source* shown) const {
    shown->set_interval_seconds(absl::ToInt64Seconds(schedule.interval));
    shown->set_set(schedule.set);
    std::optional<absl::Time> last;
    if (state != nullptr) last = ToTime(state->last_start());
    SetTimestamp(NextRun(schedule, last, parts_.backend.clock->Now()),
                 shown->mutable_next_run());
  }

  const CallContext& call_;
  const HarvestParts& parts_;
  const HarvestRunner& runner_;
  const States& states_;
};

}  // namespace

absl::StatusOr<v1::ListSourcesResponse> ListSources(
    const CallContext& call, const HarvestParts& parts,
    const std::vector<Schedule>& schedules, const HarvestRunner& runner) {
  auto states =
      parts.checkpoints->List<HarvestCheckpoint>(call, kHarvestPrefix);
  if (!states.ok()) return states.status();
  const Lister lister(call, parts, runner, *states);
  v1::ListSourcesResponse response;
  for (const auto& source : *parts.sources) {
    bool has_schedule = false;
    for (const Schedule& schedule : schedules) {
      if (schedule.source != source->info().name) continue;
      has_schedule = true;
      *response.add_sources() = lister.Show(*source, &schedule);
    }
    if (!has_schedule) *response.add_sources() = lister.Show(*source, nullptr);
  }
  return response;
}

}  // namespace broadsheet::ingest
