#ifndef BROADSHEET_TESTS_BENCH_QUALITY_VECTOR_RECALL_H_
#define BROADSHEET_TESTS_BENCH_QUALITY_VECTOR_RECALL_H_

#include "recommend/models/model.h"
#include "tests/bench/quality/dataset.h"

namespace broadsheet::bench {

// What searches that do not look at all vectors find of what a scan of all
// finds, and how long both take: lists of papers' texts, asked by papers, when
// the model has centres; sketches of papers' factors, asked by readers. Prints
// a table.
void PrintVectorRecall(const Dataset& data, const recommend::Model& model);

}  // namespace broadsheet::bench

#endif  // BROADSHEET_TESTS_BENCH_QUALITY_VECTOR_RECALL_H_
