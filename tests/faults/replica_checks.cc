#include "tests/faults/replica_checks.h"

#include <algorithm>
#include <set>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"

namespace broadsheet::faults {
namespace {

using v1::RecommendService;

constexpr absl::Duration kLimit = absl::Seconds(10);
constexpr int kPageSize = 200;
constexpr uint64_t kSeed = 42;
constexpr size_t kSimilar = 20;
constexpr const char* kQueries[] = {
    "coral reef",       "attention",    "black hole 17", "graph bounds version",
    "Author 3 Example", "qubit errors", "study"};

std::set<std::string> Readers(const Tables& tables) {
  std::set<std::string> readers;
  for (const auto& [key, event] : tables.events) readers.insert(key.first);
  return readers;
}

// Evenly over all papers.
std::vector<std::string> SomePapers(const Tables& tables) {
  std::vector<std::string> papers;
  const size_t step = std::max<size_t>(1, tables.papers.size() / kSimilar);
  size_t index = 0;
  for (const auto& [id, row] : tables.papers) {
    if (index++ % step == 0) papers.push_back(id);
  }
  return papers;
}

class Comparison {
 public:
  Comparison(const Clients& clients, Journal* journal)
      : clients_(clients), journal_(journal) {
    as_of_.set_seconds(absl::ToUnixSeconds(absl::Now()) / 60 * 60);
  }

  template <class Request, class Method>
  void Compare(const std::string& what, Request request, Method method) {
    request.set_page_size(kPageSize);
    request.set_explain(true);
    *request.mutable_as_of() = as_of_;
    ++lists_;
    const auto first =
        clients_.Call(clients_.replica(0), method, request, kLimit);
    for (size_t i = 1; i < clients_.replicas(); ++i) {
      const auto other =
          clients_.Call(clients_.replica(i), method, request, kLimit);
      const std::string difference = Difference(first, other);
      if (difference.empty()) continue;
      journal_->Violation(absl::StrCat("replicas 1 and ", i + 1,
                                       " differ: ", what, ": ", difference));
    }
  }

  int lists() const { return lists_; }

 private:
  template <class Answer>
  static std::string Difference(const Answer& a, const Answer& b) {
    if (!a.ok() || !b.ok()) {
      return a.status() == b.status()
                 ? ""
                 : absl::StrCat(a.status().ToString(), " and ",
                                b.status().ToString());
    }
    const int count = std::min(a->papers_size(), b->papers_size());
    for (int i = 0; i < count; ++i) {
      if (a->papers(i).SerializeAsString() ==
          b->papers(i).SerializeAsString()) {
        continue;
      }
      return absl::StrCat("at ", i, ": ", a->papers(i).ShortDebugString(),
                          " and ", b->papers(i).ShortDebugString());
    }
    if (a->papers_size() != b->papers_size()) {
      return absl::StrCat(a->papers_size(), " and ", b->papers_size(),
                          " papers");
    }
    return a->info().origin() == b->info().origin() ? "" : "the origin";
  }

  const Clients& clients_;
  Journal* journal_;
  google::protobuf::Timestamp as_of_;
  int lists_ = 0;
};

void CompareFeeds(const std::string& reader, Comparison* comparison) {
  for (const v1::Ranking ranking :
       {v1::RANKING_READING, v1::RANKING_RELEVANCE}) {
    v1::FeedRequest request;
    request.set_reader_id(reader);
    request.set_ranking(ranking);
    request.set_seed(kSeed);
    comparison->Compare(
        absl::StrCat("feed of ", reader, ", ", v1::Ranking_Name(ranking)),
        request, &RecommendService::Stub::Feed);
  }
}

}  // namespace

bool HaveCaughtUp(const Clients& clients, const Tables& tables) {
  // Recommenders pass over impressions.
  const int64_t kept =
      std::ranges::count_if(tables.events, [](const auto& event) {
        return event.second.kind != v1::EVENT_KIND_IMPRESSION;
      });
  std::set<uint64_t> positions;
  for (size_t i = 0; i < clients.replicas(); ++i) {
    const auto status =
        clients.Call(clients.replica(i), &RecommendService::Stub::GetStatus,
                     v1::GetStatusRequest(), kLimit);
    if (!status.ok() || !status->ready()) return false;
    if (status->events() != kept) return false;
    positions.insert(status->position().commit());
  }
  return positions.size() == 1;
}

int CompareReplicas(const Clients& clients, const Tables& tables,
                    Journal* journal) {
  Comparison comparison(clients, journal);
  for (const char* query : kQueries) {
    v1::SearchRequest request;
    request.set_query(query);
    comparison.Compare(absl::StrCat("search for ", query), request,
                       &RecommendService::Stub::Search);
  }
  for (const std::string& paper : SomePapers(tables)) {
    v1::SimilarRequest request;
    request.set_paper_id(paper);
    comparison.Compare("similar to " + paper, request,
                       &RecommendService::Stub::Similar);
  }
  comparison.Compare("trending", v1::TrendingRequest(),
                     &RecommendService::Stub::Trending);
  for (const std::string& reader : Readers(tables)) {
    CompareFeeds(reader, &comparison);
  }
  return comparison.lists();
}

}  // namespace broadsheet::faults
