#ifndef BROADSHEET_STORAGE_MAIL_RECORDS_H_
#define BROADSHEET_STORAGE_MAIL_RECORDS_H_

#include <map>
#include <pqxx/pqxx>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "broadsheet/internal/v1/mail.pb.h"
#include "broadsheet/v1/digest.pb.h"
#include "storage/database.h"
#include "storage/sql_array.h"

namespace broadsheet::storage {

// Of subscriptions, as alias "s".
extern const char kSubscriptionColumns[];
extern const int kSubscriptionColumnCount;
v1::Subscription SubscriptionFromRow(const pqxx::row& row);

// Of mails, as alias "m".
extern const char kMailColumns[];
internal::v1::Mail MailFromRow(const pqxx::row& row);

// The sizes that mail_store_service.proto and digest.proto state.
absl::Status CheckNotice(const internal::v1::Notice& notice);
absl::Status CheckSettings(const v1::DigestSettings& settings);
// The address in its normal form goes to `address`.
absl::Status CheckAddress(const std::string& field, const std::string& text,
                          std::string* address);

// Rows for the ledger, written together.
class MailRows {
 public:
  // `expires`: when it is given up.
  void Add(const internal::v1::Mail& mail, absl::Time due, absl::Time expires,
           absl::Time now);
  // The subscriptions whose mail was not there before.
  std::vector<std::string> Put(Transaction& tx) const;

 private:
  SqlArray ids_, issues_, kinds_, addresses_, message_ids_, subjects_;
  SqlArray contents_, states_, due_, expires_, chosen_;
};

// By address, why it is suppressed.
std::map<std::string, v1::Suppression::Reason> ReadSuppressed(
    Transaction& tx, const std::vector<std::string>& addresses);
// Whether a mail of that kind may go there.
bool MayMail(const std::map<std::string, v1::Suppression::Reason>& suppressed,
             const std::string& address, bool complaints_matter);

// A mail to one person with this key: "tx:" and `id`.
internal::v1::Mail MakeNotice(const std::string& id, const std::string& address,
                              const internal::v1::Notice& notice);

}  // namespace broadsheet::storage

#endif  // BROADSHEET_STORAGE_MAIL_RECORDS_H_
