#include "tests/bench/measures.h"

#include <algorithm>

#include "absl/strings/str_format.h"
#include "absl/time/clock.h"
#include "grpcpp/create_channel.h"
#include "grpcpp/security/credentials.h"
#include "grpcpp/support/channel_arguments.h"

namespace broadsheet::bench {
namespace {

// The smallest time that `share` of all do not exceed.
double Milliseconds(const std::vector<absl::Duration>& sorted, double share) {
  const auto last = static_cast<double>(sorted.size() - 1);
  const auto at = static_cast<size_t>(share * last + 0.5);
  return absl::ToDoubleMilliseconds(sorted[at]);
}

}  // namespace

void Times::Add(absl::Duration time) {
  std::lock_guard lock(mu_);
  times_.push_back(time);
}

size_t Times::count() const {
  std::lock_guard lock(mu_);
  return times_.size();
}

std::string Times::Summary() const {
  std::vector<absl::Duration> sorted;
  {
    std::lock_guard lock(mu_);
    sorted = times_;
  }
  if (sorted.empty()) return "none";
  std::sort(sorted.begin(), sorted.end());
  return absl::StrFormat(
      "p50 %.2f ms, p99 %.2f ms, p99.9 %.2f ms, maximum %.2f ms",
      Milliseconds(sorted, 0.5), Milliseconds(sorted, 0.99),
      Milliseconds(sorted, 0.999), Milliseconds(sorted, 1));
}

std::shared_ptr<grpc::Channel> Connect(const std::string& target) {
  grpc::ChannelArguments arguments;
  arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
  return grpc::CreateCustomChannel(target, grpc::InsecureChannelCredentials(),
                                   arguments);
}

std::unique_ptr<grpc::ClientContext> NewCall(absl::Duration limit,
                                             const std::string& token) {
  auto context = std::make_unique<grpc::ClientContext>();
  context->set_deadline(absl::ToChronoTime(absl::Now() + limit));
  if (!token.empty()) {
    context->AddMetadata("authorization", "Bearer " + token);
  }
  return context;
}

}  // namespace broadsheet::bench
