#include "storage/mail_erasure.h"

#include "absl/strings/str_cat.h"

namespace broadsheet::storage {
namespace {

// What hangs on subscriptions, but for their mails.
constexpr const char* kTables[] = {"mail_clicks", "mailed_papers",
                                   "mail_tokens"};

// `whose`: the end of the statements' names.
ErasedMails Erase(Transaction& tx, const char* whose, const std::string& key) {
  const auto run = [&](const char* what) {
    return tx.sql.exec_prepared(absl::StrCat(what, whose), key);
  };
  // Waits for those who are putting something in, whose rows are then seen
  // below; who comes later finds that there is no such subscription.
  run("take_subscriptions");
  ErasedMails erased;
  erased.mails = run("erase_mails").affected_rows();
  for (const char* table : kTables) {
    run(absl::StrCat("erase_", table).c_str());
  }
  for (const auto& row : run("erase_subscriptions")) {
    erased.readers.emplace_back(row[0].c_str());
  }
  return erased;
}

void AddSubscriptions(const std::string& column, const std::string& whose,
                      std::vector<Statement>* to) {
  // Changed, not locked: a lock over shards is not to be had everywhere.
  to->push_back({absl::StrCat("take_subscriptions", whose),
                 absl::StrCat("update subscriptions set fence = fence + 1 "
                              "where ",
                              column, " = $1")});
  for (const char* table : kTables) {
    to->push_back({absl::StrCat("erase_", table, whose),
                   absl::StrCat("delete from ", table,
                                " where subscription_id in (select id from "
                                "subscriptions where ",
                                column, " = $1)")});
  }
  to->push_back({absl::StrCat("erase_subscriptions", whose),
                 absl::StrCat("delete from subscriptions where ", column,
                              " = $1 returning reader_id")});
}

}  // namespace

ErasedMails EraseMailsOf(Transaction& tx, const std::string& reader) {
  return Erase(tx, "_of", reader);
}

ErasedMails EraseMailsTo(Transaction& tx, const std::string& address) {
  return Erase(tx, "_to", address);
}

void AddMailErasure(std::vector<Statement>* to) {
  AddSubscriptions("address", "_to", to);
  AddSubscriptions("reader_id", "_of", to);
  to->push_back({"erase_mails_to", "delete from mails where address = $1"});
  // Their issues, and what was written about their account. Arrays, since with
  // subqueries every mail of the ledger would be looked at.
  to->push_back(
      {"erase_mails_of",
       "delete from mails where subscription_id = any(array("
       "select unnest(array[id, 'tx:confirm:' || id]) from subscriptions "
       "where reader_id = $1)) or (kind = 1 and address = any(array("
       "select email from accounts where reader_id = $1 and email <> ''))) "
       "or (reader_id = $1 and reader_id <> '')"});
  to->push_back({"own_former_mails",
                 "update mails set reader_id = $1 where kind = 1 "
                 "and address = any(array(select email from accounts "
                 "where reader_id = $1 and email <> ''))"});
}

}  // namespace broadsheet::storage
