#include "recommend/encoder/tei_server.h"

#include <deque>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "common/channel.h"
#include "common/grpc_status.h"
#include "grpcpp/client_context.h"
#include "grpcpp/completion_queue.h"
#include "grpcpp/support/async_unary_call.h"
#include "recommend/encoder/encoder_options.h"
#include "tei/v1/embed_service.grpc.pb.h"

namespace broadsheet::recommend {
namespace {

// Looked at so often whether a call is over.
constexpr absl::Duration kStep = absl::Milliseconds(20);
// gRPC's clock may say a little sooner than ours that a deadline has passed.
constexpr absl::Duration kSlack = absl::Milliseconds(100);

// One text on its way. Stays where it is until its answer came.
struct Request {
  grpc::ClientContext context;
  tei::v1::EmbedRequest request;
  tei::v1::EmbedResponse response;
  grpc::Status status;
  std::unique_ptr<grpc::ClientAsyncResponseReader<tei::v1::EmbedResponse>>
      reader;
};

// What to do about an error of the server's, and the code that it means.
struct Advice {
  absl::StatusCode code;
  absl::string_view words = "";
};
Advice AdviceOn(const absl::Status& status) {
  using Code = absl::StatusCode;
  switch (status.code()) {
    case Code::kResourceExhausted:
      // This side's own limit stays; the server's, of requests, passes.
      if (absl::StrContains(status.message(), "larger than max")) break;
      return {Code::kUnavailable};
    case Code::kDeadlineExceeded:
    case Code::kCancelled:
      return {Code::kUnavailable};
    case Code::kUnauthenticated:
    case Code::kPermissionDenied:
      return {Code::kFailedPrecondition, "; look at --encoder-key-file"};
    case Code::kUnimplemented:
    case Code::kNotFound:
      return {Code::kFailedPrecondition,
              "; --encoder-url has to lead to text-embeddings-inference with a "
              "model that makes embeddings"};
    default:
      break;
  }
  return {status.code()};
}

class TeiServer final : public EmbeddingServer {
 public:
  TeiServer(const EncoderSettings& options, std::string key);

  EmbeddingAnswer Ask(const CallContext& call,
                      std::span<const std::string> texts) override;

 private:
  void Start(const CallContext& call, const std::string& text, Request* request,
             grpc::CompletionQueue* queue);
  // The first failure; OK when all have their answers. Returns when none is on
  // its way any more.
  absl::Status Await(const CallContext& call, std::deque<Request>* requests,
                     grpc::CompletionQueue* queue);
  absl::Status Explain(const CallContext& call, const grpc::Status& status);

  const std::string target_;
  const std::string key_;
  const absl::Duration timeout_;
  const std::unique_ptr<tei::v1::Embed::Stub> stub_;
};

std::shared_ptr<grpc::Channel> Connect(const EncoderSettings& options) {
  return MakeChannel(
      {.target = GrpcTarget(options),
       .services = {tei::v1::Embed::service_full_name()},
       .max_message_bytes = static_cast<int>(options.max_answer_bytes),
       .retry = false});
}

TeiServer::TeiServer(const EncoderSettings& options, std::string key)
    : target_(GrpcTarget(options)),
      key_(std::move(key)),
      timeout_(options.timeout),
      stub_(tei::v1::Embed::NewStub(Connect(options))) {}

EmbeddingAnswer TeiServer::Ask(const CallContext& call,
                               std::span<const std::string> texts) {
  if (auto alive = call.Alive(); !alive.ok()) return {.status = alive};
  grpc::CompletionQueue queue;
  std::deque<Request> requests(texts.size());
  for (size_t i = 0; i < texts.size(); ++i) {
    Start(call, texts[i], &requests[i], &queue);
  }
  EmbeddingAnswer answer = {.status = Await(call, &requests, &queue)};
  if (!answer.status.ok()) return answer;
  for (const Request& request : requests) {
    const auto& values = request.response.embeddings();
    answer.vectors.emplace_back(values.begin(), values.end());
  }
  return answer;
}

void TeiServer::Start(const CallContext& call, const std::string& text,
                      Request* request, grpc::CompletionQueue* queue) {
  PrepareCall(call, timeout_, &request->context);
  if (!key_.empty()) {
    request->context.AddMetadata("authorization",
                                 absl::StrCat("Bearer ", key_));
  }
  request->request.set_inputs(text);
  request->request.set_truncate(true);
  request->request.set_normalize(true);
  request->reader =
      stub_->AsyncEmbed(&request->context, request->request, queue);
  request->reader->Finish(&request->response, &request->status, request);
}

absl::Status TeiServer::Await(const CallContext& call,
                              std::deque<Request>* requests,
                              grpc::CompletionQueue* queue) {
  absl::Status failure;
  // No longer wanted: the answers that are missing come at once, as cancelled.
  const auto fail = [&](absl::Status status) {
    if (!failure.ok()) return;
    failure = std::move(status);
    for (Request& request : *requests) request.context.TryCancel();
  };
  for (size_t missing = requests->size(); missing > 0;) {
    void* tag = nullptr;
    bool ok = false;
    const auto next =
        queue->AsyncNext(&tag, &ok, absl::ToChronoTime(absl::Now() + kStep));
    if (next == grpc::CompletionQueue::GOT_EVENT) {
      --missing;
      const auto* request = static_cast<const Request*>(tag);
      if (!request->status.ok()) fail(Explain(call, request->status));
    }
    if (auto alive = call.Alive(); missing > 0 && !alive.ok()) fail(alive);
  }
  return failure;
}

absl::Status TeiServer::Explain(const CallContext& call,
                                const grpc::Status& status) {
  if (auto alive = call.Alive(); !alive.ok()) return alive;
  const absl::Status found = FromGrpc(status);
  if (absl::IsDeadlineExceeded(found) && call.TimeLeft() < kSlack) return found;
  const Advice advice = AdviceOn(found);
  return absl::Status(
      advice.code, absl::StrCat("the embedding server grpc://", target_, ": ",
                                found.message(), advice.words));
}

}  // namespace

std::unique_ptr<EmbeddingServer> MakeTeiServer(const EncoderSettings& options,
                                               std::string key) {
  return std::make_unique<TeiServer>(options, std::move(key));
}

}  // namespace broadsheet::recommend
