#ifndef BROADSHEET_INGEST_PIPELINE_H_
#define BROADSHEET_INGEST_PIPELINE_H_

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <mutex>
#include <string_view>
#include <utility>

#include "absl/status/status.h"
#include "ingest/backend.h"
#include "ingest/session.h"

namespace broadsheet::ingest {

// The way of a record, as in a session, for ingest's own work: what is put into
// the sink is normalised and stored. `Stream` is PaperStream or EventStream.
// One thread uses it; destroying it ends what is not finished.
template <class Stream>
class Pipeline {
 public:
  using Message = typename Stream::Message;
  using Response = typename Stream::Response;
  // Called from another thread, in the order of the input.
  using OnAnswer = std::function<void(const Response&)>;

  // `header` has its source. Pointers of `backend` and `call` must outlive
  // this.
  Pipeline(const Backend& backend, const v1::IngestHeader& header,
           const CallContext* call, OnAnswer on_answer)
      : call_(call),
        on_answer_(std::move(on_answer)),
        batcher_(backend.batches, Stream::Key),
        writer_(backend, Stream::OriginOf(header), &batcher_, call,
                [this](const Response& response) { return Take(response); }),
        intake_(Stream::MakeNormalizer(header, backend), &batcher_),
        sink_(&intake_),
        thread_(&writer_, &batcher_) {}

  RecordSink<Message>* sink() { return &sink_; }

  // Blocks until everything that was put into the sink is stored or refused.
  // CANCELLED when that will not happen: Finish tells why.
  absl::Status Commit() {
    std::unique_lock<std::mutex> lock(mu_);
    while (answered_ < sink_.count()) {
      if (batcher_.aborted() || !call_->Alive().ok()) {
        return absl::CancelledError("the records are not taken any more");
      }
      changed_.wait_for(lock, std::chrono::milliseconds(50));
    }
    return absl::OkStatus();
  }

  // After the last record; once.
  absl::Status Finish() { return thread_.Finish(); }

 private:
  // Counts what passes: each record gets one answer.
  class CountingSink final : public RecordSink<Message> {
   public:
    explicit CountingSink(RecordSink<Message>* next) : next_(next) {}
    void OnRecord(int64_t record, Message message,
                  std::string_view raw) override {
      ++count_;
      next_->OnRecord(record, std::move(message), raw);
    }
    void OnRefusal(Refusal refusal) override {
      ++count_;
      next_->OnRefusal(std::move(refusal));
    }
    int64_t count() const { return count_; }

   private:
    RecordSink<Message>* next_;
    int64_t count_ = 0;
  };

  bool Take(const Response& response) {
    on_answer_(response);
    std::lock_guard<std::mutex> lock(mu_);
    answered_ += response.results_size();
    changed_.notify_all();
    return true;
  }

  const CallContext* call_;
  const OnAnswer on_answer_;
  std::mutex mu_;
  std::condition_variable changed_;
  int64_t answered_ = 0;  // GUARDED_BY(mu_)
  Batcher<Message> batcher_;
  typename Stream::Writer writer_;
  Intake<Message> intake_;
  CountingSink sink_;
  // Last: its thread uses what is above.
  WriterThread<typename Stream::Writer, Batcher<Message>> thread_;
};

}  // namespace broadsheet::ingest

#endif  // BROADSHEET_INGEST_PIPELINE_H_
