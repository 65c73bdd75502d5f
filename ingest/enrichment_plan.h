#ifndef BROADSHEET_INGEST_ENRICHMENT_PLAN_H_
#define BROADSHEET_INGEST_ENRICHMENT_PLAN_H_

#include "absl/time/time.h"
#include "broadsheet/internal/v1/enrichment_state.pb.h"
#include "broadsheet/v1/paper.pb.h"
#include "broadsheet/v1/paper_service.pb.h"

// Which papers an enricher asks about, and when: pure rules. One walk goes
// through all papers, the newest first, and begins again some time after its
// end. Once an hour a short one goes through those that have become new since,
// so that they need not wait for the long one.

namespace broadsheet::ingest {

using internal::v1::EnrichmentCheckpoint;
using internal::v1::EnrichmentWalk;

struct EnrichmentRules {
  // After this time a paper is asked about again.
  absl::Duration every = absl::Hours(168);
  // False: only when its text may have changed.
  bool repeats = true;
};

// A walk that begins at `now` counts what was first seen since five minutes ago
// as later. The walk to go on with, in `state`, where it begins one that is
// due; null: there is nothing to do yet.
EnrichmentWalk* NextWalk(const EnrichmentRules& rules, absl::Time now,
                         EnrichmentCheckpoint* state);

// The page of storage's list that a walk comes to next.
v1::ListPapersRequest PageOf(const EnrichmentWalk& walk);

// Whether a walk of `state` is to ask about a paper on its way. A paper that
// came with its day is the short walks' until the long one comes to it again;
// any other is the long one's.
bool Wants(const EnrichmentRules& rules, const EnrichmentCheckpoint& state,
           const EnrichmentWalk& walk, const v1::Paper& paper);

}  // namespace broadsheet::ingest

#endif  // BROADSHEET_INGEST_ENRICHMENT_PLAN_H_
