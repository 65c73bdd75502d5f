#include "storage/account_links.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "common/errors.h"
#include "storage/account_records.h"
#include "storage/identity_repository.h"
#include "storage/records.h"
#include "storage/rules.h"
#include "storage/sql_array.h"

namespace broadsheet::storage {
namespace {

using internal::v1::CreateLinkRequest;
using internal::v1::CreateLinkResponse;
using internal::v1::Link;
using internal::v1::LinkKind;
using internal::v1::UseLinkRequest;
using internal::v1::UseLinkResponse;

// To one address within an hour.
constexpr int kMaxLinks = 5;

absl::Status Check(const CreateLinkRequest& request) {
  absl::Status hash = CheckHash("sha256", request.sha256());
  if (!hash.ok()) return hash;
  const Link& link = request.link();
  if (link.kind() == internal::v1::LINK_KIND_UNSPECIFIED) {
    return InvalidField("link.kind", "is missing");
  }
  for (const Violation& violation :
       {CheckText("link.reader_id", link.reader_id(), 0, 100),
        CheckText("link.email", link.email(), 0, 200),
        CheckText("link.password_hash", link.password_hash(), 0, 200),
        CheckTime("link.expires_at", link.expires_at()),
        CheckTime("at", request.at())}) {
    if (violation) return ToStatus(violation);
  }
  if (link.kind() != internal::v1::LINK_KIND_IDENTITY) return absl::OkStatus();
  return CheckIdentity("link.identity", link.identity());
}

absl::Status Check(const UseLinkRequest& request) {
  absl::Status hash = CheckHash("sha256", request.sha256());
  if (!hash.ok()) return hash;
  for (const Violation& violation :
       {CheckText("password_hash", request.password_hash(), 0, 200),
        CheckText("reader_id", request.reader_id(), 0, 100),
        CheckText("email", request.email(), 0, 200),
        CheckTime("at", request.at())}) {
    if (violation) return ToStatus(violation);
  }
  return absl::OkStatus();
}

bool EmailTaken(Transaction& tx, const std::string& email) {
  return !tx.sql.exec_prepared("email_owner", email).empty();
}

// What forbids the link; nothing is kept then.
CreateLinkResponse Obstacles(Transaction& tx,
                             const CreateLinkRequest& request) {
  CreateLinkResponse response;
  const Link& link = request.link();
  const bool sign_up = link.kind() == internal::v1::LINK_KIND_SIGN_UP;
  if (sign_up) {
    response.set_name_taken(
        tx.sql.exec_prepared("name_taken", link.reader_id())[0][0].as<bool>());
  }
  const bool identity = link.kind() == internal::v1::LINK_KIND_IDENTITY;
  if (sign_up || identity || link.kind() == internal::v1::LINK_KIND_EMAIL) {
    response.set_email_taken(EmailTaken(tx, link.email()));
  }
  // No letter goes out for an identity.
  if (link.email().empty() || identity) return response;
  const std::string hour_ago = SqlTime(TimeOf(request.at()) - absl::Hours(1));
  response.set_too_many(
      tx.sql.exec_prepared("count_links", link.email(), hour_ago)[0][0]
          .as<int>() >= kMaxLinks);
  return response;
}

absl::Status NameTaken(const std::string& name) {
  return MakeError(absl::StatusCode::kAlreadyExists, "NAME_TAKEN",
                   absl::StrCat("the name ", name, " is taken"));
}

absl::Status EmailTaken() {
  return MakeError(absl::StatusCode::kAlreadyExists, "EMAIL_TAKEN",
                   "another account has this address");
}

// Does what one link stands for, in its transaction.
class LinkUse {
 public:
  LinkUse(Transaction& tx, const UseLinkRequest& request, const pqxx::row& row)
      : tx_(tx),
        request_(request),
        kind_(static_cast<LinkKind>(row[0].as<int>())),
        reader_(row[1].c_str()),
        email_(row[2].c_str()),
        password_hash_(row[3].c_str()),
        role_(row[4].as<int>()) {
    identity_.set_issuer(row[5].c_str());
    identity_.set_subject(row[6].c_str());
    identity_.set_label(row[7].c_str());
  }

  absl::Status Run() {
    switch (kind_) {
      case internal::v1::LINK_KIND_SIGN_UP:
        return MakeAccount(/*may_exist=*/false);
      case internal::v1::LINK_KIND_EMAIL:
        return SetEmail();
      case internal::v1::LINK_KIND_PASSWORD:
        return SetPassword();
      case internal::v1::LINK_KIND_INVITATION:
        return Invite();
      case internal::v1::LINK_KIND_IDENTITY:
        return Register();
      default:
        return absl::InternalError("a link of no kind");
    }
  }

  const std::string& reader() const { return reader_; }

 private:
  // An invitation that names a reader is for that name, even when it is known.
  absl::Status Invite() {
    const bool named = !reader_.empty();
    if (named && request_.reader_id() != reader_) {
      return InvalidField(
          "reader_id",
          absl::StrCat("is not ", reader_, ", whom the invitation is for"));
    }
    reader_ = request_.reader_id();
    password_hash_ = request_.password_hash();
    if (!request_.email().empty()) email_ = request_.email();
    return MakeAccount(named);
  }

  absl::Status Register() {
    reader_ = request_.reader_id();
    if (absl::Status made = MakeAccount(/*may_exist=*/false); !made.ok()) {
      return made;
    }
    return AddIdentityIn(tx_, reader_, identity_,
                         SqlTime(TimeOf(request_.at())));
  }

  absl::Status MakeAccount(bool may_exist) {
    const std::string at = SqlTime(TimeOf(request_.at()));
    const auto made = tx_.sql.exec_prepared("make_reader", reader_, at);
    if (made.affected_rows() == 0 && !may_exist) return NameTaken(reader_);
    if (EmailTaken(tx_, email_)) return storage::EmailTaken();
    if (tx_.sql
            .exec_prepared("create_account", reader_, email_, password_hash_,
                           role_, at)
            .empty()) {
      return NameTaken(reader_);
    }
    return absl::OkStatus();
  }

  absl::Status SetEmail() {
    if (EmailTaken(tx_, email_)) return storage::EmailTaken();
    tx_.sql.exec_prepared("own_former_mails", reader_);
    if (tx_.sql.exec_prepared("set_email", reader_, email_).empty()) {
      return UnknownAccount(reader_);
    }
    return absl::OkStatus();
  }

  absl::Status SetPassword() {
    if (tx_.sql.exec_prepared("set_password", reader_, request_.password_hash())
            .empty()) {
      return UnknownAccount(reader_);
    }
    // Whoever else has found a way in, has it no more.
    tx_.sql.exec_prepared("drop_password_links", reader_);
    tx_.sql.exec_prepared("drop_email_links", reader_);
    tx_.sql.exec_prepared("erase_identities", reader_);
    tx_.sql.exec_prepared("end_sessions", reader_, "", BytesToSql(""));
    tx_.sql.exec_prepared("forget_try", absl::StrCat("account:", reader_));
    return absl::OkStatus();
  }

  Transaction& tx_;
  const UseLinkRequest& request_;
  const LinkKind kind_;
  std::string reader_;
  std::string email_;
  std::string password_hash_;
  const int role_;
  internal::v1::Identity identity_;
};

absl::StatusOr<UseLinkResponse> UseIn(Transaction& tx,
                                      const UseLinkRequest& request) {
  SqlArray kinds;
  for (const int kind : request.kinds()) kinds.AddInt(kind);
  const std::string hash = BytesToSql(request.sha256());
  const auto links = tx.sql.exec_prepared("find_link", hash, kinds.Text(),
                                          SqlTime(TimeOf(request.at())));
  // Of two uses at the same time one deletes it; the other finds nothing.
  if (links.empty() ||
      tx.sql.exec_prepared("drop_link", hash).affected_rows() == 0) {
    return MakeError(absl::StatusCode::kNotFound, "LINK_UNKNOWN",
                     "this link is unknown, too old, or was used already");
  }
  LinkUse use(tx, request, links[0]);
  if (absl::Status done = use.Run(); !done.ok()) return done;
  const auto account = tx.sql.exec_prepared("find_account", use.reader(), "");
  UseLinkResponse response;
  *response.mutable_account() = AccountFromRow(account[0]);
  return response;
}

}  // namespace

absl::StatusOr<CreateLinkResponse> AccountLinks::Create(
    const CallContext& call, const CreateLinkRequest& request) {
  if (absl::Status valid = Check(request); !valid.ok()) return valid;
  return database_->Write(
      call, [&](Transaction& tx) -> absl::StatusOr<CreateLinkResponse> {
        const std::string at = SqlTime(TimeOf(request.at()));
        tx.sql.exec_prepared("forget_links", at);
        CreateLinkResponse response = Obstacles(tx, request);
        if (response.name_taken() || response.email_taken() ||
            response.too_many()) {
          return response;
        }
        const Link& link = request.link();
        tx.sql.exec_prepared(
            "create_link", BytesToSql(request.sha256()),
            static_cast<int>(link.kind()), link.reader_id(), link.email(),
            link.password_hash(), static_cast<int>(link.role()), at,
            SqlTime(TimeOf(link.expires_at())), link.identity().issuer(),
            link.identity().subject(), link.identity().label());
        return response;
      });
}

absl::StatusOr<UseLinkResponse> AccountLinks::Use(
    const CallContext& call, const UseLinkRequest& request) {
  if (absl::Status valid = Check(request); !valid.ok()) return valid;
  return database_->Write(call,
                          [&](Transaction& tx) { return UseIn(tx, request); });
}

}  // namespace broadsheet::storage
