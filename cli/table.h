#ifndef BROADSHEET_CLI_TABLE_H_
#define BROADSHEET_CLI_TABLE_H_

#include <cstddef>
#include <string>
#include <vector>

namespace broadsheet::cli {

// One column of a table. The width that its texts want is cut down to
// `min_width` when the table must fit; what is longer is cut with "…".
struct Column {
  std::string header;
  int min_width = 4;
  // Columns that do not fit even at their smallest leave from the highest rank
  // on; rank 0 stays.
  int rank = 0;
  bool align_right = false;
  // A column of weight 3 may stay three times as wide as its neighbours when
  // the table must shrink.
  int weight = 1;
};

// Rows of text that are laid out to fit a number of terminal columns. Columns
// in which no row has a text are left out.
class Table {
 public:
  explicit Table(std::vector<Column> columns);

  // One text a column; made safe for terminals here.
  void AddRow(std::vector<std::string> cells);
  size_t rows() const { return rows_.size(); }

  // A header line and a line for each row, each ending in "\n" and none wider
  // than `width`. `bold_header`: with terminal codes.
  std::string Render(int width, bool bold_header) const;

 private:
  // The width of each column; 0 for those that are left out.
  std::vector<int> LayOut(int width) const;
  std::string Line(const std::vector<std::string>& cells,
                   const std::vector<int>& widths) const;

  std::vector<Column> columns_;
  std::vector<std::vector<std::string>> rows_;
};

}  // namespace broadsheet::cli

#endif  // BROADSHEET_CLI_TABLE_H_
