#include "storage/change_log.h"

namespace broadsheet::storage {

void ChangeLog::Add(const v1::Paper& paper) {
  internal::v1::Change change;
  *change.mutable_paper() = paper;
  Add(change);
}

void ChangeLog::Add(const v1::Event& event) {
  internal::v1::Change change;
  *change.mutable_event() = event;
  Add(change);
}

void ChangeLog::Add(const v1::Submission& submission) {
  internal::v1::Change change;
  *change.mutable_submission() = submission;
  Add(change);
}

void ChangeLog::AddErased(const std::string& reader_id) {
  internal::v1::Change change;
  change.set_erased_reader(reader_id);
  Add(change);
}

void ChangeLog::Add(const internal::v1::Change& change) {
  const std::string payload = change.SerializeAsString();
  if (size_ == 0) first_ = payload;
  ordinals_.AddInt(size_++);
  payloads_.AddBytes(payload);
}

void ChangeLog::Append(Transaction& tx) const {
  if (empty()) return;
  tx.sql.exec_prepared("append_changes", ordinals_.Text(), payloads_.Text());
  tx.changed = true;
  tx.first_change = first_;
}

}  // namespace broadsheet::storage
