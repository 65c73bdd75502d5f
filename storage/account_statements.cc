#include "storage/account_statements.h"

#include <string>

#include "absl/strings/str_cat.h"

namespace broadsheet::storage {
namespace {

// What lists and exports tell of a token. Its id is a part of the hash, which
// says nothing about the token.
constexpr char kCredentialColumns[] =
    "label, (extract(epoch from created_at) * 1000000)::bigint, "
    "(extract(epoch from revoked_at) * 1000000)::bigint, "
    "encode(substr(sha256, 1, 12), 'hex'), scopes, "
    "(extract(epoch from nullif(expires_at, 'infinity')) * 1000000)::bigint";

constexpr char kAccountColumns[] =
    "a.reader_id, a.email, a.role, "
    "(extract(epoch from a.created_at) * 1000000)::bigint, b.reason, "
    "a.password_hash <> ''";
constexpr char kAccountTables[] =
    " from accounts a left join bans b on b.reader_id = a.reader_id ";

void AddCredentials(std::vector<Statement>* to) {
  to->push_back({"create_token",
                 "insert into tokens (sha256, reader_id, label, created_at, "
                 "session, scopes, expires_at) "
                 "values ($1::bytea, $2, $3, $4, $5, $6, $7) "
                 "on conflict do nothing"});
  to->push_back(
      {"token_owner", "select reader_id from tokens where sha256 = $1::bytea"});
  to->push_back(
      {"find_token",
       "select t.reader_id, t.session, t.scopes, "
       "(extract(epoch from nullif(t.expires_at, 'infinity')) "
       "* 1000000)::bigint, coalesce(a.role, 0), b.reader_id is not null "
       "from tokens t left join accounts a on a.reader_id = t.reader_id "
       "left join bans b on b.reader_id = t.reader_id "
       "where t.sha256 = $1::bytea and t.revoked_at is null "
       "and t.expires_at > $2::timestamptz"});
  to->push_back(
      {"list_credentials",
       absl::StrCat("select ", kCredentialColumns,
                    " from tokens where reader_id = $1 and session = $2 "
                    "and revoked_at is null and expires_at > $3::timestamptz "
                    "order by created_at desc, sha256 limit 100")});
  to->push_back(
      {"export_tokens", absl::StrCat("select ", kCredentialColumns,
                                     " from tokens where reader_id = $1 "
                                     "order by created_at, sha256")});
  to->push_back({"revoke_tokens",
                 "update tokens set revoked_at = $3 where reader_id = $1 "
                 "and not session and revoked_at is null and ($2 = '' "
                 "or encode(substr(sha256, 1, 12), 'hex') = $2)"});
  to->push_back({"end_sessions",
                 "delete from tokens where reader_id = $1 and session "
                 "and ($2 = '' or encode(substr(sha256, 1, 12), 'hex') = $2) "
                 "and sha256 <> $3::bytea"});
  // Sessions that ran out, a few at a time.
  to->push_back({"forget_sessions",
                 "delete from tokens where reader_id = $1 and session "
                 "and expires_at <= $2::timestamptz"});
}

void AddLinks(std::vector<Statement>* to) {
  to->push_back({"create_link",
                 "insert into account_links (sha256, kind, reader_id, email, "
                 "password_hash, role, created_at, expires_at, issuer, "
                 "subject, label) values ($1::bytea, $2, $3, $4, $5, $6, $7, "
                 "$8, $9, $10, $11) "
                 "on conflict do nothing"});
  to->push_back({"find_link",
                 "select kind, reader_id, email, password_hash, role, issuer, "
                 "subject, label "
                 "from account_links where sha256 = $1::bytea "
                 "and kind = any($2::smallint[]) "
                 "and expires_at > $3::timestamptz"});
  to->push_back(
      {"drop_link", "delete from account_links where sha256 = $1::bytea"});
  to->push_back({"drop_password_links",
                 "delete from account_links where reader_id = $1 "
                 "and kind = 3"});
  to->push_back({"drop_email_links",
                 "delete from account_links where reader_id = $1 "
                 "and kind = 2"});
  to->push_back({"count_links",
                 "select count(*) from account_links "
                 "where email = $1 and created_at > $2::timestamptz "
                 "and kind <> 5"});
  to->push_back({"forget_links",
                 "delete from account_links where sha256 in (select sha256 "
                 "from account_links where expires_at <= $1::timestamptz "
                 "order by expires_at limit 20)"});
}

void AddIdentities(std::vector<Statement>* to) {
  to->push_back({"add_identity",
                 "insert into account_identities (issuer, subject, reader_id, "
                 "label, created_at, last_used_at) "
                 "values ($1, $2, $3, $4, $5::timestamptz, $5::timestamptz) "
                 "on conflict do nothing"});
  to->push_back({"identity_owner",
                 "select reader_id from account_identities "
                 "where issuer = $1 and subject = $2"});
  to->push_back({"use_identity",
                 "update account_identities set last_used_at = $3 "
                 "where issuer = $1 and subject = $2 returning reader_id"});
  // An identity's name is a part of a hash, as a credential's is: subjects may
  // hold anything.
  constexpr char kId[] =
      "encode(substr(sha256(convert_to(issuer || E'\n' || subject, 'UTF8')), "
      "1, 12), 'hex')";
  to->push_back(
      {"list_identities",
       absl::StrCat("select ", kId,
                    ", issuer, subject, label, "
                    "(extract(epoch from created_at) * 1000000)::bigint, "
                    "(extract(epoch from last_used_at) * 1000000)::bigint "
                    "from account_identities where reader_id = $1 "
                    "order by created_at, issuer, subject")});
  to->push_back({"drop_identity", absl::StrCat("delete from account_identities "
                                               "where reader_id = $1 and ",
                                               kId, " = $2")});
  to->push_back({"erase_identities",
                 "delete from account_identities where reader_id = $1"});
}

void AddSignIns(std::vector<Statement>* to) {
  // Counts a try; no row when the key is locked. Tries of more than a day ago
  // are forgotten. $3 tries are free, the next ones cost 1 s, 2 s, 4 s...
  to->push_back(
      {"begin_try",
       "insert into sign_in_tries as t (key, tries, locked_until, at) "
       "values ($1, 1, '-infinity', $2::timestamptz) "
       "on conflict (key) do update set at = excluded.at, tries = case "
       "when t.at < excluded.at - interval '1 day' then 1 "
       "else t.tries + 1 end, locked_until = case "
       "when t.at < excluded.at - interval '1 day' or t.tries + 1 < $3 "
       "then '-infinity' else excluded.at + interval '1 second' "
       "* least(900, 2 ^ least(t.tries + 1 - $3, 20)) end "
       "where t.locked_until <= excluded.at returning tries"});
  to->push_back({"locked_for",
                 "select ceil(extract(epoch from locked_until "
                 "- $2::timestamptz))::integer from sign_in_tries "
                 "where key = $1"});
  to->push_back({"forget_try", "delete from sign_in_tries where key = $1"});
  to->push_back({"take_try_back",
                 "update sign_in_tries set tries = greatest(tries - 1, 0), "
                 "locked_until = '-infinity' where key = $1"});
  to->push_back({"forget_tries",
                 "delete from sign_in_tries where key in (select key "
                 "from sign_in_tries where at < $1::timestamptz "
                 "- interval '1 day' order by at limit 20)"});
}

}  // namespace

void AddAccounts(std::vector<Statement>* to) {
  to->push_back({"name_taken",
                 "select exists (select from accounts where reader_id = $1) "
                 "or exists (select from readers where reader_id = $1)"});
  to->push_back({"email_owner",
                 "select reader_id from accounts "
                 "where email = $1 and email <> ''"});
  to->push_back({"create_account",
                 "insert into accounts (reader_id, email, password_hash, role, "
                 "created_at) values ($1, $2, $3, $4, $5) "
                 "on conflict (reader_id) do nothing returning reader_id"});
  to->push_back(
      {"find_account",
       absl::StrCat("select ", kAccountColumns, ", a.password_hash",
                    kAccountTables,
                    "where a.reader_id = $1 or (a.email = $2 and $2 <> '') "
                    "order by a.reader_id = $1 desc limit 1")});
  to->push_back(
      {"list_accounts", absl::StrCat("select ", kAccountColumns, kAccountTables,
                                     "where a.reader_id > $1 "
                                     "order by a.reader_id limit $2")});
  to->push_back({"hold_account",
                 "update accounts set role = role where reader_id = $1 "
                 "returning password_hash <> ''"});
  to->push_back({"set_password",
                 "update accounts set password_hash = $2 where reader_id = $1 "
                 "returning reader_id"});
  to->push_back({"set_email",
                 "update accounts set email = $2 where reader_id = $1 "
                 "returning reader_id"});
  to->push_back({"set_role",
                 "update accounts set role = $2 where reader_id = $1 "
                 "returning reader_id"});
  to->push_back({"ban",
                 "insert into bans (reader_id, reason, at) values ($1, $2, $3) "
                 "on conflict (reader_id) do update set "
                 "reason = excluded.reason, at = excluded.at"});
  to->push_back({"lift_ban", "delete from bans where reader_id = $1"});
  to->push_back({"erase_links",
                 "delete from account_links where reader_id = $1 or email = "
                 "(select email from accounts where reader_id = $1 "
                 "and email <> '')"});
  to->push_back({"erase_tries", "delete from sign_in_tries where key = $1"});
  to->push_back({"erase_account", "delete from accounts where reader_id = $1"});
  AddCredentials(to);
  AddLinks(to);
  AddIdentities(to);
  AddSignIns(to);
}

}  // namespace broadsheet::storage
