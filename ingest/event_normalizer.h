#ifndef BROADSHEET_INGEST_EVENT_NORMALIZER_H_
#define BROADSHEET_INGEST_EVENT_NORMALIZER_H_

#include <optional>
#include <string>

#include "broadsheet/v1/event.pb.h"
#include "common/clock.h"
#include "common/errors.h"

namespace broadsheet::ingest {

// Brings events into the form of event.proto and refuses those that cannot be.
// An event without an id gets one that depends on its content alone, so that
// the same file can be taken in again; two events that are equal in every field
// are then one. Thread-safe.
class EventNormalizer {
 public:
  // `source`: prefix of paper ids that are not arXiv's. `clock` must outlive
  // this.
  EventNormalizer(std::string source, const Clock* clock);

  // Nothing when `event` is now normal; else the first rule that it breaks.
  std::optional<FieldViolation> Normalize(v1::Event* event) const;

 private:
  std::optional<FieldViolation> NormalizeTime(v1::Event* event) const;
  std::optional<FieldViolation> NormalizeSubject(v1::Event* event) const;

  const std::string source_;
  const Clock* clock_;
};

}  // namespace broadsheet::ingest

#endif  // BROADSHEET_INGEST_EVENT_NORMALIZER_H_
