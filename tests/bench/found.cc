#include "tests/bench/found.h"

#include <algorithm>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/time/clock.h"
#include "broadsheet/v1/ingest_service.grpc.pb.h"
#include "tests/bench/measures.h"
#include "tests/bench/tries.h"
#include "tests/bench/writes.h"

namespace broadsheet::bench {
namespace {

using v1::IngestService;

constexpr absl::Duration kCallLimit = absl::Seconds(10);
// Short beside a second; shorter ones would be a load of their own.
constexpr absl::Duration kPause = absl::Milliseconds(20);
constexpr int kOwnWords = 30;
constexpr int kPage = 20;

// How long it takes from `start` on until a search finds the word.
absl::Duration UntilFound(RecommendStub* stub, const std::string& word,
                          absl::Time start) {
  v1::SearchRequest request;
  request.set_query(word);
  request.set_page_size(1);
  request.set_view(v1::PAPER_VIEW_ID);
  // Else a neighbour in spelling, the paper before, is found at once.
  request.add_without("spelling");
  while (absl::Now() - start < kCallLimit) {
    v1::SearchResponse response;
    if (stub->Search(NewCall(kCallLimit).get(), request, &response).ok() &&
        response.papers_size() > 0 &&
        response.papers(0).paper().id() == IdOf(word)) {
      return absl::Now() - start;
    }
    absl::SleepFor(kPause);
  }
  return absl::InfiniteDuration();
}

// Words that no other paper has.
std::string OwnAbstract(int64_t number) {
  std::vector<std::string> words;
  for (int i = 1; i <= kOwnWords; ++i) {
    words.push_back(WordOf(number * kOwnWords + i));
  }
  return absl::StrJoin(words, " ");
}

template <class Response>
bool Lists(const Response& response, const std::string& id) {
  return std::ranges::any_of(response.papers(), [&](const auto& listed) {
    return listed.paper().id() == id;
  });
}

template <class Request, class Response>
absl::Duration UntilListed(RecommendStub* stub,
                           grpc::Status (RecommendStub::*method)(
                               grpc::ClientContext*, const Request&, Response*),
                           Request request, const std::string& id,
                           absl::Time start) {
  request.set_page_size(kPage);
  request.set_view(v1::PAPER_VIEW_ID);
  while (absl::Now() - start < kCallLimit) {
    Response response;
    if ((stub->*method)(NewCall(kCallLimit).get(), request, &response).ok() &&
        Lists(response, id)) {
      return absl::Now() - start;
    }
    absl::SleepFor(kPause);
  }
  return absl::InfiniteDuration();
}

// Two papers of the same words, the later of which is to be listed.
struct Pair {
  std::string first;
  std::string second;
};

// Stores the first, hands it to `between`, stores the second.
std::optional<Pair> StorePair(v1::IngestService::Stub* writer,
                              const FreshnessOptions& options,
                              const std::function<bool(const Pair&)>& between) {
  const int64_t number = absl::ToUnixMicros(absl::Now());
  const std::string abstract = OwnAbstract(number);
  const std::string first = WordOf(number);
  const std::string second = WordOf(number + 1);
  const Pair pair{IdOf(first), IdOf(second)};
  if (StorePaper(writer, options.token, first, abstract) && between(pair) &&
      StorePaper(writer, options.token, second, abstract)) {
    return pair;
  }
  return std::nullopt;
}

}  // namespace

bool MeasureFound(const FreshnessOptions& options) {
  const auto writer = IngestService::NewStub(Connect(options.gateway));
  return MeasureTries(
      options, "acknowledgement to found", [&](int) -> std::optional<Wait> {
        const std::string word = WordOf(absl::ToUnixMicros(absl::Now()));
        if (!StorePaper(
                writer.get(), options.token, word,
                "A paper that is looked for as soon as it is stored.")) {
          return std::nullopt;
        }
        return [word](RecommendStub* stub, absl::Time start) {
          return UntilFound(stub, word, start);
        };
      });
}

bool MeasureNewInSimilar(const FreshnessOptions& options) {
  const auto writer = IngestService::NewStub(Connect(options.gateway));
  return MeasureTries(
      options, "acknowledgement to similar papers",
      [&](int) -> std::optional<Wait> {
        const auto pair =
            StorePair(writer.get(), options, [](const Pair&) { return true; });
        if (!pair) return std::nullopt;
        return [pair = *pair](RecommendStub* stub, absl::Time start) {
          v1::SimilarRequest request;
          request.set_paper_id(pair.first);
          return UntilListed(stub, &RecommendStub::Similar, request,
                             pair.second, start);
        };
      });
}

bool MeasureNewInFeeds(const FreshnessOptions& options) {
  const auto channel = Connect(options.gateway);
  const auto writer = IngestService::NewStub(channel);
  const auto votes = v1::ReaderService::NewStub(channel);
  const std::string run = RunName();
  return MeasureTries(
      options, "acknowledgement to feed", [&](int n) -> std::optional<Wait> {
        const std::string reader = absl::StrCat(run, ".", n);
        const auto save = [&](const Pair& pair) {
          return RecordEvent(votes.get(), options.token, reader, pair.first,
                             v1::EVENT_KIND_SAVE)
              .has_value();
        };
        const auto pair = StorePair(writer.get(), options, save);
        if (!pair) return std::nullopt;
        return [reader, pair = *pair](RecommendStub* stub, absl::Time start) {
          v1::FeedRequest request;
          request.set_reader_id(reader);
          return UntilListed(stub, &RecommendStub::Feed, request, pair.second,
                             start);
        };
      });
}

}  // namespace broadsheet::bench
