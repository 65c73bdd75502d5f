#ifndef BROADSHEET_TESTS_FAULTS_READ_CHECKER_H_
#define BROADSHEET_TESTS_FAULTS_READ_CHECKER_H_

#include <string>
#include <vector>

#include "broadsheet/v1/position.pb.h"
#include "tests/faults/clients.h"
#include "tests/faults/draws.h"
#include "tests/faults/journal.h"

namespace broadsheet::faults {

// Reads one's own writes, through the gateway and from a replica directly. A
// read may fail while things are broken, and the gateway may answer with a
// substitute that says so; any other answer must be right. One for each thread.
class ReadChecker {
 public:
  // All must outlive this.
  ReadChecker(const Clients* clients, Journal* journal, Draws* draws)
      : clients_(clients), journal_(journal), draws_(draws) {}

  // Papers that a reader could react to; empty when no feed is to be had.
  std::vector<std::string> Feed(const std::string& reader);
  // `paper` was seen, hidden or disliked at `position`: it has left the feed.
  void CheckLeftFeed(const std::string& reader, const std::string& paper,
                     const v1::Position& position);
  // The paper is found by its id, or no more when it is withdrawn.
  void CheckSearch(const std::string& paper, bool withdrawn,
                   const v1::Position& position);
  // Page 2 of a list repeats nothing of page 1.
  void CheckPages();

 private:
  // One of the replicas.
  v1::RecommendService::Stub& AnyReplica();
  void CheckFeedOf(v1::RecommendService::Stub& stub, const std::string& whose,
                   const v1::FeedRequest& request, const std::string& paper);
  void CheckSearchOf(v1::RecommendService::Stub& stub, const std::string& whose,
                     const v1::SearchRequest& request, bool withdrawn);
  // Whether an answer is one to be checked; notes errors that must not be.
  template <class Response>
  bool Answered(const absl::StatusOr<Response>& response,
                const std::string& what);

  const Clients* clients_;
  Journal* journal_;
  Draws* draws_;
};

}  // namespace broadsheet::faults

#endif  // BROADSHEET_TESTS_FAULTS_READ_CHECKER_H_
