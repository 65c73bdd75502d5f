#include "gateway/house_stubs.h"

#include <utility>

#include "common/channel.h"

namespace broadsheet::gateway {
namespace {

// A feed may carry 500 whole papers of 100 kB and more.
constexpr int kMaxAnswerBytes = 64 << 20;

ChannelOptions Options(const std::string& target,
                       std::vector<std::string> services) {
  ChannelOptions options;
  options.target = target;
  options.services = std::move(services);
  options.max_message_bytes = kMaxAnswerBytes;
  return options;
}

std::shared_ptr<grpc::Channel> Connect(const std::string& target,
                                       std::vector<std::string> services) {
  return MakeChannel(Options(target, std::move(services)));
}

}  // namespace

std::shared_ptr<grpc::Channel> ConnectReplica(const std::string& address) {
  ChannelOptions options = Options(address, {"broadsheet.v1.RecommendService"});
  options.retry = false;
  return MakeChannel(options);
}

HouseStubs::HouseStubs(const HouseTargets& targets)
    : ingest_channel(Connect(targets.ingest, {"broadsheet.v1.IngestService"})) {
  auto storage =
      Connect(targets.storage, {"broadsheet.internal.v1.PaperStoreService",
                                "broadsheet.internal.v1.ReaderStoreService"});
  papers = internal::v1::PaperStoreService::NewStub(storage);
  readers = internal::v1::ReaderStoreService::NewStub(storage);
  ingest = v1::IngestService::NewStub(ingest_channel);
}

}  // namespace broadsheet::gateway
