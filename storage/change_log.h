#ifndef BROADSHEET_STORAGE_CHANGE_LOG_H_
#define BROADSHEET_STORAGE_CHANGE_LOG_H_

#include <string>
#include <vector>

#include "broadsheet/internal/v1/artifact.pb.h"
#include "broadsheet/internal/v1/change_feed_service.pb.h"
#include "broadsheet/internal/v1/paper_vector.pb.h"
#include "broadsheet/v1/edition.pb.h"
#include "broadsheet/v1/event.pb.h"
#include "broadsheet/v1/paper.pb.h"
#include "broadsheet/v1/reader_service.pb.h"
#include "storage/database.h"

namespace broadsheet::storage {

// Collects what one transaction changes, and writes it to the change feed in
// that transaction. Append is called once per transaction: the numbers within
// it begin at 0.
class ChangeLog {
 public:
  void Add(const v1::Paper& paper);
  void Add(v1::Event event);
  void Add(v1::Submission submission);
  // Is on that day's list no more. Followers are told whether it was the
  // automatic editor's, and of no other submitter.
  void AddRetracted(v1::Submission submission);
  // Everything of the reader is gone.
  void AddErased(const std::string& reader_id);
  void Add(v1::EditionRow edition);
  // The artifact is in use from now on.
  void AddPromoted(internal::v1::Artifact artifact);
  void Add(internal::v1::PaperVector vector);
  // All vectors of the encoder are gone.
  void AddDeletedEncoder(const std::string& encoder);

  bool empty() const { return changes_.empty(); }
  // Writes nothing when nothing was added.
  void Append(Transaction& tx);

 private:
  // `reader_id`: whom the change names; may be empty.
  void Add(const internal::v1::Change& change, std::string reader_id);

  std::vector<std::string> changes_;  // Serialized.
  std::vector<std::string> readers_;  // Whom they name.
};

}  // namespace broadsheet::storage

#endif  // BROADSHEET_STORAGE_CHANGE_LOG_H_
