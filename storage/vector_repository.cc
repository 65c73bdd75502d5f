#include "storage/vector_repository.h"

#include <map>
#include <string_view>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_cat.h"
#include "common/errors.h"
#include "storage/binary_array.h"
#include "storage/change_log.h"
#include "storage/sql_array.h"
#include "storage/vector_records.h"
#include "storage/vector_rules.h"
#include "storage/write_in_order.h"

namespace broadsheet::storage {
namespace {

using internal::v1::DeleteEncoderRequest;
using internal::v1::DeleteEncoderResponse;
using internal::v1::ListEncodersRequest;
using internal::v1::ListEncodersResponse;
using internal::v1::PaperVector;
using internal::v1::PutPaperVectorsRequest;
using internal::v1::PutPaperVectorsResponse;

constexpr int kMaxEncoders = 100;
constexpr char kWritten[] = "vectors of the encoder";

// Of these, the papers that there are as records of their own, sorted.
std::vector<std::string> LivingPapers(Transaction& tx,
                                      const std::vector<std::string>& ids) {
  std::vector<std::string> living;
  for (const auto& row : tx.sql.exec_prepared("known_papers", TextArray(ids))) {
    if (*row[1].c_str() == '\0') living.emplace_back(row[0].c_str());
  }
  return living;
}

bool Same(const PaperVector& a, const PaperVector& b) {
  return a.text_hash() == b.text_hash() && a.scale() == b.scale() &&
         a.values() == b.values();
}

// One request, in one transaction.
class PutRun {
 public:
  PutRun(Transaction& tx, const PutPaperVectorsRequest& request)
      : tx_(tx),
        request_(request),
        encoder_(request.vectors(0).encoder()),
        dimension_(static_cast<int>(request.vectors(0).values().size())) {}

  absl::StatusOr<PutPaperVectorsResponse> Run() {
    std::vector<std::string> ids;
    for (const PaperVector& vector : request_.vectors()) {
      ids.push_back(vector.paper_id());
    }
    // Before the transaction has a number: the feed has these papers before the
    // vectors.
    Look(ids);
    if (!new_.empty()) {
      if (absl::Status held = Hold(); !held.ok()) return held;
      // With a number: whoever drops the vectors of a paper that is merged from
      // now on waits for the end of this transaction (absorber.h).
      ids = living_;
      Look(ids);
      Write();
    }
    return Answer();
  }

 private:
  // Finds the papers, and which vectors are not there yet.
  void Look(const std::vector<std::string>& ids) {
    living_ = LivingPapers(tx_, ids);
    new_.clear();
    added_ = 0;
    const auto stored = ReadVectors(tx_, encoder_, living_);
    const absl::flat_hash_set<std::string_view> living(living_.begin(),
                                                       living_.end());
    for (const PaperVector& vector : request_.vectors()) {
      if (!living.contains(vector.paper_id())) continue;
      const auto found = stored.find(vector.paper_id());
      if (found == stored.end()) ++added_;
      if (found == stored.end() || !Same(found->second, vector)) {
        new_.push_back(&vector);
      }
    }
  }

  absl::Status Hold() {
    const auto held = HoldEncoder(tx_, encoder_, dimension_);
    if (!held) return OutOfOrder(kWritten);
    if (held->dimension != dimension_) {
      return InvalidField(
          "vectors[0].values",
          absl::StrCat("is ", dimension_, " bytes long; those of ", encoder_,
                       " have ", held->dimension));
    }
    if (held->vectors > 0) return absl::OkStatus();
    // A bound to what ListEncoders answers; it is among them already.
    const auto encoders = tx_.sql.exec_prepared("list_encoders");
    if (static_cast<int>(encoders.size()) <= kMaxEncoders) {
      return absl::OkStatus();
    }
    return MakeError(
        absl::StatusCode::kResourceExhausted, "TOO_MANY_ENCODERS",
        "there are vectors of 100 encoders already; delete those of one");
  }

  void Write() {
    if (new_.empty()) return;
    BinaryArray papers(BinaryArray::Type::kText);
    BinaryArray hashes(BinaryArray::Type::kBigint);
    BinaryArray scales(BinaryArray::Type::kDouble);
    BinaryArray values(BinaryArray::Type::kBytea);
    ChangeLog log;
    for (const PaperVector* vector : new_) {
      papers.Add(vector->paper_id());
      hashes.AddInt(static_cast<int64_t>(vector->text_hash()));
      scales.AddDouble(vector->scale());
      values.Add(vector->values());
      log.Add(*vector);
    }
    tx_.sql.exec_prepared("put_vectors", encoder_, papers.Parameter(),
                          hashes.Parameter(), scales.Parameter(),
                          values.Parameter());
    tx_.sql.exec_prepared("count_vectors", encoder_, added_);
    log.Append(tx_);
  }

  PutPaperVectorsResponse Answer() {
    PutPaperVectorsResponse response;
    const absl::flat_hash_set<std::string_view> living(living_.begin(),
                                                       living_.end());
    for (const PaperVector& vector : request_.vectors()) {
      if (living.contains(vector.paper_id())) continue;
      response.add_unknown_paper_ids(vector.paper_id());
    }
    const bool saw_others =
        static_cast<int>(new_.size()) < request_.vectors_size();
    *response.mutable_position() = WritePosition(tx_, saw_others);
    return response;
  }

  Transaction& tx_;
  const PutPaperVectorsRequest& request_;
  const std::string& encoder_;
  const int dimension_;
  std::vector<std::string> living_;
  std::vector<const PaperVector*> new_;
  int64_t added_ = 0;  // Of new_, those whose papers had none.
};

// One batch of a deletion, and its end when nothing is left.
struct Deletion {
  int64_t deleted = 0;
  bool ended = false;
  v1::Position position;
};

// The end is told when the encoder is known and has no vectors, not by who
// takes the last one: that may be somebody who drops those of a merged paper,
// or a call that is interrupted.
absl::StatusOr<Deletion> DeleteBatch(
    Transaction& tx, const std::string& encoder,
    const std::vector<std::string>& paper_ids) {
  Deletion batch;
  if (!tx.sql.exec_prepared("encoder_is_known", encoder)[0][0].as<bool>()) {
    batch.ended = true;
    batch.position = WritePosition(tx, /*saw_others=*/true);
    return batch;
  }
  const auto held = HoldEncoder(tx, encoder, /*dimension=*/0);
  if (!held) return OutOfOrder(kWritten);
  const int64_t left = DeleteVectors(tx, encoder, paper_ids);
  batch.deleted = held->vectors - left;
  batch.ended = left == 0;
  if (batch.ended && held->dimension > 0) {
    tx.sql.exec_prepared("forget_encoder", encoder);
    ChangeLog log;
    log.AddDeletedEncoder(encoder);
    log.Append(tx);
  }
  batch.position = WritePosition(tx, /*saw_others=*/held->dimension == 0);
  return batch;
}

ListEncodersResponse ReadEncoders(Transaction& tx) {
  ListEncodersResponse response;
  for (const auto& row : tx.sql.exec_prepared("list_encoders")) {
    auto* encoder = response.add_encoders();
    encoder->set_name(row[0].c_str());
    encoder->set_vectors(row[1].as<int64_t>());
    encoder->set_dimension(row[2].as<int>());
  }
  return response;
}

}  // namespace

absl::StatusOr<PutPaperVectorsResponse> VectorRepository::Put(
    const CallContext& call, const PutPaperVectorsRequest& request) {
  if (absl::Status valid = CheckVectors(request); !valid.ok()) return valid;
  return WriteInOrder(call, database_, [&](Transaction& tx) {
    return PutRun(tx, request).Run();
  });
}

absl::StatusOr<ListEncodersResponse> VectorRepository::List(
    const CallContext& call, const ListEncodersRequest&) {
  return database_->Read(
      call, [](Transaction& tx) -> absl::StatusOr<ListEncodersResponse> {
        return ReadEncoders(tx);
      });
}

absl::StatusOr<std::vector<std::string>> VectorRepository::Find(
    const CallContext& call, const std::string& encoder,
    const std::string& after) {
  return database_->Read(
      call, [&](Transaction& tx) -> absl::StatusOr<std::vector<std::string>> {
        std::vector<std::string> ids;
        for (const auto& row :
             tx.sql.exec_prepared("find_vectors", encoder, after, batch_)) {
          ids.emplace_back(row[0].c_str());
        }
        return ids;
      });
}

// Vectors are found outside of the transactions that delete them: index entries
// of those that are gone have to be passed, which can take long.
absl::StatusOr<DeleteEncoderResponse> VectorRepository::Delete(
    const CallContext& call, const DeleteEncoderRequest& request) {
  const std::string& encoder = request.encoder();
  absl::Status valid = ToStatus(CheckEncoder("encoder", encoder));
  if (!valid.ok()) return valid;
  DeleteEncoderResponse response;
  std::string after;
  while (true) {
    const auto ids = Find(call, encoder, after);
    if (!ids.ok()) return ids.status();
    const auto batch = WriteInOrder(call, database_, [&](Transaction& tx) {
      return DeleteBatch(tx, encoder, *ids);
    });
    if (!batch.ok()) return batch.status();
    response.set_deleted(response.deleted() + batch->deleted);
    *response.mutable_position() = batch->position;
    if (batch->ended) return response;
    // What was put meanwhile may be before the place.
    after = ids->empty() ? "" : ids->back();
  }
}

}  // namespace broadsheet::storage
