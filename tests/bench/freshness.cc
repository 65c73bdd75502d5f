#include "tests/bench/freshness.h"

#include <algorithm>
#include <cstdio>
#include <optional>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "broadsheet/v1/reader_service.grpc.pb.h"
#include "tests/bench/measures.h"
#include "tests/bench/tries.h"
#include "tests/bench/writes.h"

namespace broadsheet::bench {
namespace {

using v1::ReaderService;

constexpr absl::Duration kCallLimit = absl::Seconds(10);
constexpr absl::Duration kPause = absl::Milliseconds(3);
constexpr int kPage = 5;

std::optional<v1::Paper> FirstFound(RecommendStub* stub,
                                    const v1::SearchRequest& request) {
  v1::SearchResponse response;
  const grpc::Status status =
      stub->Search(NewCall(kCallLimit).get(), request, &response);
  if (status.ok() && response.papers_size() > 0) {
    return response.papers(0).paper();
  }
  std::fprintf(stderr, "not found: %s\n", status.error_message().c_str());
  return std::nullopt;
}

std::vector<std::string> FeedOf(RecommendStub* stub,
                                const std::string& reader) {
  v1::FeedRequest request;
  request.set_reader_id(reader);
  request.set_page_size(kPage);
  request.set_view(v1::PAPER_VIEW_ID);
  v1::FeedResponse response;
  std::vector<std::string> ids;
  if (!stub->Feed(NewCall(kCallLimit).get(), request, &response).ok()) {
    return ids;
  }
  for (const auto& listed : response.papers())
    ids.push_back(listed.paper().id());
  return ids;
}

// How long `paper` stays in the reader's feed from `start` on.
absl::Duration UntilGone(RecommendStub* stub, const std::string& reader,
                         const std::string& paper, absl::Time start) {
  while (absl::Now() - start < kCallLimit) {
    const auto feed = FeedOf(stub, reader);
    const bool there = feed.empty() ||
                       std::find(feed.begin(), feed.end(), paper) != feed.end();
    if (!there) return absl::Now() - start;
    absl::SleepFor(kPause);
  }
  return absl::InfiniteDuration();
}

}  // namespace

bool MeasurePositions(const FreshnessOptions& options) {
  const auto writer = ReaderService::NewStub(Connect(options.gateway));
  const auto readers = ConnectAll(options.recommenders);
  const std::string run = RunName();
  v1::SearchRequest request;
  request.set_query("1706.03762");
  request.set_page_size(1);
  const auto before = FirstFound(readers.front().get(), request);
  if (!before) return false;
  Times times;
  int stale = 0;
  int failed = 0;
  for (int i = 0; i < options.tries; ++i) {
    const auto position =
        RecordEvent(writer.get(), options.token, absl::StrCat(run, ".", i),
                    before->id(), v1::EVENT_KIND_UPVOTE);
    if (!position) return false;
    *request.mutable_min_position() = *position;
    const absl::Time start = absl::Now();
    const auto after = FirstFound(
        readers[static_cast<size_t>(i) % readers.size()].get(), request);
    times.Add(absl::Now() - start);
    if (!after) {
      ++failed;
    } else if (after->upvotes() < before->upvotes() + i + 1) {
      ++stale;
    }
  }
  std::printf(
      "%d writes read back with their position: %d stale, %d failed; "
      "%s\n",
      options.tries, stale, failed, times.Summary().c_str());
  return stale == 0 && failed == 0;
}

bool MeasureFeeds(const FreshnessOptions& options) {
  const auto writer = ReaderService::NewStub(Connect(options.gateway));
  const auto readers = ConnectAll(options.recommenders);
  const std::string run = RunName();
  return MeasureTries(
      options, "event to changed feed", [&](int number) -> std::optional<Wait> {
        const std::string reader = absl::StrCat(run, ".", number);
        const auto feed = FeedOf(readers.front().get(), reader);
        if (feed.empty()) return std::nullopt;
        const std::string paper = feed.front();
        if (!RecordEvent(writer.get(), options.token, reader, paper,
                         v1::EVENT_KIND_DISLIKE)) {
          return std::nullopt;
        }
        return [reader, paper](RecommendStub* stub, absl::Time start) {
          return UntilGone(stub, reader, paper, start);
        };
      });
}

}  // namespace broadsheet::bench
