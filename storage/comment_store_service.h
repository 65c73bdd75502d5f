#ifndef BROADSHEET_STORAGE_COMMENT_STORE_SERVICE_H_
#define BROADSHEET_STORAGE_COMMENT_STORE_SERVICE_H_

#include "broadsheet/internal/v1/comment_store_service.grpc.pb.h"
#include "common/rpc.h"
#include "storage/repositories.h"

namespace broadsheet::storage {

// Forwards each method to its repository.
class CommentStoreService final
    : public internal::v1::CommentStoreService::CallbackService {
 public:
  // Both must outlive this.
  CommentStoreService(Repositories* repositories, Rpcs* rpcs);
  ~CommentStoreService() override;

  grpc::ServerUnaryReactor* CreateComment(
      grpc::CallbackServerContext* context,
      const internal::v1::CreateCommentRequest* request,
      internal::v1::CreateCommentResponse* response) override;
  grpc::ServerUnaryReactor* EditComment(
      grpc::CallbackServerContext* context,
      const internal::v1::EditCommentRequest* request,
      internal::v1::EditCommentResponse* response) override;
  grpc::ServerUnaryReactor* ListComments(
      grpc::CallbackServerContext* context,
      const internal::v1::ListCommentsRequest* request,
      internal::v1::ListCommentsResponse* response) override;
  grpc::ServerUnaryReactor* ReportComment(
      grpc::CallbackServerContext* context,
      const internal::v1::ReportCommentRequest* request,
      internal::v1::ReportCommentResponse* response) override;
  grpc::ServerUnaryReactor* ListReports(
      grpc::CallbackServerContext* context,
      const internal::v1::ListReportsRequest* request,
      internal::v1::ListReportsResponse* response) override;
  grpc::ServerUnaryReactor* ModerateComment(
      grpc::CallbackServerContext* context,
      const internal::v1::ModerateCommentRequest* request,
      internal::v1::ModerateCommentResponse* response) override;
  grpc::ServerUnaryReactor* PutClaim(
      grpc::CallbackServerContext* context,
      const internal::v1::PutClaimRequest* request,
      internal::v1::PutClaimResponse* response) override;
  grpc::ServerUnaryReactor* ListClaims(
      grpc::CallbackServerContext* context,
      const internal::v1::ListClaimsRequest* request,
      internal::v1::ListClaimsResponse* response) override;
  grpc::ServerUnaryReactor* ListKnownAuthors(
      grpc::CallbackServerContext* context,
      const internal::v1::ListKnownAuthorsRequest* request,
      internal::v1::ListKnownAuthorsResponse* response) override;

 private:
  Repositories* repositories_;
  Rpcs* rpcs_;
};

}  // namespace broadsheet::storage

#endif  // BROADSHEET_STORAGE_COMMENT_STORE_SERVICE_H_
