#ifndef BROADSHEET_CLI_LINE_SKIPPER_H_
#define BROADSHEET_CLI_LINE_SKIPPER_H_

#include <cstdint>
#include <string>

namespace broadsheet::cli {

// Empties the first lines of a text that comes in pieces, but keeps their line
// breaks: whoever reads the rest still counts the lines as in the whole.
class LineSkipper {
 public:
  explicit LineSkipper(int64_t lines) : left_(lines) {}

  // Edits the next piece of the text in place.
  void Apply(std::string* piece);

 private:
  int64_t left_;
};

}  // namespace broadsheet::cli

#endif  // BROADSHEET_CLI_LINE_SKIPPER_H_
