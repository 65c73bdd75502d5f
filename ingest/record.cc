#include "ingest/record.h"

#include "common/text.h"
#include "google/protobuf/util/json_util.h"
#include "unicode/bytestream.h"
#include "unicode/stringpiece.h"
#include "unicode/unistr.h"

namespace broadsheet::ingest {
namespace {

void Cut(size_t bytes, std::string* text) {
  // Twice: what replaces a character may be longer than it.
  const std::string clean = MakeExcerpt(CutUtf8(*text, bytes));
  *text = std::string(CutUtf8(clean, bytes));
}

}  // namespace

std::string MakeExcerpt(std::string_view raw) {
  // A replacement is up to three times as long as what it replaces.
  raw = CutUtf8(raw, kMaxExcerptBytes);
  const icu::StringPiece piece(raw.data(), static_cast<int32_t>(raw.size()));
  icu::UnicodeString text = icu::UnicodeString::fromUTF8(piece);
  text.findAndReplace(icu::UnicodeString(char16_t{0}),
                      icu::UnicodeString(char16_t{0xfffd}));
  std::string excerpt;
  text.toUTF8String(excerpt);
  return std::string(CutUtf8(excerpt, kMaxExcerptBytes));
}

bool IsWhole(const Refusal& refusal) {
  // A cut takes away up to three bytes more than it must.
  return !refusal.excerpt.empty() &&
         refusal.excerpt.size() + 3 < kMaxExcerptBytes &&
         refusal.field != "document" &&
         refusal.excerpt.find("\xef\xbf\xbd") == std::string::npos;
}

void CutToLimits(Refusal* refusal) {
  Cut(kMaxRefusalIdBytes, &refusal->id);
  Cut(kMaxRefusalTextBytes, &refusal->field);
  Cut(kMaxRefusalTextBytes, &refusal->rule);
}

std::string JsonExcerpt(const google::protobuf::Message& message) {
  std::string json;
  // Text that is not UTF-8 has no JSON; the rule that it breaks says enough.
  if (!google::protobuf::util::MessageToJsonString(message, &json).ok()) {
    return "";
  }
  return MakeExcerpt(json);
}

}  // namespace broadsheet::ingest
