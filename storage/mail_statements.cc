#include "storage/mail_statements.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "storage/mail_erasure.h"
#include "storage/mail_records.h"

namespace broadsheet::storage {
namespace {

void AddLedger(std::vector<Statement>* to) {
  to->push_back({"put_mails",
                 "insert into mails (subscription_id, issue, kind, address, "
                 "message_id, subject, content, state, due_at, expires_at, "
                 "chosen_at) "
                 "select * from unnest($1::text[], $2::text[], "
                 "$3::smallint[], $4::text[], $5::text[], $6::text[], "
                 "$7::bytea[], $8::smallint[], $9::timestamptz[], "
                 "$10::timestamptz[], $11::timestamptz[]) as t (id, issue) "
                 "order by id collate \"C\", issue collate \"C\" "
                 "on conflict (subscription_id, issue) do nothing "
                 "returning subscription_id"});
  to->push_back(
      {"put_mailed",
       "insert into mailed_papers (subscription_id, paper_id) "
       "select * from unnest($1::text[], $2::text[]) as t (id, paper) "
       "order by id collate \"C\", paper collate \"C\" "
       "on conflict (subscription_id, paper_id) do nothing"});
  to->push_back({"find_mailed",
                 "select m.subscription_id, m.paper_id from mailed_papers m "
                 "join unnest($1::text[], $2::text[]) as c (id, paper) "
                 "on m.subscription_id = c.id and m.paper_id = c.paper"});
  // What the server took is noted whoever says so; anything else only by who
  // still holds the mail.
  to->push_back(
      {"note_mails",
       "update mails m set "
       "state = case when r.outcome = 1 then 3 when r.outcome in (2, 3, 6) "
       "then 1 else 4 end, due_at = r.due_at, "
       "doubts = m.doubts + case when r.outcome = 6 then 1 else 0 end, "
       "tries = m.tries + case when r.outcome = 3 then 0 else 1 end, "
       "sent_at = case when r.outcome = 1 then $7::timestamptz "
       "else m.sent_at end, "
       "answer = case when r.outcome = 3 then m.answer else r.answer end, "
       "bounced = m.bounced or r.outcome = 5 "
       "from unnest($1::text[], $2::text[], $3::bigint[], $4::smallint[], "
       "$5::text[], $6::timestamptz[]) as r (id, issue, fence, outcome, "
       "answer, due_at) "
       "where m.subscription_id = r.id and m.issue = r.issue and "
       "((r.outcome = 1 and m.state in (1, 2)) or "
       "(m.state = 2 and m.fence = r.fence)) "
       "returning m.address, r.outcome, r.answer"});
  to->push_back(
      {"claim_mails",
       absl::StrCat(
           "update mails m set fence = m.fence + 1, owner = $5, "
           "doubts = m.doubts + case when m.state = 2 then 1 else 0 end, "
           "state = case when m.expires_at <= $3 then 4 else 2 end, "
           "answer = case when m.expires_at <= $3 then "
           "trim(both from 'given up in time; ' || m.answer) "
           "else m.answer end, due_at = $4 "
           "from (select subscription_id, issue from mails "
           "where kind = $1 and state <= 2 and subscription_id >= $2 "
           "and due_at <= $3 order by subscription_id, issue limit $6) as c "
           "where m.subscription_id = c.subscription_id and "
           "m.issue = c.issue and m.state <= 2 and m.due_at <= $3 "
           "returning ",
           kMailColumns)});
}

// What becomes of a mail, but for its sending.
void AddMarks(std::vector<Statement>* to) {
  to->push_back({"active_subscriptions",
                 "select id, reader_id from subscriptions "
                 "where id = any($1::text[]) and state = 2"});
  to->push_back({"cancel_mails",
                 "update mails set state = 6 "
                 "from unnest($1::text[], $2::text[]) as c (id, name) "
                 "where subscription_id = c.id and issue = c.name "
                 "and state = 2"});
  to->push_back({"cancel_mails_of",
                 "update mails set state = 6 "
                 "where subscription_id = $1 and state = 1"});
  to->push_back({"mark_unsubscribed",
                 "update mails set unsubscribed = true "
                 "where subscription_id = $1 and issue = $2"});
  to->push_back({"mark_bounced",
                 "update mails set bounced = true "
                 "where subscription_id = $1 and issue = $2"});
  to->push_back({"forget_contents",
                 "update mails m set content = '' from "
                 "(select subscription_id, issue from mails "
                 "where chosen_at < $1 and content <> '' and kind = 2 "
                 "order by chosen_at limit $2) as o "
                 "where m.subscription_id = o.subscription_id "
                 "and m.issue = o.issue and m.state > 2"});
  to->push_back({"forget_notices",
                 "delete from mails m using "
                 "(select subscription_id, issue from mails "
                 "where chosen_at < $1 and content <> '' and kind = 1 "
                 "order by chosen_at limit $2) as o "
                 "where m.subscription_id = o.subscription_id "
                 "and m.issue = o.issue and m.state > 2"});
  to->push_back({"count_notices",
                 "select count(*) from mails where address = $1 and kind = 1 "
                 "and chosen_at > $2 and subscription_id like 'tx:confirm:%'"});
  to->push_back(
      {"read_mail", absl::StrCat("select ", kMailColumns,
                                 " from mails m where subscription_id = $1 "
                                 "and issue = $2")});
  to->push_back({"try_mail_anew",
                 "update mails set state = 1, due_at = $3, expires_at = $4, "
                 "tries = 0, bounced = false "
                 "where subscription_id = $1 and issue = $2 and state = 4"});
}

void AddSubscriptions(std::vector<Statement>* to) {
  const std::string columns = kSubscriptionColumns;
  to->push_back({"make_subscription",
                 "insert into subscriptions (id, address, reader_id, state, "
                 "settings, next_at, claimed_until, fence, created_at, "
                 "revision) values ($1, $2, $3, 1, $4, 'epoch', '-infinity', "
                 "0, $5, 1) on conflict (id) do nothing"});
  to->push_back({"make_mail_token",
                 "insert into mail_tokens (sha256, subscription_id, "
                 "expires_at) values ($1, $2, $3) "
                 "on conflict (sha256) do nothing"});
  to->push_back({"use_mail_token",
                 "update mail_tokens set used_at = $2 where sha256 = $1 "
                 "and used_at is null and expires_at > $2 "
                 "returning subscription_id"});
  to->push_back({"used_mail_token",
                 "select subscription_id from mail_tokens where sha256 = $1 "
                 "and used_at > $2"});
  to->push_back({"confirm_subscription",
                 "update subscriptions set state = 2, confirmed_at = $2, "
                 "next_at = 'epoch', revision = revision + 1 "
                 "where id = $1 and state = 1"});
  // Keeps it from being erased meanwhile.
  to->push_back({"hold_subscription",
                 "select id from subscriptions where id = $1 for share"});
  to->push_back({"get_subscription",
                 absl::StrCat("select ", columns,
                              " from subscriptions s where id = $1")});
  to->push_back(
      {"list_subscriptions",
       absl::StrCat("select ", columns,
                    " from subscriptions s where id > $1 "
                    "and ($2 = '' or address = $2) "
                    "and ($3 = '' or reader_id = $3) order by id limit $4")});
  to->push_back({"move_subscription",
                 absl::StrCat("update subscriptions s set settings = $2, "
                              "state = $3, next_at = $4, fence = fence + 1, "
                              "claimed_until = '-infinity', "
                              "revision = revision + 1 "
                              "where id = $1 and revision = $5 returning ",
                              columns)});
  to->push_back(
      {"claim_due",
       absl::StrCat("update subscriptions s set claimed_until = $3, "
                    "fence = s.fence + 1 from "
                    "(select id from subscriptions where state = 2 "
                    "and next_at <= $2 and claimed_until <= $2 and id >= $1 "
                    "order by id limit $4) as c "
                    "where s.id = c.id and s.state = 2 and s.next_at <= $2 "
                    "and s.claimed_until <= $2 returning ",
                    columns, ", s.fence")});
  to->push_back({"move_on",
                 "update subscriptions s set next_at = r.next_at, "
                 "claimed_until = '-infinity' "
                 "from unnest($1::text[], $2::bigint[], $3::timestamptz[]) "
                 "as r (id, fence, next_at) "
                 "where s.id = r.id and s.fence = r.fence and s.state = 2 "
                 "returning s.id"});
  // With the mails that asked for it.
  to->push_back({"forget_unconfirmed",
                 "with gone as (delete from subscriptions where id in "
                 "(select id from subscriptions where state = 1 "
                 "and created_at < $1 order by created_at limit 100) "
                 "returning id) delete from mails where subscription_id = "
                 "any(array(select 'tx:confirm:' || id from gone))"});
  to->push_back({"forget_mail_tokens",
                 "delete from mail_tokens where sha256 in (select sha256 from "
                 "mail_tokens where expires_at < $1 "
                 "order by expires_at limit 100)"});
}

void AddSuppressions(std::vector<Statement>* to) {
  to->push_back({"suppress",
                 "insert into suppressions (address, reason, detail, at) "
                 "values ($1, $2, $3, $4) on conflict (address) do update set "
                 "reason = excluded.reason, detail = excluded.detail, "
                 "at = excluded.at"});
  to->push_back({"unsuppress", "delete from suppressions where address = $1"});
  to->push_back({"suppressed",
                 "select address, reason from suppressions "
                 "where address = any($1::text[])"});
  to->push_back({"list_suppressions",
                 "select address, reason, detail, "
                 "(extract(epoch from at) * 1000000)::bigint "
                 "from suppressions where address > $1 "
                 "and ($2 = '' or address = $2) order by address limit $3"});
}

void AddReports(std::vector<Statement>* to) {
  to->push_back({"add_click",
                 "insert into mail_clicks (subscription_id, issue, paper_id, "
                 "at) select $1, $2, $3, $4::timestamptz where exists "
                 "(select from mails where subscription_id = $1 "
                 "and issue = $2) "
                 "on conflict (subscription_id, issue, paper_id) do nothing"});
  to->push_back(
      {"list_issues",
       "select m.issue, count(*), count(*) filter (where state <= 2), "
       "count(*) filter (where state = 3), count(*) filter (where state = 4), "
       "count(*) filter (where state = 5), count(*) filter (where state = 6), "
       "count(*) filter (where bounced), "
       "coalesce(max(c.mails), 0), coalesce(max(c.clicks), 0), "
       "count(*) filter (where unsubscribed), coalesce(sum(doubts), 0), "
       "(extract(epoch from min(sent_at)) * 1000000)::bigint, "
       "(extract(epoch from max(sent_at)) * 1000000)::bigint "
       "from mails m left join (select issue, "
       "count(distinct subscription_id) as mails, count(*) as clicks "
       "from mail_clicks group by issue) c on c.issue = m.issue "
       "where kind = 2 and ($1 = '' or m.issue = $1) group by m.issue "
       "order by max(chosen_at) desc, m.issue desc limit $2"});
  to->push_back({"mail_totals",
                 "select (select count(*) from mails where kind = 1 "
                 "and state <= 2), (select count(*) from subscriptions "
                 "where state = 2)"});
  to->push_back(
      {"list_mails",
       "select subscription_id, issue, address, subject, state, "
       "(extract(epoch from chosen_at) * 1000000)::bigint, "
       "(extract(epoch from sent_at) * 1000000)::bigint, tries, doubts, "
       "answer, bounced, unsubscribed, message_id, "
       "(select count(*) from mail_clicks c where c.subscription_id = "
       "m.subscription_id and c.issue = m.issue) "
       "from mails m where (subscription_id, issue) > ($1, $2) "
       "and ($3 = '' or issue = $3) "
       "and ($4 = '' or subscription_id = $4) and ($5 = '' or address = $5) "
       "order by subscription_id, issue limit $6"});
}

}  // namespace

void AddMail(std::vector<Statement>* to) {
  AddLedger(to);
  AddMarks(to);
  AddSubscriptions(to);
  AddSuppressions(to);
  AddReports(to);
  AddMailErasure(to);
}

}  // namespace broadsheet::storage
