#ifndef BROADSHEET_TESTS_BENCH_BULK_H_
#define BROADSHEET_TESTS_BENCH_BULK_H_

namespace broadsheet::bench {

// How fast storage's own code writes into a PostgreSQL cluster made for it,
// beside statements that only put the same data into bare tables: `rows` in
// transactions of `batch`, each row with a row of a change feed. Prints both.

void MeasurePapers(int rows, int batch);
void MeasureEvents(int rows, int batch);

}  // namespace broadsheet::bench

#endif  // BROADSHEET_TESTS_BENCH_BULK_H_
