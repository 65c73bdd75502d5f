#include "recommend/trainer/given_events.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/errors.h"

namespace broadsheet::recommend {
namespace {

constexpr int kMaxInRequest = 1'000;
// Of a snapshot: the events themselves live on, so no second copy of all.
constexpr size_t kInMessage = 10'000;
constexpr size_t kMaxReaderBytes = 100;
constexpr size_t kMaxPaperBytes = 200;

absl::Status CheckText(const std::string& text, size_t most,
                       std::string_view field) {
  if (!text.empty() && text.size() <= most) return absl::OkStatus();
  return InvalidField(field, absl::StrCat("is not 1 to ", most, " bytes"));
}

// Follows are of no paper, and nothing is measured by them.
bool IsOfPaper(const v1::Event& event) {
  return event.kind() != v1::EVENT_KIND_FOLLOW &&
         event.kind() != v1::EVENT_KIND_UNFOLLOW;
}

absl::Status Check(const v1::Event& event, const std::string& at) {
  if (event.kind() == v1::EVENT_KIND_UNSPECIFIED ||
      !v1::EventKind_IsValid(event.kind())) {
    return InvalidField(at + ".kind", "is missing or unknown");
  }
  absl::Status reader =
      CheckText(event.reader_id(), kMaxReaderBytes, at + ".reader_id");
  if (!reader.ok() || !IsOfPaper(event)) return reader;
  return CheckText(event.paper_id(), kMaxPaperBytes, at + ".paper_id");
}

// What a measurement looks at.
v1::Event Essence(v1::Event& event) {
  v1::Event kept;
  kept.set_kind(event.kind());
  kept.mutable_reader_id()->swap(*event.mutable_reader_id());
  kept.mutable_paper_id()->swap(*event.mutable_paper_id());
  if (event.has_at()) *kept.mutable_at() = event.at();
  return kept;
}

absl::Status Add(v1::EvaluateEventsRequest* request, size_t before, size_t most,
                 std::vector<v1::Event>* events) {
  if (request->events_size() > kMaxInRequest) {
    return InvalidField("events", absl::StrCat("are more than ", kMaxInRequest,
                                               " in one request"));
  }
  for (int i = 0; i < request->events_size(); ++i) {
    v1::Event& event = *request->mutable_events(i);
    const size_t number = before + static_cast<size_t>(i);
    if (number >= most) {
      return MakeError(absl::StatusCode::kResourceExhausted, "TOO_MANY_EVENTS",
                       absl::StrCat("more than ", most, " events"));
    }
    absl::Status valid = Check(event, absl::StrCat("events[", number, "]"));
    if (!valid.ok()) return valid;
    if (IsOfPaper(event)) events->push_back(Essence(event));
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<GivenEvents> ReadGivenEvents(const CallContext& call,
                                            GivenEventsStream* stream,
                                            const AdmitEvaluation& admit,
                                            size_t most) {
  GivenEvents given;
  v1::EvaluateEventsRequest request;
  size_t read = 0;
  bool first = true;
  while (stream->Read(&request)) {
    if (request.has_evaluation() != first) {
      return InvalidField("evaluation",
                          "is not in the first request, and in no other");
    }
    if (first) {
      given.how = request.evaluation();
      if (absl::Status s = admit(given.how); !s.ok()) return s;
    }
    first = false;
    absl::Status added = Add(&request, read, most, &given.events);
    if (!added.ok()) return added;
    read += static_cast<size_t>(request.events_size());
  }
  if (absl::Status alive = call.Alive(); !alive.ok()) return alive;
  if (!first) return given;
  return InvalidField("evaluation", "is missing");
}

absl::Status GivenEventsSource::GetSnapshot(const OnSnapshot& on_message) {
  return papers_->GetSnapshot([&](const auto& chunk) {
    internal::v1::GetSnapshotResponse message = chunk;
    message.clear_events();
    if (!message.has_trailer()) return on_message(message);
    // Papers may come with it: events are of papers that came before.
    auto trailer = std::move(*message.mutable_trailer());
    message.clear_trailer();
    absl::Status given = on_message(message);
    if (given.ok()) given = GiveEvents(on_message);
    if (!given.ok()) return given;
    trailer.set_events(static_cast<int64_t>(events_->size()));
    message.Clear();
    *message.mutable_trailer() = std::move(trailer);
    return on_message(message);
  });
}

absl::Status GivenEventsSource::GiveEvents(const OnSnapshot& on_message) const {
  for (size_t begin = 0; begin < events_->size(); begin += kInMessage) {
    const size_t end = std::min(begin + kInMessage, events_->size());
    internal::v1::GetSnapshotResponse message;
    message.mutable_events()->Assign(
        events_->begin() + static_cast<std::ptrdiff_t>(begin),
        events_->begin() + static_cast<std::ptrdiff_t>(end));
    if (absl::Status s = on_message(message); !s.ok()) return s;
  }
  return absl::OkStatus();
}

}  // namespace broadsheet::recommend
