#include "ingest/paper_stage.h"

#include <memory>

#include "ingest/enricher.h"

namespace broadsheet::ingest {

Intake<v1::Paper>::Normalize MakePaperStage(
    const PaperNormalizer::Options& options, const Backend& backend) {
  const PaperNormalizer normalizer(options, backend.clock);
  // std::function wants to copy what it holds.
  std::shared_ptr<Enricher> enricher;
  if (backend.statistics != nullptr) {
    enricher = std::make_shared<Enricher>(backend.statistics);
  }
  return [normalizer, enricher](v1::Paper* paper) {
    auto violation = normalizer.Normalize(paper);
    if (!violation && enricher != nullptr) enricher->Enrich(paper);
    return violation;
  };
}

}  // namespace broadsheet::ingest
