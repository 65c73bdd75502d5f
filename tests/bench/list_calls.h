#ifndef BROADSHEET_TESTS_BENCH_LIST_CALLS_H_
#define BROADSHEET_TESTS_BENCH_LIST_CALLS_H_

#include <string>

namespace broadsheet::bench {

struct ListCallsOptions {
  // A recommender's gRPC address, or that of a server of ServeBare.
  std::string target;
  // "similar", "feed" or "search".
  std::string kind;
  // Of a search.
  std::string query;
  // Of PaperGenerator and PrintEvents: lists are asked for some of them in
  // turn, spread over all.
  int papers = 0;
  int readers = 0;
  int calls = 2000;
  int threads = 1;
  // The server's, on this machine; 0: unknown.
  int server_pid = 0;
};

// Asks for lists of 20 papers, as fast as they are answered; prints times,
// rate, and the processor time a call of the callers and of the server. False
// when a call failed.
bool MeasureLists(const ListCallsOptions& options);

}  // namespace broadsheet::bench

#endif  // BROADSHEET_TESTS_BENCH_LIST_CALLS_H_
