#include "storage/mail_records.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "common/days.h"
#include "common/errors.h"
#include "common/mail_address.h"
#include "storage/records.h"
#include "storage/rules.h"

namespace broadsheet::storage {
namespace {

constexpr size_t kMaxSubject = 200;
constexpr int kMaxParagraphs = 20;
constexpr size_t kMaxParagraph = 2000;
constexpr size_t kMaxLink = 2000;
constexpr int kMaxCategories = 50;
constexpr int kMaxWords = 20;
constexpr int kMaxPapers = 50;

template <class List>
absl::Status CheckList(const std::string& field, const List& list, int max,
                       size_t max_bytes) {
  if (list.size() > max) {
    return InvalidField(field, absl::StrCat("has more than ", max));
  }
  for (int i = 0; i < list.size(); ++i) {
    absl::Status one = ToStatus(
        CheckText(absl::StrCat(field, "[", i, "]"), list.Get(i), 1, max_bytes));
    if (!one.ok()) return one;
  }
  return absl::OkStatus();
}

absl::Status CheckNumber(const std::string& field, int value, int max) {
  if (value >= 0 && value <= max) return absl::OkStatus();
  return InvalidField(field, absl::StrCat("is not 0 to ", max));
}

}  // namespace

const char kSubscriptionColumns[] =
    "s.id, s.address, s.reader_id, s.state, s.settings, "
    "(extract(epoch from s.created_at) * 1000000)::bigint, "
    "(extract(epoch from s.confirmed_at) * 1000000)::bigint, "
    "(extract(epoch from s.next_at) * 1000000)::bigint, s.revision";
const int kSubscriptionColumnCount = 9;

v1::Subscription SubscriptionFromRow(const pqxx::row& row) {
  v1::Subscription subscription;
  subscription.set_id(row[0].c_str());
  subscription.set_address(row[1].c_str());
  subscription.set_reader_id(row[2].c_str());
  subscription.set_state(
      static_cast<v1::Subscription::State>(row[3].as<int>()));
  subscription.mutable_settings()->ParseFromString(
      BytesFromSql(row[4].c_str()));
  *subscription.mutable_created_at() =
      TimestampFromMicros(row[5].as<int64_t>());
  if (!row[6].is_null()) {
    *subscription.mutable_confirmed_at() =
        TimestampFromMicros(row[6].as<int64_t>());
  }
  *subscription.mutable_next_at() = TimestampFromMicros(row[7].as<int64_t>());
  subscription.set_revision(row[8].as<int64_t>());
  return subscription;
}

const char kMailColumns[] =
    "m.subscription_id, m.issue, m.kind, m.address, m.message_id, m.content, "
    "m.subject, (extract(epoch from m.chosen_at) * 1000000)::bigint, m.tries, "
    "m.doubts, m.fence, m.state, "
    "(extract(epoch from m.due_at) * 1000000)::bigint";

internal::v1::Mail MailFromRow(const pqxx::row& row) {
  internal::v1::Mail mail;
  mail.set_subscription_id(row[0].c_str());
  mail.set_issue(row[1].c_str());
  mail.set_kind(static_cast<internal::v1::MailKind>(row[2].as<int>()));
  mail.set_address(row[3].c_str());
  mail.set_message_id(row[4].c_str());
  mail.set_content(BytesFromSql(row[5].c_str()));
  mail.set_subject(row[6].c_str());
  *mail.mutable_chosen_at() = TimestampFromMicros(row[7].as<int64_t>());
  mail.set_tries(row[8].as<int>());
  mail.set_doubts(row[9].as<int>());
  mail.set_fence(row[10].as<int64_t>());
  mail.set_state(static_cast<v1::MailState>(row[11].as<int>()));
  *mail.mutable_due_at() = TimestampFromMicros(row[12].as<int64_t>());
  return mail;
}

absl::Status CheckNotice(const internal::v1::Notice& notice) {
  absl::Status status = ToStatus(
      CheckText("notice.template_name", notice.template_name(), 1, 100));
  if (status.ok()) {
    status =
        ToStatus(CheckText("notice.subject", notice.subject(), 1, kMaxSubject));
  }
  if (status.ok()) {
    status = CheckList("notice.paragraphs", notice.paragraphs(), kMaxParagraphs,
                       kMaxParagraph);
  }
  if (status.ok()) {
    status = ToStatus(CheckText("notice.link", notice.link(), 0, kMaxLink));
  }
  if (!status.ok()) return status;
  return ToStatus(
      CheckText("notice.link_label", notice.link_label(), 0, kMaxSubject));
}

absl::Status CheckSettings(const v1::DigestSettings& settings) {
  absl::Status status =
      ToStatus(CheckText("settings.edition", settings.edition(), 0, 40));
  if (status.ok()) {
    status = CheckList("settings.categories", settings.categories(),
                       kMaxCategories, 100);
  }
  if (status.ok()) {
    status =
        CheckList("settings.keywords", settings.keywords(), kMaxWords, 100);
  }
  if (status.ok()) {
    status = CheckList("settings.authors", settings.authors(), kMaxWords, 200);
  }
  if (status.ok()) {
    status = CheckNumber("settings.weekday", settings.weekday(), 7);
  }
  if (status.ok()) status = CheckNumber("settings.hour", settings.hour(), 23);
  if (status.ok()) {
    status = CheckNumber("settings.papers", settings.papers(), kMaxPapers);
  }
  if (!status.ok() || settings.zone().empty()) return status;
  const auto zone = LoadZone(settings.zone());
  if (zone.ok()) return absl::OkStatus();
  return InvalidField("settings.zone", AsStd(zone.status().message()));
}

absl::Status CheckAddress(const std::string& field, const std::string& text,
                          std::string* address) {
  auto normal = NormalizeMailAddress(text);
  if (!normal.ok()) {
    return InvalidField(field, AsStd(normal.status().message()));
  }
  *address = *std::move(normal);
  return absl::OkStatus();
}

void MailRows::Add(const internal::v1::Mail& mail, absl::Time due,
                   absl::Time expires, absl::Time now) {
  ids_.AddText(mail.subscription_id());
  issues_.AddText(mail.issue());
  kinds_.AddInt(mail.kind());
  addresses_.AddText(mail.address());
  message_ids_.AddText(mail.message_id());
  subjects_.AddText(mail.subject());
  contents_.AddBytes(mail.content());
  states_.AddInt(mail.state());
  due_.AddText(SqlTime(due));
  expires_.AddText(SqlTime(expires));
  chosen_.AddText(SqlTime(now));
}

std::vector<std::string> MailRows::Put(Transaction& tx) const {
  std::vector<std::string> put;
  for (const auto& row : tx.sql.exec_prepared(
           "put_mails", ids_.Text(), issues_.Text(), kinds_.Text(),
           addresses_.Text(), message_ids_.Text(), subjects_.Text(),
           contents_.Text(), states_.Text(), due_.Text(), expires_.Text(),
           chosen_.Text())) {
    put.push_back(row[0].c_str());
  }
  return put;
}

std::map<std::string, v1::Suppression::Reason> ReadSuppressed(
    Transaction& tx, const std::vector<std::string>& addresses) {
  std::map<std::string, v1::Suppression::Reason> suppressed;
  for (const auto& row :
       tx.sql.exec_prepared("suppressed", TextArray(addresses))) {
    suppressed[row[0].c_str()] =
        static_cast<v1::Suppression::Reason>(row[1].as<int>());
  }
  return suppressed;
}

bool MayMail(const std::map<std::string, v1::Suppression::Reason>& suppressed,
             const std::string& address, bool complaints_matter) {
  const auto found = suppressed.find(address);
  if (found == suppressed.end()) return true;
  return found->second == v1::Suppression::REASON_COMPLAINT &&
         !complaints_matter;
}

internal::v1::Mail MakeNotice(const std::string& id, const std::string& address,
                              const internal::v1::Notice& notice) {
  internal::v1::Mail mail;
  mail.set_subscription_id(absl::StrCat("tx:", id));
  mail.set_kind(internal::v1::MAIL_KIND_TRANSACTIONAL);
  mail.set_address(address);
  mail.set_subject(notice.subject());
  mail.set_state(v1::MAIL_STATE_CHOSEN);
  internal::v1::MailContent content;
  *content.mutable_notice() = notice;
  mail.set_content(content.SerializeAsString());
  return mail;
}

}  // namespace broadsheet::storage
