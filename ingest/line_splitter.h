#ifndef BROADSHEET_INGEST_LINE_SPLITTER_H_
#define BROADSHEET_INGEST_LINE_SPLITTER_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

namespace broadsheet::ingest {

// Cuts a stream of bytes into lines that end with "\n" or "\r\n"; the last one
// may lack it. Keeps at most one line in memory. Not thread-safe.
class LineSplitter {
 public:
  // A line without its end. `complete` is false when it is longer than the
  // limit: then `text` is its beginning, and the rest was skipped.
  struct Line {
    int64_t number;  // From 1.
    std::string_view text;
    bool complete;
  };
  using Handler = std::function<void(const Line&)>;

  LineSplitter(size_t limit, Handler handler);

  void Feed(std::string_view chunk);
  void Finish();

 private:
  void Keep(std::string_view part);
  void EndLine(std::string_view last_part);

  const size_t limit_;
  const Handler handler_;
  int64_t number_ = 0;   // Lines handed over.
  std::string pending_;  // Beginning of a line whose end has not come.
  bool overlong_ = false;
};

}  // namespace broadsheet::ingest

#endif  // BROADSHEET_INGEST_LINE_SPLITTER_H_
