#include "storage/change_log.h"

#include <utility>

namespace broadsheet::storage {

void ChangeLog::Add(v1::Paper paper) {
  internal::v1::Change change;
  *change.mutable_paper() = std::move(paper);
  Add(change, change.paper().submitted_by());
}

void ChangeLog::Add(v1::Event event) {
  internal::v1::Change change;
  *change.mutable_event() = std::move(event);
  Add(change, change.event().reader_id());
}

void ChangeLog::Add(v1::Submission submission) {
  internal::v1::Change change;
  *change.mutable_submission() = std::move(submission);
  Add(change, change.submission().submitter());
}

void ChangeLog::AddErased(const std::string& reader_id) {
  internal::v1::Change change;
  change.set_erased_reader(reader_id);
  // It stays.
  Add(change, "");
}

void ChangeLog::Add(v1::EditionRow edition) {
  internal::v1::Change change;
  *change.mutable_edition() = std::move(edition);
  Add(change, "");
}

void ChangeLog::AddPromoted(internal::v1::Artifact artifact) {
  internal::v1::Change change;
  *change.mutable_promoted() = std::move(artifact);
  Add(change, "");
}

void ChangeLog::Add(const internal::v1::Change& change,
                    const std::string& reader_id) {
  changes_.push_back(change.SerializeAsString());
  ordinals_.AddInt(static_cast<int64_t>(changes_.size()) - 1);
  payloads_.Add(changes_.back());
  readers_.Add(reader_id);
}

void ChangeLog::Append(Transaction& tx) {
  if (empty()) return;
  tx.sql.exec_prepared("append_changes", ordinals_.Parameter(),
                       payloads_.Parameter(), readers_.Parameter());
  tx.changes = std::move(changes_);
  changes_.clear();
}

}  // namespace broadsheet::storage
