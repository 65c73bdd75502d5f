#include "gateway/web/shown_events.h"

#include <algorithm>
#include <cstdint>
#include <string>
#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "common/days.h"
#include "gateway/identity.h"
#include "gateway/policy.h"
#include "gateway/web/list_kit.h"

namespace broadsheet::gateway {
namespace {

constexpr absl::Duration kPatience = absl::Milliseconds(150);

v1::Event* AddEvent(const PageKit& kit, const HttpCall& call,
                    const std::string& event_id, const std::string& paper_id,
                    v1::EventKind kind, v1::RecordEventsRequest* request) {
  v1::Event* event = request->add_events();
  event->set_event_id(event_id);
  event->set_reader_id(call.identity.reader_id);
  event->set_paper_id(paper_id);
  event->set_kind(kind);
  SetNow(kit.Now(), event->mutable_at());
  return event;
}

void Append(const PageKit& kit, const HttpCall& call, CallContext& context,
            v1::RecordEventsRequest request) {
  const MethodRule& rule = *FindRule("ReaderService/RecordEvents");
  if (!Authorize(rule, call.identity, &request).ok()) return;
  (void)kit.backend().AppendEvents(context, request);
}

// The same for the same paper, reader, arm and day. Paper ids may be longer
// than event ids.
std::string ImpressionId(const std::string& arm, absl::Time now,
                         const std::string& paper_id) {
  const std::string day = FormatDay(absl::ToCivilDay(now, absl::UTCTimeZone()));
  return absl::StrCat(
      "shown.", day, ".",
      absl::BytesToHexString(HashToken(absl::StrCat(arm, "\n", paper_id))));
}

}  // namespace

void SetNow(absl::Time now, google::protobuf::Timestamp* at) {
  const int64_t micros = absl::ToUnixMicros(now);
  at->set_seconds(micros / 1'000'000);
  at->set_nanos(static_cast<int32_t>(micros % 1'000'000 * 1000));
}

void RecordView(const PageKit& kit, HttpCall& call,
                const std::string& paper_id) {
  if (!call.identity.is_reader()) return;
  v1::RecordEventsRequest request;
  AddEvent(kit, call, "view." + kit.MakeId(), paper_id, v1::EVENT_KIND_VIEW,
           &request);
  Append(kit, call, call.context, std::move(request));
}

void RecordImpressions(const PageKit& kit, HttpCall& call,
                       const v1::FeedResponse& feed) {
  const v1::ListInfo& info = feed.info();
  if (!call.identity.is_reader() || info.arm().empty()) return;
  v1::RecordEventsRequest request;
  for (int place = 0; place < feed.papers_size(); ++place) {
    const std::string& paper_id = feed.papers(place).paper().id();
    v1::Event* event =
        AddEvent(kit, call, ImpressionId(info.arm(), kit.Now(), paper_id),
                 paper_id, v1::EVENT_KIND_IMPRESSION, &request);
    event->set_list("feed");
    event->set_position(FirstRank(call) - 1 + place);
    event->set_arm(info.arm());
    event->set_model(info.model_version());
  }
  if (request.events().empty()) return;
  CallContext context(std::min(call.context.deadline(), kit.Now() + kPatience),
                      call.context.request_id());
  Append(kit, call, context, std::move(request));
}

}  // namespace broadsheet::gateway
