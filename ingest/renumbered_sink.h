#ifndef BROADSHEET_INGEST_RENUMBERED_SINK_H_
#define BROADSHEET_INGEST_RENUMBERED_SINK_H_

#include <algorithm>
#include <cstdint>
#include <string_view>
#include <utility>

#include "ingest/record.h"

namespace broadsheet::ingest {

// Numbers the records of a page after those of the pages before. Not
// thread-safe.
template <class Message>
class RenumberedSink final : public RecordSink<Message> {
 public:
  // `before`: how many records there are before; `sink` must outlive this.
  RenumberedSink(int64_t before, RecordSink<Message>* sink)
      : before_(before), last_(before), sink_(sink) {}

  void OnRecord(int64_t record, Message message,
                std::string_view raw) override {
    last_ = std::max(last_, before_ + record);
    sink_->OnRecord(before_ + record, std::move(message), raw);
  }
  void OnRefusal(Refusal refusal) override {
    refusal.record += before_;
    last_ = std::max(last_, refusal.record);
    sink_->OnRefusal(std::move(refusal));
  }
  // The number of the last record so far.
  int64_t last() const { return last_; }

 private:
  const int64_t before_;
  int64_t last_;
  RecordSink<Message>* sink_;
};

}  // namespace broadsheet::ingest

#endif  // BROADSHEET_INGEST_RENUMBERED_SINK_H_
