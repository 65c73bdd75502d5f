#include "storage/change_log.h"

#include <cstdint>
#include <utility>

#include "google/protobuf/io/coded_stream.h"
#include "google/protobuf/wire_format_lite.h"
#include "storage/binary_array.h"

namespace broadsheet::storage {
namespace {

// The name in which recommend submits: followers count its submissions apart.
constexpr char kAutomaticEditor[] = "automatic-editor";

}  // namespace

// As a Change would be serialized, but without a copy of the paper.
void ChangeLog::Add(const v1::Paper& paper) {
  using google::protobuf::internal::WireFormatLite;
  using google::protobuf::io::CodedOutputStream;
  constexpr int kField = internal::v1::Change::kPaperFieldNumber;
  const auto size = static_cast<uint32_t>(paper.ByteSizeLong());
  std::string change(
      WireFormatLite::TagSize(kField, WireFormatLite::TYPE_BYTES) +
          WireFormatLite::UInt32Size(size) + size,
      '\0');
  auto* at = reinterpret_cast<uint8_t*>(change.data());
  at = WireFormatLite::WriteTagToArray(
      kField, WireFormatLite::WIRETYPE_LENGTH_DELIMITED, at);
  at = CodedOutputStream::WriteVarint32ToArray(size, at);
  paper.SerializeWithCachedSizesToArray(at);
  changes_.push_back(std::move(change));
  readers_.push_back(paper.submitted_by());
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

// Names no reader, so that an erasure leaves it: who is behind would keep the
// submission otherwise.
void ChangeLog::AddRetracted(v1::Submission submission) {
  if (submission.submitter() != kAutomaticEditor) submission.clear_submitter();
  internal::v1::Change change;
  *change.mutable_retracted() = std::move(submission);
  Add(change, "");
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

void ChangeLog::Add(internal::v1::PaperVector vector) {
  internal::v1::Change change;
  *change.mutable_vector() = std::move(vector);
  Add(change, "");
}

void ChangeLog::AddDeletedEncoder(const std::string& encoder) {
  internal::v1::Change change;
  change.set_deleted_encoder(encoder);
  Add(change, "");
}

void ChangeLog::Add(const internal::v1::Change& change, std::string reader_id) {
  changes_.push_back(change.SerializeAsString());
  readers_.push_back(std::move(reader_id));
}

void ChangeLog::Append(Transaction& tx) {
  if (empty()) return;
  BinaryArray ordinals(BinaryArray::Type::kInteger);
  BinaryArray payloads(BinaryArray::Type::kBytea);
  BinaryArray readers(BinaryArray::Type::kText);
  payloads.Reserve(changes_);
  for (size_t i = 0; i < changes_.size(); ++i) {
    ordinals.AddInt(static_cast<int64_t>(i));
    payloads.Add(changes_[i]);
    readers.Add(readers_[i]);
  }
  tx.sql.exec_prepared("append_changes", ordinals.Parameter(),
                       payloads.Parameter(), readers.Parameter());
  tx.changes = std::move(changes_);
  changes_.clear();
  readers_.clear();
}

}  // namespace broadsheet::storage
