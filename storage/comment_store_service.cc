#include "storage/comment_store_service.h"

namespace broadsheet::storage {

using grpc::CallbackServerContext;
using grpc::ServerUnaryReactor;
namespace store = internal::v1;

CommentStoreService::CommentStoreService(Repositories* repositories, Rpcs* rpcs)
    : repositories_(repositories), rpcs_(rpcs) {}

CommentStoreService::~CommentStoreService() = default;

ServerUnaryReactor* CommentStoreService::CreateComment(
    CallbackServerContext* context, const store::CreateCommentRequest* request,
    store::CreateCommentResponse* response) {
  return rpcs_->Unary("CommentStoreService/CreateComment", context, request,
                      response, [this](CallContext& call, const auto& r) {
                        return repositories_->comments.Create(call, r);
                      });
}

ServerUnaryReactor* CommentStoreService::EditComment(
    CallbackServerContext* context, const store::EditCommentRequest* request,
    store::EditCommentResponse* response) {
  return rpcs_->Unary("CommentStoreService/EditComment", context, request,
                      response, [this](CallContext& call, const auto& r) {
                        return repositories_->comments.Edit(call, r);
                      });
}

ServerUnaryReactor* CommentStoreService::ListComments(
    CallbackServerContext* context, const store::ListCommentsRequest* request,
    store::ListCommentsResponse* response) {
  return rpcs_->Unary("CommentStoreService/ListComments", context, request,
                      response, [this](CallContext& call, const auto& r) {
                        return repositories_->comments.List(call, r);
                      });
}

ServerUnaryReactor* CommentStoreService::ReportComment(
    CallbackServerContext* context, const store::ReportCommentRequest* request,
    store::ReportCommentResponse* response) {
  return rpcs_->Unary("CommentStoreService/ReportComment", context, request,
                      response, [this](CallContext& call, const auto& r) {
                        return repositories_->comments.Report(call, r);
                      });
}

ServerUnaryReactor* CommentStoreService::ListReports(
    CallbackServerContext* context, const store::ListReportsRequest* request,
    store::ListReportsResponse* response) {
  return rpcs_->Unary("CommentStoreService/ListReports", context, request,
                      response, [this](CallContext& call, const auto& r) {
                        return repositories_->comments.ListReports(call, r);
                      });
}

ServerUnaryReactor* CommentStoreService::ModerateComment(
    CallbackServerContext* context,
    const store::ModerateCommentRequest* request,
    store::ModerateCommentResponse* response) {
  return rpcs_->Unary("CommentStoreService/ModerateComment", context, request,
                      response, [this](CallContext& call, const auto& r) {
                        return repositories_->comments.Moderate(call, r);
                      });
}

ServerUnaryReactor* CommentStoreService::PutClaim(
    CallbackServerContext* context, const store::PutClaimRequest* request,
    store::PutClaimResponse* response) {
  return rpcs_->Unary("CommentStoreService/PutClaim", context, request,
                      response, [this](CallContext& call, const auto& r) {
                        return repositories_->claims.Put(call, r);
                      });
}

ServerUnaryReactor* CommentStoreService::ListClaims(
    CallbackServerContext* context, const store::ListClaimsRequest* request,
    store::ListClaimsResponse* response) {
  return rpcs_->Unary("CommentStoreService/ListClaims", context, request,
                      response, [this](CallContext& call, const auto& r) {
                        return repositories_->claims.List(call, r);
                      });
}

ServerUnaryReactor* CommentStoreService::ListKnownAuthors(
    CallbackServerContext* context,
    const store::ListKnownAuthorsRequest* request,
    store::ListKnownAuthorsResponse* response) {
  return rpcs_->Unary("CommentStoreService/ListKnownAuthors", context, request,
                      response, [this](CallContext& call, const auto& r) {
                        return repositories_->claims.ListKnown(call, r);
                      });
}

}  // namespace broadsheet::storage
