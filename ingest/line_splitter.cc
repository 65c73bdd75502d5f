#include "ingest/line_splitter.h"

#include <algorithm>
#include <utility>

namespace broadsheet::ingest {

LineSplitter::LineSplitter(size_t limit, Handler handler)
    : limit_(limit), handler_(std::move(handler)) {}

void LineSplitter::Feed(std::string_view chunk) {
  for (size_t end = chunk.find('\n'); end != std::string_view::npos;
       end = chunk.find('\n')) {
    EndLine(chunk.substr(0, end));
    chunk.remove_prefix(end + 1);
  }
  Keep(chunk);
}

void LineSplitter::Finish() {
  if (!pending_.empty()) EndLine("");
}

void LineSplitter::Keep(std::string_view part) {
  const size_t room = limit_ - std::min(limit_, pending_.size());
  if (part.size() > room) overlong_ = true;
  pending_.append(part.substr(0, room));
}

void LineSplitter::EndLine(std::string_view last_part) {
  Line line{++number_, last_part, last_part.size() <= limit_};
  if (!pending_.empty()) {
    Keep(last_part);
    line.text = pending_;
    line.complete = !overlong_;
  }
  line.text = line.text.substr(0, limit_);
  if (line.complete && line.text.ends_with('\r')) line.text.remove_suffix(1);
  handler_(line);
  pending_.clear();
  overlong_ = false;
}

}  // namespace broadsheet::ingest
