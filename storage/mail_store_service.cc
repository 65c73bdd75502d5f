#include "storage/mail_store_service.h"

namespace broadsheet::storage {

using grpc::CallbackServerContext;
using grpc::ServerUnaryReactor;

MailStoreService::MailStoreService(Repositories* repositories, Rpcs* rpcs)
    : repositories_(repositories), rpcs_(rpcs) {}

MailStoreService::~MailStoreService() = default;

ServerUnaryReactor* MailStoreService::QueueMail(
    CallbackServerContext* context,
    const internal::v1::QueueMailRequest* request,
    internal::v1::QueueMailResponse* response) {
  return rpcs_->Unary("MailStoreService/QueueMail", context, request, response,
                      [this](CallContext& call, const auto& r) {
                        return repositories_->mail.Queue(call, r);
                      });
}

ServerUnaryReactor* MailStoreService::CreateSubscription(
    CallbackServerContext* context,
    const internal::v1::CreateSubscriptionRequest* request,
    internal::v1::CreateSubscriptionResponse* response) {
  return rpcs_->Unary("MailStoreService/CreateSubscription", context, request,
                      response, [this](CallContext& call, const auto& r) {
                        return repositories_->subscriptions.Create(call, r);
                      });
}

ServerUnaryReactor* MailStoreService::ConfirmSubscription(
    CallbackServerContext* context,
    const internal::v1::ConfirmSubscriptionRequest* request,
    internal::v1::ConfirmSubscriptionResponse* response) {
  return rpcs_->Unary("MailStoreService/ConfirmSubscription", context, request,
                      response, [this](CallContext& call, const auto& r) {
                        return repositories_->subscriptions.Confirm(call, r);
                      });
}

ServerUnaryReactor* MailStoreService::GetSubscription(
    CallbackServerContext* context,
    const internal::v1::GetSubscriptionRequest* request,
    internal::v1::GetSubscriptionResponse* response) {
  return rpcs_->Unary("MailStoreService/GetSubscription", context, request,
                      response, [this](CallContext& call, const auto& r) {
                        return repositories_->subscriptions.Get(call, r);
                      });
}

ServerUnaryReactor* MailStoreService::ListSubscriptions(
    CallbackServerContext* context,
    const internal::v1::ListSubscriptionsRequest* request,
    internal::v1::ListSubscriptionsResponse* response) {
  return rpcs_->Unary("MailStoreService/ListSubscriptions", context, request,
                      response, [this](CallContext& call, const auto& r) {
                        return repositories_->subscriptions.List(call, r);
                      });
}

ServerUnaryReactor* MailStoreService::UpdateSubscription(
    CallbackServerContext* context,
    const internal::v1::UpdateSubscriptionRequest* request,
    internal::v1::UpdateSubscriptionResponse* response) {
  return rpcs_->Unary("MailStoreService/UpdateSubscription", context, request,
                      response, [this](CallContext& call, const auto& r) {
                        return repositories_->subscriptions.Update(call, r);
                      });
}

ServerUnaryReactor* MailStoreService::ClaimDue(
    CallbackServerContext* context,
    const internal::v1::ClaimDueRequest* request,
    internal::v1::ClaimDueResponse* response) {
  return rpcs_->Unary("MailStoreService/ClaimDue", context, request, response,
                      [this](CallContext& call, const auto& r) {
                        return repositories_->subscriptions.ClaimDue(call, r);
                      });
}

ServerUnaryReactor* MailStoreService::FindMailed(
    CallbackServerContext* context,
    const internal::v1::FindMailedRequest* request,
    internal::v1::FindMailedResponse* response) {
  return rpcs_->Unary("MailStoreService/FindMailed", context, request, response,
                      [this](CallContext& call, const auto& r) {
                        return repositories_->mail.FindMailed(call, r);
                      });
}

ServerUnaryReactor* MailStoreService::PutIssues(
    CallbackServerContext* context,
    const internal::v1::PutIssuesRequest* request,
    internal::v1::PutIssuesResponse* response) {
  return rpcs_->Unary("MailStoreService/PutIssues", context, request, response,
                      [this](CallContext& call, const auto& r) {
                        return repositories_->mail.PutIssues(call, r);
                      });
}

ServerUnaryReactor* MailStoreService::ExchangeMails(
    CallbackServerContext* context,
    const internal::v1::ExchangeMailsRequest* request,
    internal::v1::ExchangeMailsResponse* response) {
  return rpcs_->Unary("MailStoreService/ExchangeMails", context, request,
                      response, [this](CallContext& call, const auto& r) {
                        return repositories_->mail.Exchange(call, r);
                      });
}

ServerUnaryReactor* MailStoreService::AddClick(
    CallbackServerContext* context,
    const internal::v1::AddClickRequest* request,
    internal::v1::AddClickResponse* response) {
  return rpcs_->Unary("MailStoreService/AddClick", context, request, response,
                      [this](CallContext& call, const auto& r) {
                        return repositories_->mail_reports.AddClick(call, r);
                      });
}

ServerUnaryReactor* MailStoreService::SetSuppression(
    CallbackServerContext* context,
    const internal::v1::SetSuppressionRequest* request,
    internal::v1::SetSuppressionResponse* response) {
  return rpcs_->Unary("MailStoreService/SetSuppression", context, request,
                      response, [this](CallContext& call, const auto& r) {
                        return repositories_->mail_reports.SetSuppression(call,
                                                                          r);
                      });
}

ServerUnaryReactor* MailStoreService::ListSuppressions(
    CallbackServerContext* context,
    const internal::v1::ListSuppressionsRequest* request,
    internal::v1::ListSuppressionsResponse* response) {
  return rpcs_->Unary("MailStoreService/ListSuppressions", context, request,
                      response, [this](CallContext& call, const auto& r) {
                        return repositories_->mail_reports.ListSuppressions(
                            call, r);
                      });
}

ServerUnaryReactor* MailStoreService::ListIssues(
    CallbackServerContext* context,
    const internal::v1::ListIssuesRequest* request,
    internal::v1::ListIssuesResponse* response) {
  return rpcs_->Unary("MailStoreService/ListIssues", context, request, response,
                      [this](CallContext& call, const auto& r) {
                        return repositories_->mail_reports.ListIssues(call, r);
                      });
}

ServerUnaryReactor* MailStoreService::ListMails(
    CallbackServerContext* context,
    const internal::v1::ListMailsRequest* request,
    internal::v1::ListMailsResponse* response) {
  return rpcs_->Unary("MailStoreService/ListMails", context, request, response,
                      [this](CallContext& call, const auto& r) {
                        return repositories_->mail_reports.ListMails(call, r);
                      });
}

ServerUnaryReactor* MailStoreService::GetMail(
    CallbackServerContext* context, const internal::v1::GetMailRequest* request,
    internal::v1::GetMailResponse* response) {
  return rpcs_->Unary("MailStoreService/GetMail", context, request, response,
                      [this](CallContext& call, const auto& r) {
                        return repositories_->mail.Get(call, r);
                      });
}

ServerUnaryReactor* MailStoreService::ResendMail(
    CallbackServerContext* context,
    const internal::v1::ResendMailRequest* request,
    internal::v1::ResendMailResponse* response) {
  return rpcs_->Unary("MailStoreService/ResendMail", context, request, response,
                      [this](CallContext& call, const auto& r) {
                        return repositories_->mail.Resend(call, r);
                      });
}

ServerUnaryReactor* MailStoreService::EraseAddress(
    CallbackServerContext* context,
    const internal::v1::EraseAddressRequest* request,
    internal::v1::EraseAddressResponse* response) {
  return rpcs_->Unary("MailStoreService/EraseAddress", context, request,
                      response, [this](CallContext& call, const auto& r) {
                        return repositories_->mail_reports.EraseAddress(call,
                                                                        r);
                      });
}

}  // namespace broadsheet::storage
