#include "ingest/ingest_metrics.h"

namespace broadsheet::ingest {

IngestMetrics::IngestMetrics(Metrics* metrics)
    : batches_(metrics->MakeHistogram("ingest_batch_seconds",
                                      "From sending a batch to its answer")) {
  const auto paper = [&](v1::PaperResult::Outcome outcome, const char* name) {
    papers_[outcome] = &metrics->MakeCounter("ingest_papers_total",
                                             "Papers by what became of them",
                                             {{"outcome", name}});
  };
  paper(v1::PaperResult::OUTCOME_CREATED, "created");
  paper(v1::PaperResult::OUTCOME_UPDATED, "updated");
  paper(v1::PaperResult::OUTCOME_UNCHANGED, "unchanged");
  paper(v1::PaperResult::OUTCOME_REFUSED, "refused");
  const auto event = [&](v1::EventResult::Outcome outcome, const char* name) {
    events_[outcome] = &metrics->MakeCounter("ingest_events_total",
                                             "Events by what became of them",
                                             {{"outcome", name}});
  };
  event(v1::EventResult::OUTCOME_APPENDED, "appended");
  event(v1::EventResult::OUTCOME_DUPLICATE, "duplicate");
  event(v1::EventResult::OUTCOME_REFUSED, "refused");
}

void IngestMetrics::Count(v1::PaperResult::Outcome outcome) {
  const auto counter = papers_.find(outcome);
  if (counter != papers_.end()) counter->second->Add();
}

void IngestMetrics::Count(v1::EventResult::Outcome outcome) {
  const auto counter = events_.find(outcome);
  if (counter != events_.end()) counter->second->Add();
}

}  // namespace broadsheet::ingest
