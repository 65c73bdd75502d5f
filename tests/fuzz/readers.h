#ifndef BROADSHEET_TESTS_FUZZ_READERS_H_
#define BROADSHEET_TESTS_FUZZ_READERS_H_

#include <string_view>

#include "common/clock.h"
#include "ingest/record.h"

namespace broadsheet::fuzz {

// Normalise what a reader finds and check what the house promises of it.

class PaperChecker final : public ingest::PaperSink {
 public:
  void OnRecord(int64_t record, v1::Paper paper, std::string_view raw) override;
  void OnRefusal(ingest::Refusal refusal) override;

 private:
  SystemClock clock_;
  int64_t last_record_ = 0;
};

class EventChecker final : public ingest::EventSink {
 public:
  void OnRecord(int64_t record, v1::Event event, std::string_view raw) override;
  void OnRefusal(ingest::Refusal refusal) override;

 private:
  SystemClock clock_;
  int64_t last_record_ = 0;
};

// Feeds `input` in two pieces: its first byte says where it is cut.
void FeedInPieces(std::string_view input, ingest::RecordReader* reader);

template <class Reader>
void ReadPapers(std::string_view input) {
  PaperChecker checker;
  Reader reader(&checker);
  FeedInPieces(input, &reader);
}

template <auto MakeReader>
void ReadPapersOf(std::string_view input) {
  PaperChecker checker;
  FeedInPieces(input, MakeReader(&checker).get());
}

template <class Reader>
void ReadEvents(std::string_view input) {
  EventChecker checker;
  Reader reader(&checker);
  FeedInPieces(input, &reader);
}

}  // namespace broadsheet::fuzz

#endif  // BROADSHEET_TESTS_FUZZ_READERS_H_
