#include "gateway/balancer/roll_call.h"

#include <future>
#include <memory>
#include <string>
#include <utility>

#include "absl/time/clock.h"
#include "common/channel.h"
#include "common/grpc_status.h"
#include "grpcpp/client_context.h"

namespace broadsheet::gateway {
namespace {

// One question under way.
struct Question {
  grpc::ClientContext context;
  v1::GetStatusRequest request;
  v1::GetStatusResponse response;
  absl::Time began;
  std::promise<absl::Status> ended;
  absl::Duration took;
};

std::unique_ptr<Question> Ask(const CallContext& call, Replica& replica) {
  auto question = std::make_unique<Question>();
  PrepareCall(call, absl::InfiniteDuration(), &question->context);
  question->began = absl::Now();
  replica.GetStatus(&question->context, &question->request, &question->response,
                    [raw = question.get()](const grpc::Status& status) {
                      raw->took = absl::Now() - raw->began;
                      raw->ended.set_value(FromGrpc(status));
                    });
  return question;
}

v1::RecommenderStatus Answer(Question& question, const Replica& replica) {
  const absl::Status status = question.ended.get_future().get();
  v1::RecommenderStatus answer;
  answer.set_address(replica.address());
  answer.set_ejected(replica.ejected());
  answer.set_latency_ms(absl::ToDoubleMilliseconds(question.took));
  answer.set_ok(status.ok() && question.response.ready());
  if (!status.ok()) {
    answer.set_problem(absl::IsDeadlineExceeded(status)
                           ? "does not answer in time"
                           : std::string(status.message()));
    return answer;
  }
  if (!question.response.ready()) {
    answer.set_problem(question.response.activity());
  }
  *answer.mutable_status() = std::move(question.response);
  return answer;
}

}  // namespace

std::vector<v1::RecommenderStatus> AskAll(const CallContext& call,
                                          const Replicas& replicas) {
  std::vector<std::unique_ptr<Question>> questions;
  for (const auto& replica : replicas) {
    questions.push_back(Ask(call, *replica));
  }
  std::vector<v1::RecommenderStatus> answers;
  for (size_t i = 0; i < replicas.size(); ++i) {
    answers.push_back(Answer(*questions[i], *replicas[i]));
  }
  return answers;
}

}  // namespace broadsheet::gateway
