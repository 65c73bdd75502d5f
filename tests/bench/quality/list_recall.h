#ifndef BROADSHEET_TESTS_BENCH_QUALITY_LIST_RECALL_H_
#define BROADSHEET_TESTS_BENCH_QUALITY_LIST_RECALL_H_

#include "recommend/models/model.h"
#include "tests/bench/quality/dataset.h"

namespace broadsheet::bench {

// What lists of vectors find of what a scan of all finds, and how long both
// take: of the texts of papers, asked by papers, and of the papers' factors,
// asked by readers. Prints a table; the model must have centres.
void PrintListRecall(const Dataset& data, const recommend::Model& model);

}  // namespace broadsheet::bench

#endif  // BROADSHEET_TESTS_BENCH_QUALITY_LIST_RECALL_H_
