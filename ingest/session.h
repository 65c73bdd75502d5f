#ifndef BROADSHEET_INGEST_SESSION_H_
#define BROADSHEET_INGEST_SESSION_H_

#include <memory>
#include <string>
#include <thread>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "broadsheet/v1/ingest_service.pb.h"
#include "common/call_context.h"
#include "common/errors.h"
#include "common/rpc_streams.h"
#include "common/sizes.h"
#include "google/protobuf/repeated_field.h"
#include "ingest/backend.h"
#include "ingest/batcher.h"
#include "ingest/event_writer.h"
#include "ingest/header.h"
#include "ingest/intake.h"
#include "ingest/paper_writer.h"
#include "ingest/record.h"

namespace broadsheet::ingest {

inline constexpr size_t kMaxChunkBytes = 1 << 20;
inline constexpr int kMaxBatchRecords = 1000;

// Runs a writer on a thread of its own. When it ends early the batcher is
// aborted, so that whoever adds to it does not wait for ever.
template <class Writer, class Batcher>
class WriterThread {
 public:
  WriterThread(Writer* writer, Batcher* batcher)
      : writer_(writer), batcher_(batcher), thread_([this] {
          status_ = writer_->Run();
          batcher_->Abort();
        }) {}

  ~WriterThread() {
    if (!thread_.joinable()) return;
    batcher_->Abort();
    writer_->Cancel();
    thread_.join();
  }

  // Waits until everything that was added is answered.
  absl::Status Finish() {
    batcher_->Finish();
    thread_.join();
    return status_;
  }

 private:
  Writer* writer_;
  Batcher* batcher_;
  absl::Status status_;
  std::thread thread_;
};

// What papers and events have in common in a stream of theirs.
struct PaperStream {
  using Message = v1::Paper;
  using Request = v1::IngestPapersRequest;
  using Response = v1::IngestPapersResponse;
  using Writer = PaperWriter;
  static std::string Key(const v1::Paper& paper) { return paper.id(); }
  static const auto& Records(const v1::PaperBatch& batch) {
    return batch.papers();
  }
  static std::unique_ptr<RecordReader> MakeReader(v1::InputFormat format,
                                                  PaperSink* sink);
  static Intake<v1::Paper>::Normalize MakeNormalizer(
      const v1::IngestHeader& header, const Backend& backend);
  static Origin OriginOf(const v1::IngestHeader& header);
};

struct EventStream {
  using Message = v1::Event;
  using Request = v1::IngestEventsRequest;
  using Response = v1::IngestEventsResponse;
  using Writer = EventWriter;
  static std::string Key(const v1::Event& event) {
    return absl::StrCat(event.reader_id(), " ", event.event_id());
  }
  static const auto& Records(const v1::EventBatch& batch) {
    return batch.events();
  }
  static std::unique_ptr<RecordReader> MakeReader(v1::InputFormat format,
                                                  EventSink* sink);
  static Intake<v1::Event>::Normalize MakeNormalizer(
      const v1::IngestHeader& header, const Backend& backend);
  static Origin OriginOf(const v1::IngestHeader& header);
};

// One call of IngestPapers or IngestEvents: the calling thread reads and
// normalises, a second one has batches stored and answers. Between them stand
// at most a few batches, so memory is bounded and a slow client or storage
// slows the other side down.
template <class Stream>
class Session {
 public:
  using Message = typename Stream::Message;
  using Request = typename Stream::Request;
  using Response = typename Stream::Response;

  // `call` and `stream` must outlive this.
  Session(const Backend& backend, const CallContext* call,
          BidiStream<Request, Response>* stream)
      : backend_(backend), call_(call), stream_(stream) {}

  absl::Status Run() {
    Request request;
    if (!stream_->Read(&request) || !request.has_header()) {
      return InvalidField("header", "is missing; it must come first");
    }
    auto header = CheckHeader(request.header());
    if (!header.ok()) return header.status();
    header_ = *std::move(header);

    Batcher<Message> batcher(backend_.batches, Stream::Key);
    typename Stream::Writer writer(
        backend_, Stream::OriginOf(header_), &batcher, call_,
        [this](const Response& response) { return stream_->Write(response); });
    Intake<Message> intake(Stream::MakeNormalizer(header_, backend_), &batcher);
    WriterThread thread(&writer, &batcher);
    if (auto status = ReadAll(&intake); !status.ok()) return status;
    return thread.Finish();
  }

 private:
  // Until the client has sent everything, or nobody takes it.
  absl::Status ReadAll(Intake<Message>* intake) {
    Request request;
    while (intake->open() && stream_->Read(&request)) {
      if (auto status = Take(&request, intake); !status.ok()) return status;
    }
    if (auto alive = call_->Alive(); !alive.ok()) return alive;
    if (reader_ != nullptr && intake->open()) reader_->Finish();
    return absl::OkStatus();
  }

  absl::Status Take(Request* request, Intake<Message>* intake) {
    switch (request->body_case()) {
      case Request::kChunk:
        return TakeChunk(request->chunk(), intake);
      case Request::kBatch:
        return TakeBatch(Stream::Records(request->batch()), intake);
      case Request::kHeader:
        return InvalidField("header", "came twice");
      default:
        return InvalidField("body", "is missing; a chunk or a batch is needed");
    }
  }

  absl::Status TakeChunk(const std::string& chunk, Intake<Message>* intake) {
    if (chunk.size() > kMaxChunkBytes) {
      return InvalidField("chunk", TooLong(chunk.size(), kMaxChunkBytes));
    }
    if (records_ > 0) return InvalidField("chunk", "comes after a batch");
    if (reader_ == nullptr) {
      reader_ = Stream::MakeReader(header_.format(), intake);
      if (reader_ == nullptr) {
        return InvalidField("header.format",
                            "is missing, or not for such records");
      }
    }
    reader_->Feed(chunk);
    return absl::OkStatus();
  }

  absl::Status TakeBatch(
      const google::protobuf::RepeatedPtrField<Message>& records,
      Intake<Message>* intake) {
    if (records.size() > kMaxBatchRecords) {
      return InvalidField("batch", TooMany(records.size(), kMaxBatchRecords));
    }
    if (reader_ != nullptr) return InvalidField("batch", "comes after a chunk");
    for (const Message& record : records) {
      intake->OnRecord(++records_, record, /*raw=*/"");
      if (!intake->open()) break;
    }
    return absl::OkStatus();
  }

  const Backend backend_;
  const CallContext* call_;
  BidiStream<Request, Response>* stream_;
  v1::IngestHeader header_;
  std::unique_ptr<RecordReader> reader_;  // Made by the first chunk.
  int64_t records_ = 0;                   // Records of batches so far.
};

}  // namespace broadsheet::ingest

#endif  // BROADSHEET_INGEST_SESSION_H_
