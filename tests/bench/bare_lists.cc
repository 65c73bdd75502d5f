#include "tests/bench/bare_lists.h"

#include <cstdio>
#include <memory>
#include <utility>

#include "broadsheet/v1/recommend_service.grpc.pb.h"
#include "grpcpp/security/server_credentials.h"
#include "grpcpp/server.h"
#include "grpcpp/server_builder.h"
#include "grpcpp/support/byte_buffer.h"
#include "tests/bench/generator.h"
#include "tests/bench/measures.h"

namespace broadsheet::bench {
namespace {

using v1::RecommendService;

constexpr int kPageSize = 20;

using RawService = RecommendService::WithRawCallbackMethod_Similar<
    RecommendService::WithRawCallbackMethod_Feed<RecommendService::Service>>;

class StoredAnswers final : public RawService {
 public:
  StoredAnswers(const std::string& similar, const std::string& feed)
      : similar_(BufferOf(similar)), feed_(BufferOf(feed)) {}

  grpc::ServerUnaryReactor* Similar(grpc::CallbackServerContext* context,
                                    const grpc::ByteBuffer*,
                                    grpc::ByteBuffer* response) override {
    return Answer(context, similar_, response);
  }
  grpc::ServerUnaryReactor* Feed(grpc::CallbackServerContext* context,
                                 const grpc::ByteBuffer*,
                                 grpc::ByteBuffer* response) override {
    return Answer(context, feed_, response);
  }

 private:
  static grpc::ByteBuffer BufferOf(const std::string& bytes) {
    const grpc::Slice slice(bytes);
    return grpc::ByteBuffer(&slice, 1);
  }
  static grpc::ServerUnaryReactor* Answer(grpc::CallbackServerContext* context,
                                          const grpc::ByteBuffer& stored,
                                          grpc::ByteBuffer* response) {
    *response = stored;
    grpc::ServerUnaryReactor* reactor = context->DefaultReactor();
    reactor->Finish(grpc::Status::OK);
    return reactor;
  }

  grpc::ByteBuffer similar_;
  grpc::ByteBuffer feed_;
};

}  // namespace

bool ServeBare(const BareListsOptions& options) {
  const auto stub = RecommendService::NewStub(Connect(options.recommender));
  v1::SimilarRequest similar;
  similar.set_paper_id(GeneratedId(0));
  similar.set_page_size(kPageSize);
  v1::SimilarResponse similar_answer;
  v1::FeedRequest feed;
  feed.set_reader_id("reader-0");
  feed.set_page_size(kPageSize);
  v1::FeedResponse feed_answer;
  for (const grpc::Status& status :
       {stub->Similar(NewCall(absl::Seconds(10)).get(), similar,
                      &similar_answer),
        stub->Feed(NewCall(absl::Seconds(10)).get(), feed, &feed_answer)}) {
    if (status.ok()) continue;
    std::fprintf(stderr, "%s\n", status.error_message().c_str());
    return false;
  }
  StoredAnswers service(similar_answer.SerializeAsString(),
                        feed_answer.SerializeAsString());
  grpc::ServerBuilder builder;
  builder.AddListeningPort(options.listen, grpc::InsecureServerCredentials());
  builder.RegisterService(&service);
  const std::unique_ptr<grpc::Server> server = builder.BuildAndStart();
  if (server == nullptr) return false;
  std::printf("listening; %zu and %zu bytes\n", similar_answer.ByteSizeLong(),
              feed_answer.ByteSizeLong());
  std::fflush(stdout);
  server->Wait();
  return true;
}

}  // namespace broadsheet::bench
