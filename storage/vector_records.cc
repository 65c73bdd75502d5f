#include "storage/vector_records.h"

#include <utility>

#include "storage/sql_array.h"

namespace broadsheet::storage {

internal::v1::PaperVector VectorFromRow(const pqxx::row& row) {
  internal::v1::PaperVector vector;
  vector.set_paper_id(row[0].c_str());
  vector.set_encoder(row[1].c_str());
  vector.set_text_hash(static_cast<uint64_t>(row[2].as<int64_t>()));
  vector.set_scale(static_cast<float>(row[3].as<double>()));
  vector.set_values(BytesFromSql({row[4].c_str(), row[4].size()}));
  return vector;
}

std::optional<HeldEncoder> HoldEncoder(Transaction& tx, const std::string& name,
                                       int dimension) {
  tx.sql.exec_prepared("lock_encoder", name);
  const auto rows = tx.sql.exec_prepared("hold_encoder", name, dimension);
  if (rows.empty()) return std::nullopt;
  return HeldEncoder{rows[0][0].as<int>(), rows[0][1].as<int64_t>()};
}

std::map<std::string, internal::v1::PaperVector> ReadVectors(
    Transaction& tx, const std::string& encoder,
    const std::vector<std::string>& paper_ids) {
  std::map<std::string, internal::v1::PaperVector> vectors;
  for (const auto& row :
       tx.sql.exec_prepared("read_vectors", encoder, TextArray(paper_ids))) {
    internal::v1::PaperVector vector = VectorFromRow(row);
    std::string paper_id = vector.paper_id();
    vectors.emplace(std::move(paper_id), std::move(vector));
  }
  return vectors;
}

int64_t DeleteVectors(Transaction& tx, const std::string& encoder,
                      const std::vector<std::string>& paper_ids) {
  const auto deleted = static_cast<int64_t>(
      tx.sql.exec_prepared("delete_vectors", encoder, TextArray(paper_ids))
          .affected_rows());
  return tx.sql.exec_prepared("count_vectors", encoder, -deleted)[0][0]
      .as<int64_t>();
}

void DropVectors(Transaction& tx, const std::string& paper_id) {
  for (const auto& row : tx.sql.exec_prepared("encoders_of_paper", paper_id)) {
    const std::string encoder = row[0].c_str();
    // Holds the row, in whatever order: nothing is told to followers.
    tx.sql.exec_prepared("lock_encoder", encoder);
    DeleteVectors(tx, encoder, {paper_id});
  }
}

}  // namespace broadsheet::storage
