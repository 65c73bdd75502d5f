#include "ingest/event_writer.h"

#include <utility>

namespace broadsheet::ingest {
namespace {

v1::EventResult ToResult(const Refusal& refusal) {
  v1::EventResult result;
  result.set_event_id(refusal.id);
  result.set_outcome(v1::EventResult::OUTCOME_REFUSED);
  result.set_field(refusal.field);
  result.set_rule(refusal.rule);
  return result;
}

}  // namespace

EventWriter::EventWriter(const Backend& backend, const Origin& origin,
                         EventBatcher* batcher, const CallContext* call,
                         Answer answer)
    : backend_(backend),
      batcher_(batcher),
      call_(call),
      answer_(std::move(answer)),
      dead_letters_(MakeDeadLetterBox(backend, origin, call)),
      retrier_(MakeRetrier(backend, call)) {}

absl::Status EventWriter::Run() {
  while (auto batch = batcher_->Next()) {
    if (auto alive = call_->Alive(); !alive.ok()) return alive;
    if (auto status = Store(*std::move(batch)); !status.ok()) return status;
  }
  return call_->Alive();
}

absl::Status EventWriter::Store(EventBatcher::Batch batch) {
  const absl::Time started = backend_.clock->Now();
  auto appended = Append(batch);
  if (!appended.ok()) return appended.status();
  v1::IngestEventsResponse response;
  int next = 0;
  for (const auto& item : batch) {
    v1::NumberedEventResult* result = response.add_results();
    result->set_record(item.record);
    *result->mutable_result() =
        item.refusal ? ToResult(*item.refusal)
                     : std::move(*appended->mutable_results(next++));
    backend_.metrics->Count(result->result().outcome());
  }
  *response.mutable_position() = position_;
  if (auto status = KeepDeadLetters(batch, response); !status.ok()) {
    return status;
  }
  backend_.metrics->ObserveBatch(backend_.clock->Now() - started);
  if (answer_(response)) return absl::OkStatus();
  return absl::CancelledError("the client has gone");
}

absl::StatusOr<internal::v1::AppendEventsResponse> EventWriter::Append(
    const EventBatcher::Batch& batch) {
  internal::v1::AppendEventsRequest request;
  for (const auto& item : batch) {
    if (!item.refusal) *request.add_events() = item.message;
  }
  if (request.events().empty()) return internal::v1::AppendEventsResponse();
  auto answer = backend_.store->AppendEvents(*call_, request);
  while (!answer.ok()) {
    auto status = retrier_.WaitAfter(answer.status());
    if (!status.ok()) return status;
    answer = backend_.store->AppendEvents(*call_, request);
  }
  retrier_.Succeeded();
  if (answer->results_size() != request.events_size()) {
    return absl::InternalError("storage answered another number of events");
  }
  position_ = answer->position();
  return answer;
}

absl::Status EventWriter::KeepDeadLetters(
    const EventBatcher::Batch& batch,
    const v1::IngestEventsResponse& response) {
  std::vector<Refusal> refusals;
  for (size_t i = 0; i < batch.size(); ++i) {
    const auto& numbered = response.results(static_cast<int>(i));
    const v1::EventResult& result = numbered.result();
    if (result.outcome() != v1::EventResult::OUTCOME_REFUSED) continue;
    const auto& refusal = batch[i].refusal;
    // Without the event's id: letters name papers.
    refusals.push_back(
        {numbered.record(), batch[i].message.paper_id(), result.field(),
         result.rule(),
         refusal ? refusal->excerpt : JsonExcerpt(batch[i].message),
         /*as_message=*/!refusal || refusal->as_message});
  }
  return dead_letters_.Add(refusals);
}

}  // namespace broadsheet::ingest
