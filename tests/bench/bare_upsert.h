#ifndef BROADSHEET_TESTS_BENCH_BARE_UPSERT_H_
#define BROADSHEET_TESTS_BENCH_BARE_UPSERT_H_

#include <cstdint>
#include <string>

namespace broadsheet::bench {

struct BareUpsertOptions {
  // Of libpq; two tables are made there, and dropped.
  std::string conninfo;
  int rows = 100'000;
  uint64_t seed = 1;
};

// What PostgreSQL itself takes: one connection of libpq, transactions of 500
// papers, each a prepared multi-row upsert and a multi-row insert of as many
// change rows of the same size. The tables have a primary key and nothing else.
// Papers are made before the clock starts. Prints rows a second, and the CPU
// time of this process and of the server process per row. False after an error,
// which is printed.
bool MeasureBareUpsert(const BareUpsertOptions& options);

}  // namespace broadsheet::bench

#endif  // BROADSHEET_TESTS_BENCH_BARE_UPSERT_H_
