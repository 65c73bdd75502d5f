#ifndef BROADSHEET_RECOMMEND_MODELS_SPARSE_ROWS_H_
#define BROADSHEET_RECOMMEND_MODELS_SPARSE_ROWS_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace broadsheet::recommend {

// A sparse matrix by rows, the columns of each row ascending and different.
struct SparseRows {
  size_t columns = 0;
  std::vector<uint64_t> ends;  // Where each row ends in `index` and `value`.
  std::vector<uint32_t> index;
  std::vector<float> value;

  size_t rows() const { return ends.size(); }
  uint64_t Begin(size_t row) const { return row == 0 ? 0 : ends[row - 1]; }
  size_t Count(size_t row) const { return ends[row] - Begin(row); }
  std::span<const uint32_t> Index(size_t row) const {
    return {index.data() + Begin(row), Count(row)};
  }
  std::span<const float> Value(size_t row) const {
    return {value.data() + Begin(row), Count(row)};
  }

  void Push(uint32_t column, float entry) {
    index.push_back(column);
    value.push_back(entry);
  }
  void EndRow() { ends.push_back(index.size()); }
};

// The same entries by columns.
SparseRows Transpose(const SparseRows& matrix);

// An entry of a matrix not sorted yet.
struct SparseEntry {
  uint32_t row = 0;
  uint32_t column = 0;
  float value = 0;
};

// Sorts entries into a matrix; those of one place are added up.
SparseRows MakeSparseRows(size_t rows, size_t columns,
                          std::vector<SparseEntry> entries);

}  // namespace broadsheet::recommend

#endif  // BROADSHEET_RECOMMEND_MODELS_SPARSE_ROWS_H_
