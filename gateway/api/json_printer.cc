#include "gateway/api/json_printer.h"

#include <charconv>
#include <cmath>
#include <cstdint>

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

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;
using google::protobuf::Timestamp;

// What must not stand in a JSON string as it is, and what HTML would read.
bool IsPlain(unsigned char c) {
  return c >= 0x20 && c != '"' && c != '\\' && c != '<' && c != '>' &&
         c != 0x7f;
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
  for (size_t i = 0; i < text.size(); ++i) {
    const auto c = static_cast<unsigned char>(text[i]);
    if (IsPlain(c)) continue;
    out->append(text, begin, i - begin);
    AppendEscaped(c, out);
    begin = i + 1;
  }
  out->append(text, begin, std::string::npos);
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

// Writes one message; false when it meets what it does not know.
class Printer {
 public:
  explicit Printer(std::string* out) : out_(out) {}

  bool Print(const Message& message) {
    const auto* type = message.GetDescriptor();
    if (type->file()->package() == "google.protobuf") return Known(message);
    out_->push_back('{');
    bool first = true;
    for (int i = 0; i < type->field_count(); ++i) {
      const FieldDescriptor* field = type->field(i);
      if (field->is_map()) return false;
      const Reflection& access = *message.GetReflection();
      if (!field->is_repeated() && field->has_presence() &&
          !access.HasField(message, field)) {
        continue;
      }
      if (!first) out_->push_back(',');
      first = false;
      absl::StrAppend(out_, "\"", field->json_name(), "\":");
      const bool done = field->is_repeated() ? All(message, access, field)
                                             : One(message, access, field, -1);
      if (!done) return false;
    }
    out_->push_back('}');
    return true;
  }

 private:
  bool Known(const Message& message) {
    const auto* time = dynamic_cast<const Timestamp*>(&message);
    if (time == nullptr) return false;
    AppendText(google::protobuf::util::TimeUtil::ToString(*time), out_);
    return true;
  }

  bool All(const Message& message, const Reflection& access,
           const FieldDescriptor* field) {
    out_->push_back('[');
    const int size = access.FieldSize(message, field);
    for (int i = 0; i < size; ++i) {
      if (i > 0) out_->push_back(',');
      if (!One(message, access, field, i)) return false;
    }
    out_->push_back(']');
    return true;
  }

  // The element `at` of a repeated field; at -1 the field.
  bool One(const Message& message, const Reflection& access,
           const FieldDescriptor* field, int at);

  std::string* const out_;
};

bool Printer::One(const Message& message, const Reflection& access,
                  const FieldDescriptor* field, int at) {
  const bool all = at >= 0;
  switch (field->cpp_type()) {
    case FieldDescriptor::CPPTYPE_MESSAGE:
      return Print(all ? access.GetRepeatedMessage(message, field, at)
                       : access.GetMessage(message, field));
    case FieldDescriptor::CPPTYPE_STRING: {
      std::string scratch;
      const std::string& text =
          all ? access.GetRepeatedStringReference(message, field, at, &scratch)
              : access.GetStringReference(message, field, &scratch);
      if (field->type() == FieldDescriptor::TYPE_BYTES) {
        AppendText(absl::Base64Escape(text), out_);
      } else {
        AppendText(text, out_);
      }
      return true;
    }
    case FieldDescriptor::CPPTYPE_BOOL:
      out_->append((all ? access.GetRepeatedBool(message, field, at)
                        : access.GetBool(message, field))
                       ? "true"
                       : "false");
      return true;
    case FieldDescriptor::CPPTYPE_ENUM: {
      const int number = all ? access.GetRepeatedEnumValue(message, field, at)
                             : access.GetEnumValue(message, field);
      const auto* value = field->enum_type()->FindValueByNumber(number);
      if (value == nullptr) {
        absl::StrAppend(out_, number);
      } else {
        absl::StrAppend(out_, "\"", value->name(), "\"");
      }
      return true;
    }
    case FieldDescriptor::CPPTYPE_INT32:
      absl::StrAppend(out_, all ? access.GetRepeatedInt32(message, field, at)
                                : access.GetInt32(message, field));
      return true;
    case FieldDescriptor::CPPTYPE_UINT32:
      absl::StrAppend(out_, all ? access.GetRepeatedUInt32(message, field, at)
                                : access.GetUInt32(message, field));
      return true;
    case FieldDescriptor::CPPTYPE_INT64:
      AppendLong(all ? access.GetRepeatedInt64(message, field, at)
                     : access.GetInt64(message, field),
                 out_);
      return true;
    case FieldDescriptor::CPPTYPE_UINT64:
      AppendLong(all ? access.GetRepeatedUInt64(message, field, at)
                     : access.GetUInt64(message, field),
                 out_);
      return true;
    case FieldDescriptor::CPPTYPE_DOUBLE:
      AppendReal(all ? access.GetRepeatedDouble(message, field, at)
                     : access.GetDouble(message, field),
                 out_);
      return true;
    case FieldDescriptor::CPPTYPE_FLOAT:
      AppendReal(all ? access.GetRepeatedFloat(message, field, at)
                     : access.GetFloat(message, field),
                 out_);
      return true;
  }
  return false;
}

}  // namespace

absl::StatusOr<std::string> PrintJson(const Message& message) {
  std::string text;
  if (Printer(&text).Print(message)) return text;
  text.clear();
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
