#ifndef BROADSHEET_STORAGE_MAIL_STORE_SERVICE_H_
#define BROADSHEET_STORAGE_MAIL_STORE_SERVICE_H_

#include "broadsheet/internal/v1/mail_store_service.grpc.pb.h"
#include "common/rpc.h"
#include "storage/repositories.h"

namespace broadsheet::storage {

// Forwards each method to its repository.
class MailStoreService final
    : public internal::v1::MailStoreService::CallbackService {
 public:
  // Both must outlive this.
  MailStoreService(Repositories* repositories, Rpcs* rpcs);
  ~MailStoreService() override;

  grpc::ServerUnaryReactor* QueueMail(
      grpc::CallbackServerContext* context,
      const internal::v1::QueueMailRequest* request,
      internal::v1::QueueMailResponse* response) override;
  grpc::ServerUnaryReactor* CreateSubscription(
      grpc::CallbackServerContext* context,
      const internal::v1::CreateSubscriptionRequest* request,
      internal::v1::CreateSubscriptionResponse* response) override;
  grpc::ServerUnaryReactor* ConfirmSubscription(
      grpc::CallbackServerContext* context,
      const internal::v1::ConfirmSubscriptionRequest* request,
      internal::v1::ConfirmSubscriptionResponse* response) override;
  grpc::ServerUnaryReactor* GetSubscription(
      grpc::CallbackServerContext* context,
      const internal::v1::GetSubscriptionRequest* request,
      internal::v1::GetSubscriptionResponse* response) override;
  grpc::ServerUnaryReactor* ListSubscriptions(
      grpc::CallbackServerContext* context,
      const internal::v1::ListSubscriptionsRequest* request,
      internal::v1::ListSubscriptionsResponse* response) override;
  grpc::ServerUnaryReactor* UpdateSubscription(
      grpc::CallbackServerContext* context,
      const internal::v1::UpdateSubscriptionRequest* request,
      internal::v1::UpdateSubscriptionResponse* response) override;
  grpc::ServerUnaryReactor* ClaimDue(
      grpc::CallbackServerContext* context,
      const internal::v1::ClaimDueRequest* request,
      internal::v1::ClaimDueResponse* response) override;
  grpc::ServerUnaryReactor* FindMailed(
      grpc::CallbackServerContext* context,
      const internal::v1::FindMailedRequest* request,
      internal::v1::FindMailedResponse* response) override;
  grpc::ServerUnaryReactor* PutIssues(
      grpc::CallbackServerContext* context,
      const internal::v1::PutIssuesRequest* request,
      internal::v1::PutIssuesResponse* response) override;
  grpc::ServerUnaryReactor* ExchangeMails(
      grpc::CallbackServerContext* context,
      const internal::v1::ExchangeMailsRequest* request,
      internal::v1::ExchangeMailsResponse* response) override;
  grpc::ServerUnaryReactor* AddClick(
      grpc::CallbackServerContext* context,
      const internal::v1::AddClickRequest* request,
      internal::v1::AddClickResponse* response) override;
  grpc::ServerUnaryReactor* SetSuppression(
      grpc::CallbackServerContext* context,
      const internal::v1::SetSuppressionRequest* request,
      internal::v1::SetSuppressionResponse* response) override;
  grpc::ServerUnaryReactor* ListSuppressions(
      grpc::CallbackServerContext* context,
      const internal::v1::ListSuppressionsRequest* request,
      internal::v1::ListSuppressionsResponse* response) override;
  grpc::ServerUnaryReactor* ListIssues(
      grpc::CallbackServerContext* context,
      const internal::v1::ListIssuesRequest* request,
      internal::v1::ListIssuesResponse* response) override;
  grpc::ServerUnaryReactor* ListMails(
      grpc::CallbackServerContext* context,
      const internal::v1::ListMailsRequest* request,
      internal::v1::ListMailsResponse* response) override;
  grpc::ServerUnaryReactor* GetMail(
      grpc::CallbackServerContext* context,
      const internal::v1::GetMailRequest* request,
      internal::v1::GetMailResponse* response) override;
  grpc::ServerUnaryReactor* ResendMail(
      grpc::CallbackServerContext* context,
      const internal::v1::ResendMailRequest* request,
      internal::v1::ResendMailResponse* response) override;
  grpc::ServerUnaryReactor* EraseAddress(
      grpc::CallbackServerContext* context,
      const internal::v1::EraseAddressRequest* request,
      internal::v1::EraseAddressResponse* response) override;

 private:
  Repositories* repositories_;
  Rpcs* rpcs_;
};

}  // namespace broadsheet::storage

#endif  // BROADSHEET_STORAGE_MAIL_STORE_SERVICE_H_
