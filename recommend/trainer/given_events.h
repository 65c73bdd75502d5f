#ifndef BROADSHEET_RECOMMEND_TRAINER_GIVEN_EVENTS_H_
#define BROADSHEET_RECOMMEND_TRAINER_GIVEN_EVENTS_H_

#include <cstddef>
#include <functional>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "broadsheet/v1/model_service.pb.h"
#include "common/call_context.h"
#include "common/rpc_streams.h"
#include "recommend/change_source.h"

namespace broadsheet::recommend {

// What EvaluateEvents is asked: how to measure, and on what.
struct GivenEvents {
  v1::RunEvaluationRequest how;
  std::vector<v1::Event> events;
};

// About half a gigabyte.
inline constexpr size_t kMaxGivenEvents = 2'000'000;

using GivenEventsStream =
    BidiStream<v1::EvaluateEventsRequest, v1::EvaluateEventsResponse>;

// Is asked before any event is read; an error ends the reading.
using AdmitEvaluation =
    std::function<absl::Status(const v1::RunEvaluationRequest&)>;

// Reads them to the end. INVALID_ARGUMENT: a field of an event ("events[12].
// reader_id", counted over all requests) or of the order of requests breaks a
// rule; RESOURCE_EXHAUSTED: more than `most`; CANCELLED: the caller is gone; or
// what `admit` answers.
absl::StatusOr<GivenEvents> ReadGivenEvents(const CallContext& call,
                                            GivenEventsStream* stream,
                                            const AdmitEvaluation& admit,
                                            size_t most = kMaxGivenEvents);

// The papers of another source, with other events than it has, in messages of
// 10,000 events before the last one. Both must outlive this.
class GivenEventsSource final : public ChangeSource {
 public:
  GivenEventsSource(ChangeSource* papers, const std::vector<v1::Event>* events)
      : papers_(papers), events_(events) {}

  absl::Status GetSnapshot(const OnSnapshot& on_message) override;
  absl::Status WatchChanges(const internal::v1::Cursor& cursor,
                            const OnChanges& on_message) override {
    return papers_->WatchChanges(cursor, on_message);
  }
  void Cancel() override { papers_->Cancel(); }

 private:
  absl::Status GiveEvents(const OnSnapshot& on_message) const;

  ChangeSource* papers_;
  const std::vector<v1::Event>* events_;
};

}  // namespace broadsheet::recommend

#endif  // BROADSHEET_RECOMMEND_TRAINER_GIVEN_EVENTS_H_
