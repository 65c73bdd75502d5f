#include "tests/bench/writes.h"

#include <cstdio>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "tests/bench/measures.h"

namespace broadsheet::bench {
namespace {

constexpr absl::Duration kCallLimit = absl::Seconds(10);
constexpr char kSource[] = "bench";

}  // namespace

std::string RunName() {
  return absl::StrCat("bench-", absl::ToUnixNanos(absl::Now()));
}

std::string WordOf(int64_t number) {
  std::string word = "zq";
  for (; number > 0; number /= 26) {
    word += static_cast<char>('a' + number % 26);
  }
  return word;
}

bool StorePaper(v1::IngestService::Stub* stub, const std::string& token,
                const std::string& word, const std::string& abstract) {
  const auto call = NewCall(kCallLimit, token);
  const auto stream = stub->IngestPapers(call.get());
  v1::IngestPapersRequest request;
  request.mutable_header()->set_source(kSource);
  bool sent = stream->Write(request);
  v1::Paper* paper = request.mutable_batch()->add_papers();
  paper->set_id(word);
  paper->set_title(absl::StrCat("On the nature of ", word));
  paper->set_abstract(abstract);
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

std::string IdOf(const std::string& word) {
  return absl::StrCat(kSource, ":", word);
}

std::optional<v1::Position> RecordEvent(v1::ReaderService::Stub* stub,
                                        const std::string& token,
                                        const std::string& reader,
                                        const std::string& paper,
                                        v1::EventKind kind) {
  v1::RecordEventsRequest request;
  v1::Event* event = request.add_events();
  event->set_event_id(absl::StrCat(reader, ".", paper, ".", kind));
  event->set_reader_id(reader);
  event->set_paper_id(paper);
  event->set_kind(kind);
  const absl::Time now = absl::Now();
  event->mutable_at()->set_seconds(absl::ToUnixSeconds(now));
  v1::RecordEventsResponse response;
  const grpc::Status status =
      stub->RecordEvents(NewCall(kCallLimit, token).get(), request, &response);
  if (status.ok() && response.results_size() == 1 &&
      response.results(0).outcome() != v1::EventResult::OUTCOME_REFUSED) {
    return response.position();
  }
  std::fprintf(stderr, "not recorded: %s %s\n", status.error_message().c_str(),
               response.ShortDebugString().c_str());
  return std::nullopt;
}

}  // namespace broadsheet::bench
