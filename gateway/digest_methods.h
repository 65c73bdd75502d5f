#ifndef BROADSHEET_GATEWAY_DIGEST_METHODS_H_
#define BROADSHEET_GATEWAY_DIGEST_METHODS_H_

namespace broadsheet::gateway {

class Backend;
class MethodTable;

// The methods of v1.DigestService, all of which are passed on to digest/.
#define BROADSHEET_DIGEST_METHODS(METHOD) \
  METHOD(Subscribe)                       \
  METHOD(ConfirmSubscription)             \
  METHOD(GetMailLink)                     \
  METHOD(FollowMailLink)                  \
  METHOD(ChangeSubscription)              \
  METHOD(SendDue)                         \
  METHOD(Preview)                         \
  METHOD(PauseDigests)                    \
  METHOD(ListIssues)                      \
  METHOD(ListMails)                       \
  METHOD(ResendMail)                      \
  METHOD(SuppressAddress)                 \
  METHOD(ExportAddress)                   \
  METHOD(EraseAddress)                    \
  METHOD(ListKeptMails)

// `backend` must outlive the table.
void RegisterDigestMethods(Backend* backend, MethodTable* table);

}  // namespace broadsheet::gateway

#endif  // BROADSHEET_GATEWAY_DIGEST_METHODS_H_
