#ifndef BROADSHEET_GATEWAY_WEB_SHOWN_EVENTS_H_
#define BROADSHEET_GATEWAY_WEB_SHOWN_EVENTS_H_

#include <string>

#include "absl/time/time.h"
#include "broadsheet/v1/recommend_service.pb.h"
#include "gateway/http/http_call.h"
#include "gateway/web/page_kit.h"

namespace broadsheet::gateway {

// The time of an event of now, to the microsecond: of a vote and its withdrawal
// within one second, the later one must count.
void SetNow(absl::Time now, google::protobuf::Timestamp* at);

// Events that a page causes by being shown to a reader who may write; of others
// there are none. The page matters more than its count: failures are passed
// over in silence. They take nothing of what a reader may write in a minute.

// That the reader looks at the paper.
void RecordView(const PageKit& kit, HttpCall& call,
                const std::string& paper_id);

// While an experiment runs: that the papers were shown, with place on the list,
// arm and model; a paper once a day for each reader and arm. The page waits for
// that 150 ms at most, and the reader's next one not at all.
void RecordImpressions(const PageKit& kit, HttpCall& call,
                       const v1::FeedResponse& feed);

}  // namespace broadsheet::gateway

#endif  // BROADSHEET_GATEWAY_WEB_SHOWN_EVENTS_H_
