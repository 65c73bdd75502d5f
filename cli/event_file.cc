#include "cli/event_file.h"

#include <string_view>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "cli/line_reader.h"
#include "cli/session.h"
#include "common/errors.h"
#include "common/paper_id.h"
#include "google/protobuf/struct.pb.h"
#include "google/protobuf/util/json_util.h"
#include "google/protobuf/util/time_util.h"

namespace broadsheet::cli {
namespace {

constexpr size_t kBatch = 1'000;
// As where `events` leads to.
constexpr char kSource[] = "jsonl";

using google::protobuf::Struct;

// The text of a field; empty when it is missing or no text.
std::string TextOf(const Struct& record, const char* field) {
  const auto found = record.fields().find(field);
  return found == record.fields().end() ? "" : found->second.string_value();
}

absl::Status SetKind(const Struct& record, v1::Event* event) {
  v1::EventKind kind;
  if (!v1::EventKind_Parse(
          absl::StrCat("EVENT_KIND_",
                       absl::AsciiStrToUpper(TextOf(record, "kind"))),
          &kind) ||
      kind == v1::EVENT_KIND_UNSPECIFIED) {
    return absl::InvalidArgumentError("kind: is missing or unknown");
  }
  event->set_kind(kind);
  return absl::OkStatus();
}

bool IsOfPaper(const v1::Event& event) {
  return event.kind() != v1::EVENT_KIND_FOLLOW &&
         event.kind() != v1::EVENT_KIND_UNFOLLOW;
}

absl::Status SetPaper(const Struct& record, v1::Event* event) {
  auto id = NormalizePaperId(TextOf(record, "paper"), kSource);
  if (!id.ok()) {
    return absl::InvalidArgumentError(
        absl::StrCat("paper: ", id.status().message()));
  }
  event->set_paper_id(*std::move(id));
  return absl::OkStatus();
}

absl::Status SetTime(const Struct& record, EventTimes times, v1::Event* event) {
  const std::string at = TextOf(record, "at");
  if (at.empty() && times == EventTimes::kRequired) {
    return absl::InvalidArgumentError(
        "at: is missing, and events are split by time; --split random needs "
        "none");
  }
  if (!at.empty() &&
      !google::protobuf::util::TimeUtil::FromString(at, event->mutable_at())) {
    return absl::InvalidArgumentError(
        "at: is not a time in RFC 3339, like 2026-11-23T10:00:00Z");
  }
  return absl::OkStatus();
}

absl::StatusOr<v1::Event> ParseEvent(std::string_view line, EventTimes times) {
  Struct record;
  if (!google::protobuf::util::JsonStringToMessage(std::string(line), &record)
           .ok()) {
    return absl::InvalidArgumentError("is not one JSON object");
  }
  v1::Event event;
  if (absl::Status s = SetKind(record, &event); !s.ok()) return s;
  event.set_reader_id(TextOf(record, "reader"));
  if (event.reader_id().empty()) {
    return absl::InvalidArgumentError("reader: is missing");
  }
  if (absl::Status s = SetTime(record, times, &event); !s.ok()) return s;
  if (!IsOfPaper(event)) return event;
  if (absl::Status s = SetPaper(record, &event); !s.ok()) return s;
  return event;
}

}  // namespace

absl::Status ReadEvents(
    const std::string& path, EventTimes times,
    const std::function<absl::Status(std::vector<v1::Event> events)>& take) {
  std::vector<v1::Event> batch;
  absl::Status read = ForEachLine(
      path, {.bytes = 64 << 10, .rule = ""},
      [&](size_t number, std::string_view line) {
        auto event = ParseEvent(line, times);
        if (!event.ok()) {
          return UsageError(
              absl::StrCat(path, ":", number, ": ", event.status().message()));
        }
        batch.push_back(*std::move(event));
        return batch.size() < kBatch ? absl::OkStatus()
                                     : take(std::exchange(batch, {}));
      });
  if (!read.ok() || batch.empty()) return read;
  return take(std::move(batch));
}

}  // namespace broadsheet::cli
