#include "gateway/house_stubs.h"

#include <utility>

#include "common/channel.h"
#include "grpcpp/create_channel.h"
#include "grpcpp/security/credentials.h"

namespace broadsheet::gateway {
namespace {

// A feed may carry 500 whole papers of 100 kB and more.
constexpr int kMaxAnswerBytes = 64 << 20;

ChannelOptions Options(const std::string& house, const std::string& target,
                       std::vector<std::string> services,
                       std::shared_ptr<const TlsIdentity> tls) {
  ChannelOptions options;
  options.target = target;
  options.services = std::move(services);
  options.max_message_bytes = kMaxAnswerBytes;
  options.tls = std::move(tls);
  options.peer_name = house;
  return options;
}

}  // namespace

std::function<std::shared_ptr<grpc::Channel>(const std::string&)>
ReplicaConnector(std::shared_ptr<const TlsIdentity> tls) {
  return [tls = std::move(tls)](const std::string& address) {
    ChannelOptions options =
        Options("recommend", address, {"broadsheet.v1.RecommendService"}, tls);
    options.retry = false;
    return MakeChannel(options);
  };
}

HouseStubs::HouseStubs(const HouseTargets& targets) {
  const auto storage =
      MakeChannel(Options("storage", targets.storage,
                          {"broadsheet.internal.v1.PaperStoreService",
                           "broadsheet.internal.v1.ReaderStoreService",
                           "broadsheet.internal.v1.MailStoreService",
                           "broadsheet.v1.EditionService"},
                          targets.tls));
  papers = internal::v1::PaperStoreService::NewStub(storage);
  readers = internal::v1::ReaderStoreService::NewStub(storage);
  accounts = internal::v1::AccountStoreService::NewStub(storage);
  comments = internal::v1::CommentStoreService::NewStub(storage);
  changes = internal::v1::ChangeFeedService::NewStub(storage);
  mail = internal::v1::MailStoreService::NewStub(storage);
  digest = v1::DigestService::NewStub(
      Connect("digest", Options("digest", targets.digest,
                                {"broadsheet.v1.DigestService"}, targets.tls)));
  editions = v1::EditionService::NewStub(storage);
  models = v1::ModelService::NewStub(
      Connect("trainer", Options("trainer", targets.trainer,
                                 {"broadsheet.v1.ModelService"}, targets.tls)));
  ingest = v1::IngestService::NewStub(
      Connect("ingest", Options("ingest", targets.ingest,
                                {"broadsheet.v1.IngestService"}, targets.tls)));
}

std::shared_ptr<grpc::Channel> HouseStubs::Connect(
    const std::string& name, const ChannelOptions& options) {
  if (options.target.empty()) {
    // It fails every call at once.
    return grpc::CreateChannel("ipv4:127.0.0.1:0",
                               grpc::InsecureChannelCredentials());
  }
  return channels[name] = MakeChannel(options);
}

}  // namespace broadsheet::gateway
