#include "tests/bench/found.h"

#include <cstdint>
#include <cstdio>
#include <optional>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "broadsheet/v1/ingest_service.grpc.pb.h"
#include "tests/bench/measures.h"
#include "tests/bench/tries.h"

namespace broadsheet::bench {
namespace {

using v1::IngestService;

constexpr absl::Duration kCallLimit = absl::Seconds(10);
// Short beside a second; shorter ones would be a load of their own.
constexpr absl::Duration kPause = absl::Milliseconds(20);

// A word of letters alone, which no analysis takes apart.
std::string WordOf(int64_t number) {
  std::string word = "zq";
  for (; number > 0; number /= 26) {
    word += static_cast<char>('a' + number % 26);
  }
  return word;
}

// True when the paper is committed; else says why not.
bool Send(IngestService::Stub* stub, const std::string& token,
          const std::string& word) {
  const auto call = NewCall(kCallLimit, token);
  const auto stream = stub->IngestPapers(call.get());
  v1::IngestPapersRequest request;
  request.mutable_header()->set_source("bench");
  bool sent = stream->Write(request);
  v1::Paper* paper = request.mutable_batch()->add_papers();
  paper->set_id(word);
  paper->set_title(absl::StrCat("On the nature of ", word));
  paper->set_abstract("A paper that is looked for as soon as it is stored.");
  sent = sent && stream->Write(request) && stream->WritesDone();
  v1::IngestPapersResponse response;
  bool created = false;
  while (stream->Read(&response)) {
    for (const v1::PaperResult& result : response.results()) {
      created = result.outcome() == v1::PaperResult::OUTCOME_CREATED;
    }
  }
  const grpc::Status status = stream->Finish();
  if (sent && created && status.ok()) return true;
  std::fprintf(stderr, "not stored: %s %s\n", status.error_message().c_str(),
               response.ShortDebugString().c_str());
  return false;
}

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
        response.papers(0).paper().id() == absl::StrCat("bench:", word)) {
      return absl::Now() - start;
    }
    absl::SleepFor(kPause);
  }
  return absl::InfiniteDuration();
}

}  // namespace

bool MeasureFound(const FreshnessOptions& options) {
  const auto writer = IngestService::NewStub(Connect(options.gateway));
  return MeasureTries(
      options, "acknowledgement to found", [&](int) -> std::optional<Wait> {
        const std::string word = WordOf(absl::ToUnixMicros(absl::Now()));
        if (!Send(writer.get(), options.token, word)) return std::nullopt;
        return [word](RecommendStub* stub, absl::Time start) {
          return UntilFound(stub, word, start);
        };
      });
}

}  // namespace broadsheet::bench
