#include "recommend/models/sparse_rows.h"

#include <algorithm>
#include <tuple>

namespace broadsheet::recommend {

SparseRows Transpose(const SparseRows& matrix) {
  SparseRows result;
  result.columns = matrix.rows();
  std::vector<uint64_t> next(matrix.columns + 1, 0);
  for (const uint32_t column : matrix.index) ++next[column + 1];
  for (size_t i = 0; i < matrix.columns; ++i) next[i + 1] += next[i];
  result.ends.assign(next.begin() + 1, next.end());
  result.index.resize(matrix.index.size());
  result.value.resize(matrix.value.size());
  for (size_t row = 0; row < matrix.rows(); ++row) {
    for (uint64_t at = matrix.Begin(row); at < matrix.ends[row]; ++at) {
      const uint64_t to = next[matrix.index[at]]++;
      result.index[to] = static_cast<uint32_t>(row);
      result.value[to] = matrix.value[at];
    }
  }
  return result;
}

SparseRows MakeSparseRows(size_t rows, size_t columns,
                          std::vector<SparseEntry> entries) {
  const auto place = [](const SparseEntry& entry) {
    return std::tuple(entry.row, entry.column, entry.value);
  };
  std::ranges::sort(entries, {}, place);
  SparseRows result;
  result.columns = columns;
  result.ends.reserve(rows);
  size_t at = 0;
  for (size_t row = 0; row < rows; ++row) {
    for (; at < entries.size() && entries[at].row == row; ++at) {
      const bool repeated =
          result.index.size() > (row == 0 ? 0 : result.ends[row - 1]) &&
          result.index.back() == entries[at].column;
      if (repeated) {
        result.value.back() += entries[at].value;
      } else {
        result.Push(entries[at].column, entries[at].value);
      }
    }
    result.EndRow();
  }
  return result;
}

}  // namespace broadsheet::recommend
