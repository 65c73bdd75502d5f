#ifndef BROADSHEET_STORAGE_READER_STORE_SERVICE_H_
#define BROADSHEET_STORAGE_READER_STORE_SERVICE_H_

#include "broadsheet/internal/v1/reader_store_service.grpc.pb.h"
#include "common/rpc.h"
#include "storage/event_committer.h"
#include "storage/repositories.h"

namespace broadsheet::storage {

// Forwards each method to its repository; small AppendEvents calls share
// transactions.
class ReaderStoreService final
    : public internal::v1::ReaderStoreService::CallbackService {
 public:
  // All must outlive this.
  ReaderStoreService(Repositories* repositories, EventCommitter* committer,
                     Rpcs* rpcs);
  ~ReaderStoreService() override;

  grpc::ServerUnaryReactor* AppendEvents(
      grpc::CallbackServerContext* context,
      const internal::v1::AppendEventsRequest* request,
      internal::v1::AppendEventsResponse* response) override;
  grpc::ServerUnaryReactor* SubmitPaper(
      grpc::CallbackServerContext* context,
      const internal::v1::SubmitPaperRequest* request,
      internal::v1::SubmitPaperResponse* response) override;
  grpc::ServerUnaryReactor* RetractSubmission(
      grpc::CallbackServerContext* context,
      const internal::v1::RetractSubmissionRequest* request,
      internal::v1::RetractSubmissionResponse* response) override;
  grpc::ServerUnaryReactor* ListSubmitted(
      grpc::CallbackServerContext* context,
      const internal::v1::ListSubmittedRequest* request,
      internal::v1::ListSubmittedResponse* response) override;
  grpc::ServerUnaryReactor* ListLibrary(
      grpc::CallbackServerContext* context,
      const internal::v1::ListLibraryRequest* request,
      internal::v1::ListLibraryResponse* response) override;
  grpc::ServerUnaryReactor* ListDismissed(
      grpc::CallbackServerContext* context,
      const internal::v1::ListDismissedRequest* request,
      internal::v1::ListDismissedResponse* response) override;
  grpc::ServerUnaryReactor* ListFolders(
      grpc::CallbackServerContext* context,
      const internal::v1::ListFoldersRequest* request,
      internal::v1::ListFoldersResponse* response) override;
  grpc::ServerUnaryReactor* ListFollows(
      grpc::CallbackServerContext* context,
      const internal::v1::ListFollowsRequest* request,
      internal::v1::ListFollowsResponse* response) override;
  grpc::ServerUnaryReactor* BatchGetStandings(
      grpc::CallbackServerContext* context,
      const internal::v1::BatchGetStandingsRequest* request,
      internal::v1::BatchGetStandingsResponse* response) override;
  grpc::ServerUnaryReactor* ExportReader(
      grpc::CallbackServerContext* context,
      const internal::v1::ExportReaderRequest* request,
      internal::v1::ExportReaderResponse* response) override;
  grpc::ServerUnaryReactor* EraseReader(
      grpc::CallbackServerContext* context,
      const internal::v1::EraseReaderRequest* request,
      internal::v1::EraseReaderResponse* response) override;
  grpc::ServerUnaryReactor* CreateToken(
      grpc::CallbackServerContext* context,
      const internal::v1::CreateTokenRequest* request,
      internal::v1::CreateTokenResponse* response) override;
  grpc::ServerUnaryReactor* FindToken(
      grpc::CallbackServerContext* context,
      const internal::v1::FindTokenRequest* request,
      internal::v1::FindTokenResponse* response) override;

 private:
  Repositories* repositories_;
  EventCommitter* committer_;
  Rpcs* rpcs_;
};

}  // namespace broadsheet::storage

#endif  // BROADSHEET_STORAGE_READER_STORE_SERVICE_H_
