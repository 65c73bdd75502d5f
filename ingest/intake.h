#ifndef BROADSHEET_INGEST_INTAKE_H_
#define BROADSHEET_INGEST_INTAKE_H_

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "common/errors.h"
#include "ingest/batcher.h"
#include "ingest/record.h"

namespace broadsheet::ingest {

// Where readers put what they find: normalises it and adds it to the batcher,
// as a message or as a refusal. Blocks when the batcher is full.
template <class Message>
class Intake final : public RecordSink<Message> {
 public:
  using Normalize =
      std::function<std::optional<FieldViolation>(Message* message)>;

  // `batcher` must outlive this.
  Intake(Normalize normalize, Batcher<Message>* batcher)
      : normalize_(std::move(normalize)), batcher_(batcher) {}

  void OnRecord(int64_t record, Message message,
                std::string_view raw) override {
    if (auto violation = normalize_(&message)) {
      OnRefusal({record, IdOf(message), std::move(violation->field),
                 std::move(violation->rule),
                 raw.empty() ? JsonExcerpt(message) : MakeExcerpt(raw),
                 /*as_message=*/raw.empty()});
      return;
    }
    open_ = batcher_->Add({record, std::move(message), std::nullopt});
  }

  void OnRefusal(Refusal refusal) override {
    // Readers hand over what the input says, however long.
    CutToLimits(&refusal);
    const int64_t record = refusal.record;
    open_ = batcher_->Add({record, Message(), std::move(refusal)});
  }

  // False: nobody takes the records any more; stop reading.
  bool open() const { return open_; }

 private:
  static const std::string& IdOf(const v1::Paper& paper) { return paper.id(); }
  static const std::string& IdOf(const v1::Event& event) {
    return event.event_id();
  }

  const Normalize normalize_;
  Batcher<Message>* batcher_;
  bool open_ = true;
};

}  // namespace broadsheet::ingest

#endif  // BROADSHEET_INGEST_INTAKE_H_
