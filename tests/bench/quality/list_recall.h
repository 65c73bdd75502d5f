#ifndef BROADSHEET_TESTS_BENCH_QUALITY_LIST_RECALL_H_
#define BROADSHEET_TESTS_BENCH_QUALITY_LIST_RECALL_H_

#include "recommend/models/model.h"
#include "tests/bench/quality/dataset.h"

namespace broadsheet::bench {

// What lists of text vectors find of what a scan of all finds, and how long
// both take, asked by papers. Prints a table; the model must have centres.
void PrintListRecall(const Dataset& data, const recommend::Model& model);

}  // namespace broadsheet::bench

#endif  // BROADSHEET_TESTS_BENCH_QUALITY_LIST_RECALL_H_
