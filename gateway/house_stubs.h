#ifndef BROADSHEET_GATEWAY_HOUSE_STUBS_H_
#define BROADSHEET_GATEWAY_HOUSE_STUBS_H_

#include <functional>
#include <map>
#include <memory>
#include <string>

#include "broadsheet/internal/v1/account_store_service.grpc.pb.h"
#include "broadsheet/internal/v1/change_feed_service.grpc.pb.h"
#include "broadsheet/internal/v1/comment_store_service.grpc.pb.h"
#include "broadsheet/internal/v1/mail_store_service.grpc.pb.h"
#include "broadsheet/internal/v1/paper_store_service.grpc.pb.h"
#include "broadsheet/internal/v1/reader_store_service.grpc.pb.h"
#include "broadsheet/v1/digest_service.grpc.pb.h"
#include "broadsheet/v1/edition_service.grpc.pb.h"
#include "broadsheet/v1/ingest_service.grpc.pb.h"
#include "broadsheet/v1/model_service.grpc.pb.h"
#include "common/channel.h"
#include "common/tls_identity.h"
#include "grpcpp/channel.h"

namespace broadsheet::gateway {

// Where the other houses are: see ChannelOptions::target.
struct HouseTargets {
  std::string storage = "127.0.0.1:8091";
  std::string ingest = "127.0.0.1:8092";
  // See TargetAddresses (balancer/addresses.h).
  std::string recommend = "127.0.0.1:8093";
  // Empty: the newspaper has none, and calls of it are UNAVAILABLE.
  std::string trainer = "127.0.0.1:8095";
  std::string digest = "127.0.0.1:8094";
  // As in ChannelOptions; each of them proves its own name.
  std::shared_ptr<const TlsIdentity> tls = nullptr;
};

// Makes the channel to the recommender at an address: a ReplicaSet::Connect.
std::function<std::shared_ptr<grpc::Channel>(const std::string& address)>
ReplicaConnector(std::shared_ptr<const TlsIdentity> tls = nullptr);

// A stub of every service of storage, ingest and the trainer that the gateway
// calls; the recommenders are balancer/'s. Thread-safe.
class HouseStubs {
 public:
  explicit HouseStubs(const HouseTargets& targets);

  std::unique_ptr<internal::v1::PaperStoreService::Stub> papers;
  std::unique_ptr<internal::v1::ReaderStoreService::Stub> readers;
  std::unique_ptr<internal::v1::AccountStoreService::Stub> accounts;
  std::unique_ptr<internal::v1::CommentStoreService::Stub> comments;
  std::unique_ptr<internal::v1::ChangeFeedService::Stub> changes;
  std::unique_ptr<internal::v1::MailStoreService::Stub> mail;
  std::unique_ptr<v1::DigestService::Stub> digest;
  std::unique_ptr<v1::EditionService::Stub> editions;
  std::unique_ptr<v1::ModelService::Stub> models;
  std::unique_ptr<v1::IngestService::Stub> ingest;
  // By name: ingest, and the trainer and digest where there are any.
  std::map<std::string, std::shared_ptr<grpc::Channel>> channels;

 private:
  std::shared_ptr<grpc::Channel> Connect(const std::string& name,
                                         const ChannelOptions& options);
};

}  // namespace broadsheet::gateway

#endif  // BROADSHEET_GATEWAY_HOUSE_STUBS_H_
