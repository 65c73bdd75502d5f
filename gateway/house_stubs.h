#ifndef BROADSHEET_GATEWAY_HOUSE_STUBS_H_
#define BROADSHEET_GATEWAY_HOUSE_STUBS_H_

#include <memory>
#include <string>

#include "broadsheet/internal/v1/paper_store_service.grpc.pb.h"
#include "broadsheet/internal/v1/reader_store_service.grpc.pb.h"
#include "broadsheet/v1/editor_service.grpc.pb.h"
#include "broadsheet/v1/ingest_service.grpc.pb.h"
#include "broadsheet/v1/recommend_service.grpc.pb.h"
#include "grpcpp/channel.h"

namespace broadsheet::gateway {

// Where the other houses are: see ChannelOptions::target.
struct HouseTargets {
  std::string storage = "127.0.0.1:8091";
  std::string ingest = "127.0.0.1:8092";
  std::string recommend = "127.0.0.1:8093";
};

// A stub of every service that the gateway calls. Thread-safe.
class HouseStubs {
 public:
  explicit HouseStubs(const HouseTargets& targets);

  std::unique_ptr<internal::v1::PaperStoreService::Stub> papers;
  std::unique_ptr<internal::v1::ReaderStoreService::Stub> readers;
  std::unique_ptr<v1::IngestService::Stub> ingest;
  std::unique_ptr<v1::RecommendService::Stub> recommend;
  std::unique_ptr<v1::EditorService::Stub> editor;
  std::shared_ptr<grpc::Channel> ingest_channel;
};

}  // namespace broadsheet::gateway

#endif  // BROADSHEET_GATEWAY_HOUSE_STUBS_H_
