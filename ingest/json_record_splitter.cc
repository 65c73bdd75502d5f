#include "ingest/json_record_splitter.h"

#include <algorithm>
#include <utility>

namespace broadsheet::ingest {
namespace {

constexpr size_t kMaxKeyBytes = 64;
constexpr std::string_view kByteOrderMark = "\xef\xbb\xbf";

bool IsBlank(char c) { return c == ' ' || c == '\n' || c == '\r' || c == '\t'; }

// After what a value may begin, inside of an object or a list.
bool BeginsValue(char last) {
  return last == ':' || last == ',' || last == '[';
}

}  // namespace

JsonRecordSplitter::JsonRecordSplitter(std::string_view container, size_t limit,
                                       Handler handler)
    : container_(container), limit_(limit), handler_(std::move(handler)) {}

void JsonRecordSplitter::Feed(std::string_view chunk) {
  while (!chunk.empty() && !lost_) {
    size_t taken = 1;
    if (in_string_) {
      taken = TakeString(chunk);
    } else {
      Step(chunk.front());
    }
    bytes_ += static_cast<int64_t>(taken);
    chunk.remove_prefix(taken);
  }
}

void JsonRecordSplitter::Finish() {
  if (lost_) return;
  if (garbage_) {
    Emit("is not JSON");
  } else if (in_record_) {
    Emit("is not JSON: it is cut short");
  } else if (base_ > 0) {
    number_ = elements_ + 1;
    Emit("is not JSON: the list has no end");
  }
}

void JsonRecordSplitter::Step(char c) {
  if (c == '\n') ++line_;
  if (garbage_) {
    if (c == '\n') return Emit("is not JSON");
    return Keep({&c, 1});
  }
  if (in_record_) {
    StepInRecord(c);
  } else {
    StepBetween(c);
  }
  if (!IsBlank(c)) last_ = c;
}

void JsonRecordSplitter::StepBetween(char c) {
  if (IsBlank(c)) return;
  if (bytes_ < 3 && c == kByteOrderMark[static_cast<size_t>(bytes_)]) return;
  if (c == '{' || c == '[') return Open(c);
  if (base_ > 0) {
    if (c == ',') return;
    if (c == ']') return CloseList();
    Begin();
    return Damage("is not JSON: something else than an object is in the list");
  }
  Begin();
  garbage_ = true;
  Keep({&c, 1});
}

void JsonRecordSplitter::StepInRecord(char c) {
  if (c == '{' || c == '[') return Open(c);
  Keep({&c, 1});
  if (c == '"') {
    in_string_ = true;
    string_.clear();
  } else if (c == '}' || c == ']') {
    Close(c);
  }
}

// Takes a string up to its end, or what is there of it. Answers how much that
// is.
size_t JsonRecordSplitter::TakeString(std::string_view rest) {
  size_t at = 0;
  for (; at < rest.size(); ++at) {
    const char c = rest[at];
    if (escaped_) {
      escaped_ = false;
    } else if (c == '\\') {
      escaped_ = true;
    } else if (c == '"') {
      in_string_ = false;
      break;
    } else if (c == '\n') {
      break;
    }
  }
  const std::string_view text = rest.substr(0, at);
  string_.append(
      text.substr(0, kMaxKeyBytes - std::min(kMaxKeyBytes, string_.size())));
  Keep(text);
  if (at == rest.size()) return at;
  if (in_string_) {  // A line break, which JSON does not allow there.
    in_string_ = escaped_ = false;
    ++line_;
    Damage("is not JSON: it is cut short");
  } else {
    Keep("\"");
    last_ = '"';
  }
  return at + 1;
}

void JsonRecordSplitter::Open(char c) {
  if (!in_record_ && base_ == 0 && c == '[') {
    base_ = depth_ = 1;
    elements_ = emitted_;
    return;
  }
  if (in_record_ && base_ == 0 && c == '{' && !BeginsValue(last_)) {
    // The line before was cut short.
    Damage("is not JSON: it is cut short");
  }
  if (!in_record_) Begin();
  const bool is_container = c == '[' && base_ == 0 && depth_ == 1 &&
                            last_ == ':' && !container_.empty() &&
                            !in_envelope_ && string_ == container_;
  Keep({&c, 1});
  ++depth_;
  if (is_container) OpenContainer();
}

void JsonRecordSplitter::OpenContainer() {
  envelope_ = std::exchange(pending_, "");
  base_ = 2;
  elements_ = emitted_;
  in_record_ = false;
}

void JsonRecordSplitter::Close(char c) {
  --depth_;
  if (depth_ > base_) return;
  if (in_envelope_) {
    envelope_ = std::exchange(pending_, "");
    in_envelope_ = in_record_ = overlong_ = false;
    return;
  }
  const bool fits = pending_.front() == (c == '}' ? '{' : '[');
  Emit(fits ? "" : "is not JSON: its brackets do not match");
}

void JsonRecordSplitter::CloseList() {
  if (base_ == 1) {
    base_ = depth_ = 0;
    return;
  }
  pending_ = std::exchange(envelope_, "");
  pending_.push_back(']');
  in_envelope_ = in_record_ = true;
  base_ = 0;
  depth_ = 1;
}

void JsonRecordSplitter::Begin() {
  in_record_ = true;
  number_ = base_ > 0 ? ++elements_ : std::max(line_, emitted_);
}

void JsonRecordSplitter::Keep(std::string_view text) {
  const size_t room = limit_ - std::min(limit_, pending_.size());
  if (text.size() > room) overlong_ = true;
  pending_.append(text.substr(0, room));
}

void JsonRecordSplitter::Emit(std::string_view damage) {
  if (overlong_) damage = "is longer than a record may be";
  handler_({number_, pending_, damage});
  emitted_ = number_;
  pending_.clear();
  in_record_ = in_envelope_ = garbage_ = overlong_ = false;
  depth_ = base_;
}

void JsonRecordSplitter::Damage(std::string_view rule) {
  const bool goes_on = base_ == 0 && !in_envelope_;
  Emit(rule);
  last_ = 0;
  lost_ = !goes_on;
}

}  // namespace broadsheet::ingest
