#ifndef BROADSHEET_INGEST_JSON_EVENT_PARSER_H_
#define BROADSHEET_INGEST_JSON_EVENT_PARSER_H_

#include <memory>
#include <optional>
#include <string_view>

#include "broadsheet/v1/event.pb.h"
#include "common/errors.h"

namespace broadsheet::ingest {

// Events as JSON objects: event_id, reader, paper, kind ("upvote"), at (RFC
// 3339) and value, list, position, arm, model, request, target. Types, the kind
// and the time are checked here, the rest is the normaliser's. Not thread-safe.
class JsonEventParser {
 public:
  JsonEventParser();
  ~JsonEventParser();

  // Nothing when `event` was read; else the first rule that the line breaks.
  // Then `event` may hold the event id.
  std::optional<FieldViolation> Parse(std::string_view line, v1::Event* event);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace broadsheet::ingest

#endif  // BROADSHEET_INGEST_JSON_EVENT_PARSER_H_
