#include "gateway/web/shown_events.h"

#include <cstdint>
#include <utility>

#include "absl/strings/str_cat.h"
#include "gateway/policy.h"

namespace broadsheet::gateway {
namespace {

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

void Append(const PageKit& kit, HttpCall& call,
            v1::RecordEventsRequest request) {
  const MethodRule& rule = *FindRule("ReaderService/RecordEvents");
  if (!Authorize(rule, call.identity, &request).ok()) return;
  (void)kit.backend().AppendEvents(call.context, request);
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
  Append(kit, call, std::move(request));
}

void RecordImpressions(const PageKit& kit, HttpCall& call,
                       const v1::FeedResponse& feed) {
  const v1::ListInfo& info = feed.info();
  if (!call.identity.is_reader() || info.arm().empty()) return;
  const std::string showing = "shown." + kit.MakeId();
  v1::RecordEventsRequest request;
  for (int place = 0; place < feed.papers_size(); ++place) {
    v1::Event* event = AddEvent(kit, call, absl::StrCat(showing, ".", place),
                                feed.papers(place).paper().id(),
                                v1::EVENT_KIND_IMPRESSION, &request);
    event->set_list("feed");
    event->set_position(place);
    event->set_arm(info.arm());
    event->set_model(info.model_version());
    event->set_request(showing);
  }
  if (!request.events().empty()) Append(kit, call, std::move(request));
}

}  // namespace broadsheet::gateway
