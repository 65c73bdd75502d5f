#include "ingest/event_normalizer.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <string_view>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "common/paper_id.h"
#include "common/sizes.h"
#include "common/text.h"
#include "ingest/content_id.h"
#include "ingest/text_folding.h"
#include "ingest/timestamps.h"

namespace broadsheet::ingest {
namespace {

using Violation = std::optional<FieldViolation>;

constexpr size_t kMaxIdBytes = 100;
constexpr size_t kMaxTextBytes = 200;
constexpr size_t kMaxTargetBytes = 500;
constexpr absl::Duration kMaxAhead = absl::Minutes(5);

Violation CheckReader(const std::string& reader) {
  const bool plain = std::ranges::all_of(reader, [](unsigned char c) {
    return absl::ascii_isalnum(c) ||
           std::string_view("._@:-").find(static_cast<char>(c)) !=
               std::string_view::npos;
  });
  if (!reader.empty() && reader.size() <= kMaxIdBytes && plain) {
    return std::nullopt;
  }
  return FieldViolation{"reader_id",
                        "is not 1 to 100 characters of A-Z a-z 0-9 . _ @ : -"};
}

Violation CheckText(const char* field, size_t limit, const std::string& text) {
  if (text.size() > limit) {
    return FieldViolation{field, TooLong(text.size(), limit)};
  }
  if (!IsUtf8(text)) return FieldViolation{field, "is not UTF-8"};
  if (text.find('\0') != std::string::npos) {
    return FieldViolation{field, "has a NUL character"};
  }
  return std::nullopt;
}

Violation CheckTexts(const v1::Event& event) {
  const std::pair<const char*, const std::string*> texts[] = {
      {"list", &event.list()},
      {"arm", &event.arm()},
      {"model", &event.model()},
      {"request", &event.request()},
  };
  for (const auto& [field, text] : texts) {
    if (auto violation = CheckText(field, kMaxTextBytes, *text)) {
      return violation;
    }
  }
  return CheckText("event_id", kMaxIdBytes, event.event_id());
}

bool IsFollow(v1::EventKind kind) {
  return kind == v1::EVENT_KIND_FOLLOW || kind == v1::EVENT_KIND_UNFOLLOW;
}

Violation NormalizeTarget(std::string* target) {
  if (auto violation = CheckText("target", kMaxTargetBytes, *target)) {
    return violation;
  }
  std::string_view view = *target;
  if (view.starts_with("category:") && IsArxivCategory(view.substr(9))) {
    return std::nullopt;
  }
  auto name = ToNfc(view.starts_with("author:") ? view.substr(7) : "");
  if (name.ok() && !FoldLine(*name).empty()) {
    *target = absl::StrCat("author:", FoldLine(*name));
    return std::nullopt;
  }
  return FieldViolation{"target",
                        "is neither author:NAME nor category:C with a category "
                        "of arXiv"};
}

// The time as given: an event without one must get the same id on every
// arrival.
std::string DerivedId(const v1::Event& event) {
  const std::string at = event.has_at() ? absl::StrCat(event.at().seconds(),
                                                       ".", event.at().nanos())
                                        : "";
  return ContentId({event.reader_id(), event.paper_id(),
                    absl::StrCat(event.kind()), at, event.target(),
                    absl::StrCat(event.value()), event.list(),
                    absl::StrCat(event.position()), event.arm(), event.model(),
                    event.request()});
}

}  // namespace

EventNormalizer::EventNormalizer(std::string source, const Clock* clock)
    : source_(std::move(source)), clock_(clock) {}

Violation EventNormalizer::Normalize(v1::Event* event) const {
  if (auto violation = CheckTexts(*event)) return violation;
  if (auto violation = CheckReader(event->reader_id())) return violation;
  if (event->kind() == v1::EVENT_KIND_UNSPECIFIED ||
      !v1::EventKind_IsValid(event->kind())) {
    return FieldViolation{"kind", "is missing or unknown"};
  }
  if (auto violation = NormalizeSubject(event)) return violation;
  if (!std::isfinite(event->value())) {
    return FieldViolation{"value", "is not finite"};
  }
  if (event->position() < 0) return FieldViolation{"position", "is negative"};
  if (event->event_id().empty()) event->set_event_id(DerivedId(*event));
  return NormalizeTime(event);
}

Violation EventNormalizer::NormalizeSubject(v1::Event* event) const {
  if (IsFollow(event->kind())) {
    if (!event->paper_id().empty()) {
      return FieldViolation{"paper_id",
                            "is given; follow and unfollow have none"};
    }
    return NormalizeTarget(event->mutable_target());
  }
  if (!event->target().empty()) {
    return FieldViolation{"target",
                          "is given; only follow and unfollow have one"};
  }
  auto id = NormalizePaperId(event->paper_id(), source_);
  if (!id.ok()) {
    return FieldViolation{"paper_id", std::string(id.status().message())};
  }
  event->set_paper_id(*std::move(id));
  return std::nullopt;
}

Violation EventNormalizer::NormalizeTime(v1::Event* event) const {
  const absl::Time now = clock_->Now();
  if (!event->has_at()) SetTimestamp(now, event->mutable_at());
  const absl::Time at = ToTime(event->at());
  const absl::Time first =
      absl::FromCivil(absl::CivilDay(1991, 1, 1), absl::UTCTimeZone());
  if (event->at().nanos() < 0 || event->at().nanos() > 999'999'999 ||
      at < first) {
    return FieldViolation{"at", "is before 1991-01-01"};
  }
  if (at > now + kMaxAhead) {
    return FieldViolation{"at", "is more than 5 minutes in the future"};
  }
  return std::nullopt;
}

}  // namespace broadsheet::ingest
