#include "ingest/json_event_parser.h"

#include <iterator>
#include <limits>
#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "ingest/json_object.h"
#include "ingest/timestamps.h"

namespace broadsheet::ingest {
namespace {

using Violation = std::optional<FieldViolation>;

enum Field : size_t {
  kEventId,
  kReader,
  kPaper,
  kKind,
  kAt,
  kValue,
  kList,
  kPosition,
  kArm,
  kModel,
  kRequest,
  kTarget,
};

// In the order of Field.
constexpr std::string_view kNames[] = {
    "event_id", "reader",   "paper", "kind",  "at",      "value",
    "list",     "position", "arm",   "model", "request", "target",
};
static_assert(std::size(kNames) == kTarget + 1);

struct TextField {
  Field field;
  std::string* (v1::Event::*text)();
};

const TextField kTexts[] = {
    {kList, &v1::Event::mutable_list},
    {kArm, &v1::Event::mutable_arm},
    {kModel, &v1::Event::mutable_model},
    {kRequest, &v1::Event::mutable_request},
    {kTarget, &v1::Event::mutable_target},
};

// "upvote" or "UPVOTE".
bool ParseKind(const std::string& name, v1::EventKind* kind) {
  return v1::EventKind_Parse(
             absl::StrCat("EVENT_KIND_", absl::AsciiStrToUpper(name)), kind) &&
         *kind != v1::EVENT_KIND_UNSPECIFIED;
}

}  // namespace

struct JsonEventParser::Impl {
  JsonObject object{kNames};

  Violation ReadIds(v1::Event* event);
  Violation ReadKind(v1::Event* event);
  Violation ReadTime(v1::Event* event);
  Violation ReadTexts(v1::Event* event);
  Violation ReadNumbers(v1::Event* event);
};

Violation JsonEventParser::Impl::ReadIds(v1::Event* event) {
  if (auto violation = object.ReadId(kEventId, event->mutable_event_id())) {
    return violation;
  }
  if (auto violation = object.ReadId(kReader, event->mutable_reader_id())) {
    return violation;
  }
  return object.ReadId(kPaper, event->mutable_paper_id());
}

Violation JsonEventParser::Impl::ReadKind(v1::Event* event) {
  if (!object.Has(kKind)) return FieldViolation{"kind", "is missing"};
  std::string name;
  if (auto violation = object.ReadText(kKind, &name)) return violation;
  v1::EventKind kind;
  if (!ParseKind(name, &kind)) {
    return FieldViolation{"kind",
                          "is unknown; impression, view, click, read, upvote, "
                          "unvote, save, unsave, dislike, undislike, hide, "
                          "unhide, share, follow and unfollow are allowed"};
  }
  event->set_kind(kind);
  return std::nullopt;
}

Violation JsonEventParser::Impl::ReadTime(v1::Event* event) {
  if (!object.Has(kAt)) return std::nullopt;
  std::string text;
  if (auto violation = object.ReadText(kAt, &text)) return violation;
  absl::Time at;
  // Without the offset ParseTime would take the text for UTC.
  if (text.size() < 20 || text.size() > 64 ||
      !absl::ParseTime(absl::RFC3339_full, text, &at, nullptr) ||
      !SetTimestamp(at, event->mutable_at())) {
    return FieldViolation{
        "at", "is not a time in RFC 3339, like 2026-11-23T10:00:00Z"};
  }
  return std::nullopt;
}

Violation JsonEventParser::Impl::ReadTexts(v1::Event* event) {
  for (const TextField& field : kTexts) {
    auto violation = object.ReadText(field.field, (event->*field.text)());
    if (violation) return violation;
  }
  return std::nullopt;
}

Violation JsonEventParser::Impl::ReadNumbers(v1::Event* event) {
  double value = 0;
  if (auto violation = object.ReadDouble(kValue, &value)) return violation;
  event->set_value(value);
  int64_t position = 0;
  if (auto violation = object.ReadInt(kPosition, &position)) return violation;
  if (position < 0 || position > std::numeric_limits<int32_t>::max()) {
    return FieldViolation{"position", "is not between 0 and 2,147,483,647"};
  }
  event->set_position(static_cast<int32_t>(position));
  return std::nullopt;
}

JsonEventParser::JsonEventParser() : impl_(std::make_unique<Impl>()) {}
JsonEventParser::~JsonEventParser() = default;

Violation JsonEventParser::Parse(std::string_view line, v1::Event* event) {
  event->Clear();
  if (auto violation = impl_->object.Parse(line)) return violation;
  if (auto violation = impl_->ReadIds(event)) return violation;
  if (auto violation = impl_->ReadKind(event)) return violation;
  if (auto violation = impl_->ReadTime(event)) return violation;
  if (auto violation = impl_->ReadTexts(event)) return violation;
  return impl_->ReadNumbers(event);
}

}  // namespace broadsheet::ingest
