#include "gateway/api/json_printer.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <experimental/simd>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "common/errors.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/timestamp.pb.h"
#include "google/protobuf/util/json_util.h"
#include "google/protobuf/util/time_util.h"

namespace broadsheet::gateway {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;
using google::protobuf::Timestamp;
using google::protobuf::util::TimeUtil;

// What must not stand in a JSON string as it is, and what HTML would read. Of
// one character, or of many side by side.
template <class Chars>
auto IsSpecial(const Chars& c) {
  const auto is = [&c](char one) {
    return c == Chars(static_cast<unsigned char>(one));
  };
  return c < Chars(0x20) || is('"') || is('\\') || is('<') || is('>') ||
         is(0x7f);
}

// Where the next such character is, from `begin` on; the size when there is
// none.
size_t FindSpecial(const std::string& text, size_t begin) {
  using Chars = std::experimental::native_simd<unsigned char>;
  const auto* chars = reinterpret_cast<const unsigned char*>(text.data());
  size_t i = begin;
  for (; i + Chars::size() <= text.size(); i += Chars::size()) {
    const auto special =
        IsSpecial(Chars(chars + i, std::experimental::element_aligned));
    if (any_of(special)) return i + find_first_set(special);
  }
  while (i < text.size() && !IsSpecial(chars[i])) ++i;
  return i;
}

void AppendEscaped(unsigned char c, std::string* out) {
  constexpr char kDigits[] = "0123456789abcdef";
  switch (c) {
    case '"':
    case '\\':
      out->push_back('\\');
      out->push_back(static_cast<char>(c));
      return;
    case '\n':
      out->append("\\n");
      return;
    default:
      out->append("\\u00");
      out->push_back(kDigits[c >> 4]);
      out->push_back(kDigits[c & 15]);
  }
}

// `text` is UTF-8: protobuf lets nothing else into strings.
void AppendText(const std::string& text, std::string* out) {
  out->push_back('"');
  size_t begin = 0;
  for (;;) {
    const size_t special = FindSpecial(text, begin);
    out->append(text, begin, special - begin);
    if (special == text.size()) break;
    AppendEscaped(static_cast<unsigned char>(text[special]), out);
    begin = special + 1;
  }
  out->push_back('"');
}

template <class Real>
void AppendReal(Real value, std::string* out) {
  if (std::isnan(value)) {
    out->append("\"NaN\"");
  } else if (std::isinf(value)) {
    out->append(value > 0 ? "\"Infinity\"" : "\"-Infinity\"");
  } else {
    char digits[32];
    const auto end = std::to_chars(digits, digits + sizeof(digits), value);
    out->append(digits, end.ptr);
  }
}

// A 64-bit number is text in JSON: a script's numbers are not exact.
template <class Int>
void AppendLong(Int value, std::string* out) {
  absl::StrAppend(out, "\"", value, "\"");
}

// JSON has times of the years 1 to 9999 only.
bool HasJson(const Timestamp& time) {
  return time.seconds() >= TimeUtil::kTimestampMinSeconds &&
         time.seconds() <= TimeUtil::kTimestampMaxSeconds &&
         time.nanos() >= 0 && time.nanos() < 1000000000;
}

// Writes one message, all of whose parts are known.
class Writer {
 public:
  explicit Writer(std::string* out) : out_(out) {}

  void Write(const Message& message, const JsonPrinter::Layout& layout) {
    if (layout.is_time) return Time(static_cast<const Timestamp&>(message));
    const Reflection& access = *message.GetReflection();
    char before = '{';
    for (const JsonPrinter::Field& field : layout.fields) {
      const bool repeated = field.field->is_repeated();
      if (!repeated && field.field->has_presence() &&
          !access.HasField(message, field.field)) {
        continue;
      }
      out_->push_back(before);
      before = ',';
      out_->append(field.name);
      if (repeated) {
        All(message, access, field);
      } else {
        One({message, access, field.field, -1}, field.layout);
      }
    }
    if (before == '{') out_->push_back('{');
    out_->push_back('}');
  }

 private:
  void Time(const Timestamp& time) {
    if (HasJson(time)) {
      AppendText(TimeUtil::ToString(time), out_);
    } else {
      out_->append("null");
    }
  }

  void All(const Message& message, const Reflection& access,
           const JsonPrinter::Field& field) {
    out_->push_back('[');
    const int size = access.FieldSize(message, field.field);
    for (int i = 0; i < size; ++i) {
      if (i > 0) out_->push_back(',');
      One({message, access, field.field, i}, field.layout);
    }
    out_->push_back(']');
  }

  // A field, or one element of a repeated field.
  struct Place {
    const Message& message;
    const Reflection& access;
    const FieldDescriptor* field;
    int at;  // -1: not repeated.

    // By the one of both methods of Reflection that fits.
    template <class Value>
    Value Get(Value (Reflection::*single)(const Message&,
                                          const FieldDescriptor*) const,
              Value (Reflection::*repeated)(const Message&,
                                            const FieldDescriptor*, int)
                  const) const {
      return at < 0 ? (access.*single)(message, field)
                    : (access.*repeated)(message, field, at);
    }
  };

  void One(const Place& place, const JsonPrinter::Layout* layout);
  void Text(const Place& place);
  void Enum(const Place& place);

  std::string* const out_;
};

void Writer::One(const Place& place, const JsonPrinter::Layout* layout) {
  using R = Reflection;
  switch (place.field->cpp_type()) {
    case FieldDescriptor::CPPTYPE_MESSAGE:
      return Write(place.at < 0
                       ? place.access.GetMessage(place.message, place.field)
                       : place.access.GetRepeatedMessage(place.message,
                                                         place.field, place.at),
                   *layout);
    case FieldDescriptor::CPPTYPE_STRING:
      return Text(place);
    case FieldDescriptor::CPPTYPE_ENUM:
      return Enum(place);
    case FieldDescriptor::CPPTYPE_BOOL:
      out_->append(place.Get(&R::GetBool, &R::GetRepeatedBool) ? "true"
                                                               : "false");
      return;
    case FieldDescriptor::CPPTYPE_INT32:
      absl::StrAppend(out_, place.Get(&R::GetInt32, &R::GetRepeatedInt32));
      return;
    case FieldDescriptor::CPPTYPE_UINT32:
      absl::StrAppend(out_, place.Get(&R::GetUInt32, &R::GetRepeatedUInt32));
      return;
    case FieldDescriptor::CPPTYPE_INT64:
      AppendLong(place.Get(&R::GetInt64, &R::GetRepeatedInt64), out_);
      return;
    case FieldDescriptor::CPPTYPE_UINT64:
      AppendLong(place.Get(&R::GetUInt64, &R::GetRepeatedUInt64), out_);
      return;
    case FieldDescriptor::CPPTYPE_DOUBLE:
      AppendReal(place.Get(&R::GetDouble, &R::GetRepeatedDouble), out_);
      return;
    case FieldDescriptor::CPPTYPE_FLOAT:
      AppendReal(place.Get(&R::GetFloat, &R::GetRepeatedFloat), out_);
      return;
  }
}

void Writer::Text(const Place& place) {
  std::string scratch;
  const std::string& text =
      place.at < 0 ? place.access.GetStringReference(place.message, place.field,
                                                     &scratch)
                   : place.access.GetRepeatedStringReference(
                         place.message, place.field, place.at, &scratch);
  if (place.field->type() == FieldDescriptor::TYPE_BYTES) {
    AppendText(absl::Base64Escape(text), out_);
  } else {
    AppendText(text, out_);
  }
}

void Writer::Enum(const Place& place) {
  const int number =
      place.Get(&Reflection::GetEnumValue, &Reflection::GetRepeatedEnumValue);
  const auto* value = place.field->enum_type()->FindValueByNumber(number);
  if (value == nullptr) {
    absl::StrAppend(out_, number);
  } else {
    absl::StrAppend(out_, "\"", value->name(), "\"");
  }
}

}  // namespace

JsonPrinter::JsonPrinter(const Descriptor* type) : layout_(Learn(type)) {
  // Types may consist of each other, so what is not known spreads at the end.
  bool spread = true;
  while (spread) {
    spread = false;
    for (const auto& [unused, layout] : layouts_) {
      const auto is_unknown = [](const Field& field) {
        return field.layout != nullptr && !field.layout->known;
      };
      if (!layout->known || !std::ranges::any_of(layout->fields, is_unknown)) {
        continue;
      }
      layout->known = false;
      spread = true;
    }
  }
}

const JsonPrinter::Layout* JsonPrinter::Learn(const Descriptor* type) {
  auto& place = layouts_[type];
  if (place != nullptr) return place.get();
  place = std::make_unique<Layout>();
  Layout* layout = place.get();
  layout->is_time = type == Timestamp::descriptor();
  if (type->file()->package() == "google.protobuf") {
    layout->known = layout->is_time;
    return layout;
  }
  for (int i = 0; i < type->field_count(); ++i) {
    const FieldDescriptor* field = type->field(i);
    if (field->is_map()) layout->known = false;
    layout->fields.push_back(
        {field, absl::StrCat("\"", field->json_name(), "\":"),
         field->message_type() == nullptr ? nullptr
                                          : Learn(field->message_type())});
  }
  return layout;
}

absl::StatusOr<std::string> JsonPrinter::Print(const Message& message) const {
  std::string text;
  if (layout_->known) {
    // Names and escapes are some fifth of it.
    text.reserve(message.ByteSizeLong() * 5 / 4);
    Writer(&text).Write(message, *layout_);
    return text;
  }
  google::protobuf::util::JsonPrintOptions options;
  // A reader of the JSON need not know which values are defaults.
  options.always_print_primitive_fields = true;
  const auto printed =
      google::protobuf::util::MessageToJsonString(message, &text, options);
  if (printed.ok()) return text;
  return MakeError(absl::StatusCode::kInternal, "NO_JSON",
                   "the answer cannot be written as JSON");
}

}  // namespace broadsheet::gateway
