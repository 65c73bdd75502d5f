// Measures a running newspaper over gRPC, as a client sees it:
//   broadsheet-bench idle GATEWAY CALLS IDLE_SECONDS
//     lets the connection rest, then makes one call, again and again
//   broadsheet-bench papers RECOMMENDER COUNT
//     how long it takes until the recommender knows that many papers

#include <algorithm>
#include <cstdio>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "broadsheet/v1/recommend_service.grpc.pb.h"
#include "grpcpp/create_channel.h"
#include "grpcpp/security/credentials.h"

namespace {

using broadsheet::v1::RecommendService;

constexpr absl::Duration kCallLimit = absl::Seconds(10);
constexpr absl::Duration kPapersLimit = absl::Seconds(60);

std::unique_ptr<RecommendService::Stub> Connect(const std::string& target) {
  return RecommendService::NewStub(
      grpc::CreateChannel(target, grpc::InsecureChannelCredentials()));
}

// How long one search takes; infinite when it fails, which is printed.
absl::Duration TimeSearch(RecommendService::Stub* stub) {
  broadsheet::v1::SearchRequest request;
  request.set_query("attention");
  broadsheet::v1::SearchResponse response;
  grpc::ClientContext context;
  context.set_deadline(absl::ToChronoTime(absl::Now() + kCallLimit));
  const absl::Time start = absl::Now();
  const grpc::Status status = stub->Search(&context, request, &response);
  if (status.ok()) return absl::Now() - start;
  std::fprintf(stderr, "%s\n", status.error_message().c_str());
  return absl::InfiniteDuration();
}

int MeasureIdle(const std::string& target, int calls, absl::Duration idle) {
  const auto stub = Connect(target);
  // The first call also connects.
  if (TimeSearch(stub.get()) == absl::InfiniteDuration()) return 1;
  std::vector<absl::Duration> times;
  for (int i = 0; i < calls; ++i) {
    absl::SleepFor(idle);
    times.push_back(TimeSearch(stub.get()));
    if (times.back() == absl::InfiniteDuration()) return 1;
  }
  std::sort(times.begin(), times.end());
  std::printf("median %.2f ms, maximum %.2f ms\n",
              absl::ToDoubleMilliseconds(times[times.size() / 2]),
              absl::ToDoubleMilliseconds(times.back()));
  return 0;
}

int64_t CountPapers(RecommendService::Stub* stub) {
  broadsheet::v1::GetStatusResponse response;
  grpc::ClientContext context;
  context.set_deadline(absl::ToChronoTime(absl::Now() + kCallLimit));
  const grpc::Status status = stub->GetStatus(&context, {}, &response);
  return status.ok() ? response.papers() : -1;
}

int MeasurePapers(const std::string& target, int64_t wanted) {
  const auto stub = Connect(target);
  const absl::Time start = absl::Now();
  int64_t papers = CountPapers(stub.get());
  while (papers < wanted && absl::Now() - start < kPapersLimit) {
    absl::SleepFor(absl::Milliseconds(5));
    papers = CountPapers(stub.get());
  }
  std::printf("%lld papers after %.0f ms\n", static_cast<long long>(papers),
              absl::ToDoubleMilliseconds(absl::Now() - start));
  return papers >= wanted ? 0 : 1;
}

}  // namespace

int main(int argc, char** argv) {
  const std::vector<std::string> arguments(argv + 1, argv + argc);
  int count = 0;
  double idle_seconds = 0;
  if (arguments.size() == 4 && arguments[0] == "idle" &&
      absl::SimpleAtoi(arguments[2], &count) && count > 0 &&
      absl::SimpleAtod(arguments[3], &idle_seconds)) {
    return MeasureIdle(arguments[1], count, absl::Seconds(idle_seconds));
  }
  if (arguments.size() == 3 && arguments[0] == "papers" &&
      absl::SimpleAtoi(arguments[2], &count)) {
    return MeasurePapers(arguments[1], count);
  }
  std::fprintf(stderr,
               "usage: broadsheet-bench idle GATEWAY CALLS IDLE_SECONDS\n"
               "       broadsheet-bench papers RECOMMENDER COUNT\n");
  return 2;
}
