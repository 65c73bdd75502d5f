#ifndef BROADSHEET_TESTS_BENCH_BARE_LISTS_H_
#define BROADSHEET_TESTS_BENCH_BARE_LISTS_H_

#include <string>

namespace broadsheet::bench {

struct BareListsOptions {
  std::string listen;
  // Holds generated papers and readers; asked once for each kind of list.
  std::string recommender;
};

// Answers Similar and Feed with the bytes of one answer of the recommender
// each, without looking at the request, until the process is killed: what gRPC
// alone costs. False when it cannot.
bool ServeBare(const BareListsOptions& options);

}  // namespace broadsheet::bench

#endif  // BROADSHEET_TESTS_BENCH_BARE_LISTS_H_
