#ifndef BROADSHEET_INGEST_EVENT_WRITER_H_
#define BROADSHEET_INGEST_EVENT_WRITER_H_

#include <functional>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "broadsheet/v1/ingest_service.pb.h"
#include "ingest/backend.h"
#include "ingest/batcher.h"
#include "ingest/dead_letter_box.h"

namespace broadsheet::ingest {

// Takes batches of events, has them appended and answers for them in the order
// of the input, after their commit. Runs on one thread.
class EventWriter {
 public:
  // False: nobody listens any more, stop.
  using Answer = std::function<bool(const v1::IngestEventsResponse&)>;

  // `batcher` and `call` must outlive this.
  EventWriter(const Backend& backend, const Origin& origin,
              EventBatcher* batcher, const CallContext* call, Answer answer);

  // Returns after the batcher's last batch, or with the first final error.
  absl::Status Run();

  // Its calls have short deadlines: Run ends soon without help.
  void Cancel() {}

 private:
  absl::Status Store(EventBatcher::Batch batch);
  absl::StatusOr<internal::v1::AppendEventsResponse> Append(
      const EventBatcher::Batch& batch);
  absl::Status KeepDeadLetters(const EventBatcher::Batch& batch,
                               const v1::IngestEventsResponse& response);

  const Backend backend_;
  EventBatcher* batcher_;
  const CallContext* call_;
  const Answer answer_;
  DeadLetterBox dead_letters_;
  Retrier retrier_;
  v1::Position position_;  // Of the latest write.
};

}  // namespace broadsheet::ingest

#endif  // BROADSHEET_INGEST_EVENT_WRITER_H_
