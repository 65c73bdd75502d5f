#include "storage/event_rules.h"

#include <cmath>

#include "absl/strings/match.h"
#include "absl/time/civil_time.h"
#include "storage/records.h"

namespace broadsheet::storage {
namespace {

constexpr absl::Duration kClockSkew = absl::Minutes(5);
constexpr size_t kMaxLabel = 200;
constexpr size_t kMaxFolder = 100;
constexpr char kFolderPrefix[] = "folder:";

bool IsFollow(v1::EventKind kind) {
  return kind == v1::EVENT_KIND_FOLLOW || kind == v1::EVENT_KIND_UNFOLLOW;
}

Violation CheckKind(const v1::Event& event) {
  if (event.kind() != v1::EVENT_KIND_UNSPECIFIED &&
      v1::EventKind_IsValid(event.kind())) {
    return {};
  }
  return FieldViolation{"kind", "is not a kind of event"};
}

Violation CheckTarget(const std::string& target) {
  if (Violation v = CheckText("target", target, 1, 500)) return v;
  for (const char* prefix : {"author:", "category:"}) {
    if (absl::StartsWith(target, prefix) &&
        target.size() > std::string_view(prefix).size()) {
      return {};
    }
  }
  return FieldViolation{"target", "is neither author:NAME nor category:NAME"};
}

// In what folder a paper is saved. "/" stands for none in ListLibrary.
Violation CheckFolder(const std::string& target) {
  if (target.empty()) return {};
  if (!absl::StartsWith(target, kFolderPrefix)) {
    return FieldViolation{"target", "is neither empty nor folder:NAME"};
  }
  const std::string name = target.substr(sizeof(kFolderPrefix) - 1);
  if (name == "/") return FieldViolation{"target", "names the folder \"/\""};
  return CheckText("target", name, 1, kMaxFolder);
}

Violation CheckSubject(const v1::Event& event) {
  if (!IsFollow(event.kind())) {
    if (Violation v = CheckText("paper_id", event.paper_id(), 1, 200)) return v;
    if (event.kind() == v1::EVENT_KIND_SAVE) return CheckFolder(event.target());
    return CheckText("target", event.target(), 0, 500);
  }
  if (!event.paper_id().empty()) {
    return FieldViolation{"paper_id", "must be empty: follow has a target"};
  }
  return CheckTarget(event.target());
}

Violation CheckAt(const v1::Event& event, absl::Time now) {
  if (!event.has_at()) return {};
  if (Violation v = CheckTime("at", event.at())) return v;
  static const absl::Time kFirst =
      absl::FromCivil(absl::CivilDay(1991, 1, 1), absl::UTCTimeZone());
  const absl::Time at = TimeOf(event.at());
  if (at < kFirst) return FieldViolation{"at", "is before 1991-01-01"};
  if (at > now + kClockSkew) {
    return FieldViolation{"at", "is more than 5 minutes in the future"};
  }
  return {};
}

Violation CheckContext(const v1::Event& event) {
  if (!std::isfinite(event.value())) {
    return FieldViolation{"value", "is not a finite number"};
  }
  if (event.position() < 0) {
    return FieldViolation{"position", "is negative"};
  }
  if (Violation v = CheckText("list", event.list(), 0, kMaxLabel)) return v;
  if (Violation v = CheckText("arm", event.arm(), 0, kMaxLabel)) return v;
  if (Violation v = CheckText("model", event.model(), 0, kMaxLabel)) return v;
  return CheckText("request", event.request(), 0, kMaxLabel);
}

}  // namespace

std::vector<Standpoint> StandpointsOf(v1::EventKind kind) {
  switch (kind) {
    case v1::EVENT_KIND_VIEW:
    case v1::EVENT_KIND_CLICK:
    case v1::EVENT_KIND_READ:
      return {{Aspect::kSeen, true}};
    case v1::EVENT_KIND_UPVOTE:
      return {{Aspect::kVote, true}, {Aspect::kSeen, true}};
    case v1::EVENT_KIND_UNVOTE:
      return {{Aspect::kVote, false}};
    case v1::EVENT_KIND_SAVE:
      return {{Aspect::kSave, true}, {Aspect::kSeen, true}};
    case v1::EVENT_KIND_UNSAVE:
      return {{Aspect::kSave, false}};
    case v1::EVENT_KIND_DISLIKE:
      return {{Aspect::kDislike, true}};
    case v1::EVENT_KIND_UNDISLIKE:
      return {{Aspect::kDislike, false}};
    case v1::EVENT_KIND_HIDE:
      return {{Aspect::kHide, true}};
    case v1::EVENT_KIND_UNHIDE:
      return {{Aspect::kHide, false}};
    case v1::EVENT_KIND_FOLLOW:
      return {{Aspect::kFollow, true}};
    case v1::EVENT_KIND_UNFOLLOW:
      return {{Aspect::kFollow, false}};
    default:
      return {};
  }
}

const std::string& SubjectOf(const v1::Event& event) {
  return IsFollow(event.kind()) ? event.target() : event.paper_id();
}

std::string FolderOf(const v1::Event& event) {
  if (event.kind() != v1::EVENT_KIND_SAVE ||
      !absl::StartsWith(event.target(), kFolderPrefix)) {
    return "";
  }
  return event.target().substr(sizeof(kFolderPrefix) - 1);
}

Violation CheckEvent(const v1::Event& event, absl::Time now) {
  if (Violation v = CheckText("event_id", event.event_id(), 1, 100)) return v;
  if (Violation v = CheckReaderId("reader_id", event.reader_id())) return v;
  if (Violation v = CheckKind(event)) return v;
  if (Violation v = CheckSubject(event)) return v;
  if (Violation v = CheckAt(event, now)) return v;
  return CheckContext(event);
}

}  // namespace broadsheet::storage
