#ifndef BROADSHEET_INGEST_PAPER_STAGE_H_
#define BROADSHEET_INGEST_PAPER_STAGE_H_

#include "ingest/backend.h"
#include "ingest/intake.h"
#include "ingest/paper_normalizer.h"

namespace broadsheet::ingest {

// What every paper goes through on its way in: normalised, then enriched when
// the backend has statistics. One for each thread. What `backend` points to
// must outlive it.
Intake<v1::Paper>::Normalize MakePaperStage(
    const PaperNormalizer::Options& options, const Backend& backend);

}  // namespace broadsheet::ingest

#endif  // BROADSHEET_INGEST_PAPER_STAGE_H_
