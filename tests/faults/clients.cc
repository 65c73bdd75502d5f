#include "tests/faults/clients.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "common/channel.h"
#include "common/errors.h"

namespace broadsheet::faults {
namespace {

std::shared_ptr<grpc::Channel> Connect(const std::string& address) {
  return MakeChannel({.target = address, .services = {}});
}

}  // namespace

Clients::Clients(const std::string& gateway,
                 const std::vector<std::string>& recommenders,
                 std::string token)
    : token_(std::move(token)) {
  const auto channel = Connect(gateway);
  ingest_ = v1::IngestService::NewStub(channel);
  readers_ = v1::ReaderService::NewStub(channel);
  recommend_ = v1::RecommendService::NewStub(channel);
  for (const std::string& address : recommenders) {
    replicas_.push_back(v1::RecommendService::NewStub(Connect(address)));
  }
}

std::unique_ptr<grpc::ClientContext> Clients::Context(
    absl::Duration limit) const {
  auto context = std::make_unique<grpc::ClientContext>();
  context->set_deadline(absl::ToChronoTime(absl::Now() + limit));
  context->AddMetadata("authorization", absl::StrCat("Bearer ", token_));
  return context;
}

bool IsTrouble(const absl::Status& status) {
  switch (status.code()) {
    case absl::StatusCode::kUnavailable:
    case absl::StatusCode::kDeadlineExceeded:
    case absl::StatusCode::kCancelled:
    case absl::StatusCode::kAborted:
      return true;
    case absl::StatusCode::kResourceExhausted:
      return ReasonOf(status) == "POOL_EXHAUSTED" ||
             ReasonOf(status) == "OVERLOADED";
    default:
      return false;
  }
}

}  // namespace broadsheet::faults
