#ifndef BROADSHEET_STORAGE_VECTOR_RECORDS_H_
#define BROADSHEET_STORAGE_VECTOR_RECORDS_H_

#include <cstdint>
#include <map>
#include <optional>
#include <pqxx/pqxx>
#include <string>
#include <vector>

#include "broadsheet/internal/v1/paper_vector.pb.h"
#include "storage/database.h"

namespace broadsheet::storage {

// Of kVectorColumns.
internal::v1::PaperVector VectorFromRow(const pqxx::row& row);

// The row of an encoder.
struct HeldEncoder {
  int dimension = 0;
  int64_t vectors = 0;
};

// Holds the row until the transaction ends. All who write vectors of the
// encoder do so first: one after the other, in the order of their transactions'
// numbers, which is that of the change feed. So the last change that a follower
// sees of a vector is what storage holds. An encoder that is not known, or was
// deleted, takes `dimension`. The transaction should have no number yet.
// Nothing: one with a higher number was first, as can happen while there is no
// row; this one is to be run again, with another number.
std::optional<HeldEncoder> HoldEncoder(Transaction& tx, const std::string& name,
                                       int dimension);

// By paper, those of these papers that there are.
std::map<std::string, internal::v1::PaperVector> ReadVectors(
    Transaction& tx, const std::string& encoder,
    const std::vector<std::string>& paper_ids);

// Of an encoder whose row is held; answers how many vectors it has left.
int64_t DeleteVectors(Transaction& tx, const std::string& encoder,
                      const std::vector<std::string>& paper_ids);

// Of a record that was merged: followers forget them with the record.
void DropVectors(Transaction& tx, const std::string& paper_id);

}  // namespace broadsheet::storage

#endif  // BROADSHEET_STORAGE_VECTOR_RECORDS_H_
