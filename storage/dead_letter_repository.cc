#include "storage/dead_letter_repository.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "common/text.h"
#include "storage/keyset.h"
#include "storage/records.h"
#include "storage/rules.h"
#include "storage/sql_array.h"

namespace broadsheet::storage {
namespace {

constexpr int kMaxBatch = 1000;
constexpr int kStandardPage = 100;
constexpr int kMaxPage = 1000;
constexpr size_t kMaxText = 1000;
constexpr size_t kMaxExcerpt = 64 << 10;

// What fits into the table, however hostile the record.
std::string Clean(const std::string& text, size_t max) {
  const absl::string_view nul("\0", 1);
  return absl::StrReplaceAll(AsAbsl(CutUtf8(text, max)),
                             {{nul, "\xEF\xBF\xBD"}});
}

v1::DeadLetter LetterFromRow(const pqxx::row& row) {
  v1::DeadLetter letter;
  letter.set_id(row[0].c_str());
  letter.set_source(row[1].c_str());
  letter.set_file_name(row[2].c_str());
  letter.set_record(row[3].as<int64_t>());
  letter.set_paper_id(row[4].c_str());
  letter.set_field(row[5].c_str());
  letter.set_rule(row[6].c_str());
  letter.set_excerpt(row[7].c_str());
  letter.set_format(static_cast<v1::InputFormat>(row[8].as<int>()));
  letter.set_ids_only(row[9].as<bool>());
  letter.set_complete(row[10].as<bool>());
  letter.set_event(row[11].as<bool>());
  *letter.mutable_at() = TimestampFromMicros(row[12].as<int64_t>());
  return letter;
}

absl::Status Check(const internal::v1::AddDeadLettersRequest& request) {
  for (const v1::DeadLetter& letter : request.dead_letters()) {
    Violation violation = CheckText("dead_letters.id", letter.id(), 1, 200);
    if (!violation) violation = CheckTime("dead_letters.at", letter.at());
    if (violation) return ToStatus(violation);
  }
  return CheckCount("dead_letters", request.dead_letters_size(), kMaxBatch);
}

template <class List>
absl::Status CheckIds(const List& ids) {
  for (const std::string& id : ids) {
    absl::Status valid = ToStatus(CheckText("ids", id, 1, 200));
    if (!valid.ok()) return valid;
  }
  return CheckCount("ids", ids.size(), kMaxBatch);
}

}  // namespace

absl::StatusOr<internal::v1::AddDeadLettersResponse> DeadLetterRepository::Add(
    const CallContext& call,
    const internal::v1::AddDeadLettersRequest& request) {
  if (absl::Status valid = Check(request); !valid.ok()) return valid;
  SqlArray id, source, file, record, paper, field, rule, excerpt;
  SqlArray format, ids_only, complete, event, at;
  for (const v1::DeadLetter& letter : request.dead_letters()) {
    id.AddText(letter.id());
    source.AddText(Clean(letter.source(), kMaxText));
    file.AddText(Clean(letter.file_name(), kMaxText));
    record.AddInt(letter.record());
    paper.AddText(Clean(letter.paper_id(), kMaxText));
    field.AddText(Clean(letter.field(), kMaxText));
    rule.AddText(Clean(letter.rule(), kMaxText));
    excerpt.AddText(Clean(letter.excerpt(), kMaxExcerpt));
    format.AddInt(letter.format());
    ids_only.AddBool(letter.ids_only());
    complete.AddBool(letter.complete());
    event.AddBool(letter.event());
    at.AddText(SqlTime(TimeOf(letter.at())));
  }
  return database_->Write(
      call,
      [&](Transaction& tx)
          -> absl::StatusOr<internal::v1::AddDeadLettersResponse> {
        tx.sql.exec_prepared("add_dead_letters", id.Text(), source.Text(),
                             file.Text(), record.Text(), paper.Text(),
                             field.Text(), rule.Text(), excerpt.Text(),
                             format.Text(), ids_only.Text(), complete.Text(),
                             event.Text(), at.Text());
        return internal::v1::AddDeadLettersResponse();
      });
}

absl::StatusOr<internal::v1::ListDeadLettersResponse>
DeadLetterRepository::List(
    const CallContext& call,
    const internal::v1::ListDeadLettersRequest& request) {
  if (request.ids_size() > 0) return Get(call, request);
  const v1::ListDeadLettersRequest& query = request.query();
  const auto size = PageSize(query.page_size(), kStandardPage, kMaxPage);
  if (!size.ok()) return size.status();
  absl::Status valid = ToStatus(CheckText("source", query.source(), 0, 1000));
  if (!valid.ok()) return valid;
  const std::string scope = "dead letters " + query.source();
  auto key = OpenKeyset(*tokens_, scope, query.page_token(), 2);
  if (!key.ok()) return key.status();
  if (key->empty()) *key = {"infinity", ""};
  return database_->Read(
      call,
      [&](Transaction& tx)
          -> absl::StatusOr<internal::v1::ListDeadLettersResponse> {
        internal::v1::ListDeadLettersResponse response;
        v1::ListDeadLettersResponse* page = response.mutable_page();
        for (const auto& row :
             tx.sql.exec_prepared("list_dead_letters", query.source(),
                                  (*key)[0], (*key)[1], *size + 1)) {
          if (page->dead_letters_size() == *size) {
            const v1::DeadLetter& last = page->dead_letters(*size - 1);
            page->set_next_page_token(SealKeyset(
                *tokens_, scope, {SqlTime(TimeOf(last.at())), last.id()}));
            break;
          }
          *page->add_dead_letters() = LetterFromRow(row);
        }
        return response;
      });
}

absl::StatusOr<internal::v1::ListDeadLettersResponse> DeadLetterRepository::Get(
    const CallContext& call,
    const internal::v1::ListDeadLettersRequest& request) {
  if (absl::Status ids = CheckIds(request.ids()); !ids.ok()) return ids;
  return database_->Read(
      call,
      [&](Transaction& tx)
          -> absl::StatusOr<internal::v1::ListDeadLettersResponse> {
        internal::v1::ListDeadLettersResponse response;
        for (const auto& row : tx.sql.exec_prepared("read_dead_letters",
                                                    TextArray(request.ids()))) {
          *response.mutable_page()->add_dead_letters() = LetterFromRow(row);
        }
        return response;
      });
}

absl::StatusOr<internal::v1::DeleteDeadLettersResponse>
DeadLetterRepository::Delete(
    const CallContext& call,
    const internal::v1::DeleteDeadLettersRequest& request) {
  if (absl::Status ids = CheckIds(request.ids()); !ids.ok()) return ids;
  return database_->Write(
      call,
      [&](Transaction& tx)
          -> absl::StatusOr<internal::v1::DeleteDeadLettersResponse> {
        internal::v1::DeleteDeadLettersResponse response;
        response.set_deleted(static_cast<int64_t>(
            tx.sql
                .exec_prepared("delete_dead_letters", TextArray(request.ids()))
                .affected_rows()));
        return response;
      });
}

}  // namespace broadsheet::storage
