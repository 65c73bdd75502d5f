#ifndef BROADSHEET_INGEST_BACKEND_H_
#define BROADSHEET_INGEST_BACKEND_H_

#include "common/call_context.h"
#include "common/clock.h"
#include "common/retrier.h"
#include "ingest/batcher.h"
#include "ingest/dead_letter_box.h"
#include "ingest/ingest_metrics.h"
#include "ingest/store.h"
#include "ingest/term_statistics.h"

namespace broadsheet::ingest {

// What every writer works with, and how. Pointers outlive what gets this.
struct Backend {
  Store* store;
  const Clock* clock;
  IngestMetrics* metrics;
  Timing timing;
  RetryOptions retry;
  BatcherOptions batches;
  // Batches of papers sent ahead of their answers.
  size_t max_unanswered = 4;
  // Of the words of papers; null: papers are not enriched.
  TermStatistics* statistics = nullptr;
};

inline Retrier MakeRetrier(const Backend& backend, const CallContext* call) {
  return Retrier(call, backend.clock, backend.retry, backend.timing);
}

inline DeadLetterBox MakeDeadLetterBox(const Backend& backend,
                                       const Origin& origin,
                                       const CallContext* call) {
  return DeadLetterBox(origin, backend.store, backend.clock, call,
                       MakeRetrier(backend, call));
}

}  // namespace broadsheet::ingest

#endif  // BROADSHEET_INGEST_BACKEND_H_
