#ifndef BROADSHEET_INGEST_INGEST_METRICS_H_
#define BROADSHEET_INGEST_INGEST_METRICS_H_

#include <map>

#include "broadsheet/v1/ingest_service.pb.h"
#include "common/metrics.h"

namespace broadsheet::ingest {

// broadsheet_ingest_papers_total and broadsheet_ingest_events_total by outcome
// (their rates are the records per second), and how long batches take from
// sending to answer. Thread-safe.
class IngestMetrics {
 public:
  // `metrics` must outlive this.
  explicit IngestMetrics(Metrics* metrics);

  void Count(v1::PaperResult::Outcome outcome);
  void Count(v1::EventResult::Outcome outcome);
  void ObserveBatch(absl::Duration took) { batches_.Observe(took); }

 private:
  std::map<int, Metrics::Counter*> papers_;
  std::map<int, Metrics::Counter*> events_;
  Metrics::Histogram& batches_;
};

}  // namespace broadsheet::ingest

#endif  // BROADSHEET_INGEST_INGEST_METRICS_H_
