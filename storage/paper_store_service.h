#ifndef BROADSHEET_STORAGE_PAPER_STORE_SERVICE_H_
#define BROADSHEET_STORAGE_PAPER_STORE_SERVICE_H_

#include <functional>
#include <utility>

#include "broadsheet/internal/v1/paper_store_service.grpc.pb.h"
#include "common/rpc.h"
#include "storage/follower_lags.h"
#include "storage/repositories.h"

namespace broadsheet::storage {

// Forwards each method to its repository.
class PaperStoreService final
    : public internal::v1::PaperStoreService::CallbackService {
 public:
  // Pointers must outlive this. `process` tells how this process is doing.
  PaperStoreService(Repositories* repositories, const FollowerLags* lags,
                    Rpcs* rpcs, std::function<v1::StorageStatus()> process);
  ~PaperStoreService() override;

  grpc::ServerBidiReactor<internal::v1::UpsertPapersRequest,
                          internal::v1::UpsertPapersResponse>*
  UpsertPapers(grpc::CallbackServerContext* context) override;
  grpc::ServerUnaryReactor* BatchGetPapers(
      grpc::CallbackServerContext* context,
      const internal::v1::BatchGetPapersRequest* request,
      internal::v1::BatchGetPapersResponse* response) override;
  grpc::ServerUnaryReactor* ListPapers(
      grpc::CallbackServerContext* context,
      const internal::v1::ListPapersRequest* request,
      internal::v1::ListPapersResponse* response) override;
  grpc::ServerUnaryReactor* SetWithdrawn(
      grpc::CallbackServerContext* context,
      const internal::v1::SetWithdrawnRequest* request,
      internal::v1::SetWithdrawnResponse* response) override;
  grpc::ServerUnaryReactor* AddDeadLetters(
      grpc::CallbackServerContext* context,
      const internal::v1::AddDeadLettersRequest* request,
      internal::v1::AddDeadLettersResponse* response) override;
  grpc::ServerUnaryReactor* DeleteDeadLetters(
      grpc::CallbackServerContext* context,
      const internal::v1::DeleteDeadLettersRequest* request,
      internal::v1::DeleteDeadLettersResponse* response) override;
  grpc::ServerUnaryReactor* ListDeadLetters(
      grpc::CallbackServerContext* context,
      const internal::v1::ListDeadLettersRequest* request,
      internal::v1::ListDeadLettersResponse* response) override;
  grpc::ServerUnaryReactor* GetCatalogueStatus(
      grpc::CallbackServerContext* context,
      const internal::v1::GetCatalogueStatusRequest* request,
      internal::v1::GetCatalogueStatusResponse* response) override;

 private:
  // Papers are to be found within a second of their acknowledgement, so that
  // those who load them go no faster than those who index them. A follower that
  // stands still does not stop them.
  void LetFollowersCatchUp(const CallContext& call) const;

  Repositories* repositories_;
  const FollowerLags* lags_;
  Rpcs* rpcs_;
  const std::function<v1::StorageStatus()> process_;
};

}  // namespace broadsheet::storage

#endif  // BROADSHEET_STORAGE_PAPER_STORE_SERVICE_H_
