#ifndef BROADSHEET_INGEST_RECORDING_SINK_H_
#define BROADSHEET_INGEST_RECORDING_SINK_H_

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "ingest/record.h"

namespace broadsheet::ingest {

// For tests: keeps what a reader found.
template <class Message>
class RecordingSink final : public RecordSink<Message> {
 public:
  void OnRecord(int64_t record, Message message,
                std::string_view raw) override {
    numbers.push_back(record);
    records.push_back(std::move(message));
    raws.emplace_back(raw);
  }
  void OnRefusal(Refusal refusal) override {
    rules.push_back(
        absl::StrCat(refusal.record, " ", refusal.field, " ", refusal.rule));
    refusals.push_back(std::move(refusal));
  }

  std::vector<int64_t> numbers;
  std::vector<Message> records;
  std::vector<std::string> raws;
  std::vector<Refusal> refusals;
  std::vector<std::string> rules;  // "RECORD FIELD RULE" of each refusal.
};

}  // namespace broadsheet::ingest

#endif  // BROADSHEET_INGEST_RECORDING_SINK_H_
