#include "ingest/bibtex_parser.h"

#include <algorithm>
#include <utility>

#include "absl/strings/ascii.h"
#include "common/errors.h"

namespace broadsheet::ingest {
namespace {

constexpr size_t kMaxMacroBytes = 1 << 20;
constexpr size_t kMaxFields = 200;

constexpr std::pair<const char*, const char*> kMonths[] = {
    {"jan", "1"}, {"feb", "2"},  {"mar", "3"},  {"apr", "4"},
    {"may", "5"}, {"jun", "6"},  {"jul", "7"},  {"aug", "8"},
    {"sep", "9"}, {"oct", "10"}, {"nov", "11"}, {"dec", "12"},
};

using Macros = std::map<std::string, std::string>;

bool IsSpace(char c) {
  return absl::ascii_isspace(static_cast<unsigned char>(c));
}

// What a name, a key, a number or a macro is made of.
bool IsNameCharacter(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte > 0x20 && byte != 0x7f &&
         std::string_view("\"#%'(),={}@").find(c) == std::string_view::npos;
}

std::string Lower(std::string_view text) {
  return absl::AsciiStrToLower(AsAbsl(text));
}

// Reads one entry, whose brackets match.
class EntryReader {
 public:
  EntryReader(std::string_view text, const Macros* macros)
      : rest_(text), macros_(macros) {}

  BibtexEntry Read() {
    BibtexEntry entry;
    rest_.remove_prefix(1);  // "@"
    SkipSpace();
    entry.type = Lower(ReadName());
    rest_.remove_prefix(rest_.find_first_of("{(") + 1);
    rest_.remove_suffix(1);
    if (entry.type == "comment" || entry.type == "preamble") return entry;
    if (entry.type != "string") entry.key = ReadKey();
    while (entry.fields.size() < kMaxFields && ReadField(&entry)) {
    }
    return entry;
  }

 private:
  void SkipSpace() {
    while (!rest_.empty() && IsSpace(rest_.front())) rest_.remove_prefix(1);
  }

  std::string_view ReadName() {
    const auto end = std::ranges::find_if_not(rest_, IsNameCharacter);
    const std::string_view name(rest_.begin(), end);
    rest_.remove_prefix(name.size());
    return name;
  }

  // Up to the first comma; an entry that begins with a field has no key.
  std::string ReadKey() {
    SkipSpace();
    const std::string_view whole = rest_;
    const std::string_view key =
        rest_.substr(0, std::min(rest_.find_first_of(",={}\n"), rest_.size()));
    rest_.remove_prefix(key.size());
    SkipSpace();
    if (!rest_.empty() && rest_.front() == '=') {
      rest_ = whole;
      return "";
    }
    return std::string(absl::StripAsciiWhitespace(AsAbsl(key)));
  }

  // Reads "name = value" behind whatever is before it. False: there is none.
  bool ReadField(BibtexEntry* entry) {
    while (!rest_.empty()) {
      SkipSpace();
      const std::string_view name = ReadName();
      SkipSpace();
      if (!name.empty() && !rest_.empty() && rest_.front() == '=') {
        rest_.remove_prefix(1);
        entry->fields.try_emplace(Lower(name), ReadValue());
        return true;
      }
      if (name.empty() && !rest_.empty()) rest_.remove_prefix(1);
    }
    return false;
  }

  std::string ReadValue() {
    std::string value = ReadPart();
    SkipSpace();
    while (!rest_.empty() && rest_.front() == '#') {
      rest_.remove_prefix(1);
      // Macros in macros could double their length line by line.
      if (value.size() < kMaxBibtexEntryBytes) value += ReadPart();
      SkipSpace();
    }
    return value;
  }

  std::string ReadPart() {
    SkipSpace();
    if (rest_.empty()) return "";
    if (rest_.front() == '{') return ReadBraced('}');
    if (rest_.front() == '"') return ReadBraced('"');
    const std::string_view name = ReadName();
    if (name.empty()) return "";
    const auto macro = macros_->find(Lower(name));
    return macro == macros_->end() ? std::string(name) : macro->second;
  }

  // A value up to the `end` that is in no inner braces.
  std::string ReadBraced(char end) {
    rest_.remove_prefix(1);
    int depth = 0;
    size_t at = 0;
    for (; at < rest_.size(); ++at) {
      const char c = rest_[at];
      if (c == end && depth == 0) break;
      if (c == '\\') {
        ++at;
      } else if (c == '{') {
        ++depth;
      } else if (c == '}') {
        --depth;
      }
    }
    const std::string value(rest_.substr(0, at));
    rest_.remove_prefix(std::min(at + 1, rest_.size()));
    return value;
  }

  std::string_view rest_;
  const Macros* macros_;
};

}  // namespace

BibtexParser::BibtexParser(Handler handler)
    : handler_(std::move(handler)),
      macros_(std::begin(kMonths), std::end(kMonths)) {}

void BibtexParser::Feed(std::string_view chunk) {
  for (const char c : chunk) {
    Step(c);
    if (c == '\n') {
      ++line_;
      line_begins_ = true;
    } else if (!IsSpace(c)) {
      line_begins_ = false;
    }
  }
}

void BibtexParser::Finish() {
  if (place_ == Place::kBody) End("does not end");
}

void BibtexParser::Step(char c) {
  if (c == '@' && line_begins_ && place_ == Place::kBody) End("does not end");
  if (place_ == Place::kOutside) {
    if (c == '@') Begin();
    return;
  }
  if (pending_.size() < kMaxBibtexEntryBytes) {
    pending_.push_back(c);
  } else {
    overlong_ = true;
  }
  if (place_ == Place::kHead) {
    StepInHead(c);
  } else {
    StepInBody(c);
  }
}

void BibtexParser::Begin() {
  place_ = Place::kHead;
  first_line_ = line_;
  pending_ = "@";
  depth_ = 0;
  quoted_ = escaped_ = overlong_ = false;
}

// Between "@" and the opening bracket. An "@" in a comment is none.
void BibtexParser::StepInHead(char c) {
  if (c == '{' || c == '(') {
    closer_ = c == '{' ? '}' : ')';
    place_ = Place::kBody;
  } else if (c == '@') {
    Begin();
  } else if (!IsSpace(c) && !IsNameCharacter(c)) {
    place_ = Place::kOutside;
  }
}

void BibtexParser::StepInBody(char c) {
  if (escaped_) {
    escaped_ = false;
    return;
  }
  if (c == '\\') {
    escaped_ = true;
  } else if (c == '"' && depth_ == 0) {
    quoted_ = !quoted_;
  } else if (c == closer_ && depth_ == 0 && !quoted_) {
    End("");
  } else if (c == '{') {
    ++depth_;
  } else if (c == '}' && depth_ > 0) {
    --depth_;
  }
}

void BibtexParser::End(std::string_view damage) {
  place_ = Place::kOutside;
  if (overlong_) damage = "is longer than 1,048,576 bytes";
  if (!damage.empty()) {
    handler_({first_line_, {}, pending_, damage});
    return;
  }
  BibtexEntry entry = EntryReader(pending_, &macros_).Read();
  if (entry.type == "string") return Define(entry);
  if (entry.type == "comment" || entry.type == "preamble") return;
  handler_({first_line_, std::move(entry), pending_, ""});
}

void BibtexParser::Define(const BibtexEntry& entry) {
  for (const auto& [name, value] : entry.fields) {
    macro_bytes_ += name.size() + value.size();
    if (macro_bytes_ > kMaxMacroBytes) return;
    macros_[name] = value;
  }
}

}  // namespace broadsheet::ingest
