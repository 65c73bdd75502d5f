#include "gateway/api/json_printer.h"

#include <algorithm>
#include <cstdint>
#include <memory>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "common/errors.h"
#include "gateway/api/json_text.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/io/coded_stream.h"
#include "google/protobuf/timestamp.pb.h"
#include "google/protobuf/util/json_util.h"
#include "google/protobuf/util/time_util.h"
#include "google/protobuf/wire_format_lite.h"

namespace broadsheet::gateway {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::MessageFactory;
using google::protobuf::Timestamp;
using google::protobuf::internal::WireFormatLite;
using google::protobuf::io::CodedInputStream;
using google::protobuf::util::TimeUtil;

void AppendEnum(const FieldDescriptor* field, int number, std::string* out) {
  const auto* value = field->enum_type()->FindValueByNumber(number);
  if (value == nullptr) {
    absl::StrAppend(out, number);
  } else {
    absl::StrAppend(out, "\"", value->name(), "\"");
  }
}

// JSON has times of the years 1 to 9999 only.
bool HasJson(const Timestamp& time) {
  return time.seconds() >= TimeUtil::kTimestampMinSeconds &&
         time.seconds() <= TimeUtil::kTimestampMaxSeconds &&
         time.nanos() >= 0 && time.nanos() < 1000000000;
}

// The fields of one message in its bytes, in the order of their numbers.
class Fields {
 public:
  explicit Fields(std::string_view bytes)
      : in_(reinterpret_cast<const uint8_t*>(bytes.data()),
            static_cast<int>(bytes.size())) {
    Next();
  }

  CodedInputStream& in() { return in_; }
  uint32_t tag() const { return tag_; }
  // 0 at the end.
  int number() const { return WireFormatLite::GetTagFieldNumber(tag_); }
  bool in_order() const { return in_order_; }
  void Next() {
    const int last = number();
    tag_ = in_.ReadTag();
    if (tag_ == 0) {
      in_order_ = in_order_ && in_.ConsumedEntireMessage();
    } else if (number() < last) {
      in_order_ = false;
    }
  }
  bool Skip() {
    if (!WireFormatLite::SkipField(&in_, tag_)) return false;
    Next();
    return in_order_;
  }

 private:
  CodedInputStream in_;
  uint32_t tag_ = 0;
  bool in_order_ = true;
};

// Writes one message, all of whose parts are known, from its bytes. False when
// they are none, or not as protobuf's own library for C++ writes them: by
// number, and no field twice.
class Writer {
 public:
  explicit Writer(std::string* out) : out_(out) {}

  bool Write(std::string_view bytes, const JsonPrinter::Layout& layout) {
    if (layout.is_time) return Time(bytes);
    if (depth_++ > kDeepest) return false;
    Fields fields(bytes);
    char before = '{';
    for (const JsonPrinter::Field& field : layout.fields) {
      const int number = field.field->number();
      // What a newer version knows.
      while (fields.tag() != 0 && fields.number() < number) {
        if (!fields.Skip()) return false;
      }
      const bool is_there = fields.number() == number;
      if (!is_there && field.unset.empty()) continue;
      out_->push_back(before);
      before = ',';
      out_->append(field.name);
      if (!is_there) {
        out_->append(field.unset);
      } else if (!(field.field->is_repeated() ? All(field, &fields)
                                              : Only(field, &fields))) {
        return false;
      }
    }
    if (before == '{') out_->push_back('{');
    out_->push_back('}');
    --depth_;
    while (fields.tag() != 0) {
      if (!fields.Skip()) return false;
    }
    return fields.in_order();
  }

 private:
  // Messages in the outermost one, as deep as protobuf reads.
  static constexpr int kDeepest = 100;

  bool Time(std::string_view bytes) {
    Timestamp time;
    if (!time.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) {
      return false;
    }
    if (HasJson(time)) {
      AppendText(TimeUtil::ToString(time), out_);
    } else {
      out_->append("null");
    }
    return true;
  }

  bool Only(const JsonPrinter::Field& field, Fields* fields) {
    if (!IsPlain(field, fields->tag()) || !One(field, &fields->in())) {
      return false;
    }
    fields->Next();
    return fields->in_order() && fields->number() != field.field->number();
  }

  bool All(const JsonPrinter::Field& field, Fields* fields) {
    char before = '[';
    for (; fields->number() == field.field->number(); fields->Next()) {
      const bool read = IsPlain(field, fields->tag())
                            ? Element(field, &before, &fields->in())
                            : Packed(field, &before, fields);
      if (!read) return false;
    }
    if (before == '[') out_->push_back('[');  // Packed, and empty.
    out_->push_back(']');
    return fields->in_order();
  }

  bool Packed(const JsonPrinter::Field& field, char* before, Fields* fields) {
    if (!field.field->is_packable() ||
        WireFormatLite::GetTagWireType(fields->tag()) !=
            WireFormatLite::WIRETYPE_LENGTH_DELIMITED) {
      return false;
    }
    CodedInputStream& in = fields->in();
    uint32_t size = 0;
    const void* data = nullptr;
    int left = 0;
    if (!in.ReadVarint32(&size)) return false;
    in.GetDirectBufferPointerInline(&data, &left);
    if (size > static_cast<uint32_t>(left)) return false;
    const auto limit = in.PushLimit(static_cast<int>(size));
    while (in.BytesUntilLimit() > 0) {
      if (!Element(field, before, &in)) return false;
    }
    in.PopLimit(limit);
    return true;
  }

  bool Element(const JsonPrinter::Field& field, char* before,
               CodedInputStream* in) {
    out_->push_back(*before);
    *before = ',';
    return One(field, in);
  }

  static bool IsPlain(const JsonPrinter::Field& field, uint32_t tag) {
    const auto type =
        static_cast<WireFormatLite::FieldType>(field.field->type());
    return WireFormatLite::GetTagWireType(tag) ==
           WireFormatLite::WireTypeForFieldType(type);
  }

  bool One(const JsonPrinter::Field& field, CodedInputStream* in);
  bool Text(const JsonPrinter::Field& field, CodedInputStream* in);

  template <class Value, WireFormatLite::FieldType kType>
  bool Number(CodedInputStream* in) {
    Value value;
    if (!WireFormatLite::ReadPrimitive<Value, kType>(in, &value)) return false;
    AppendNumber(value, out_);
    return true;
  }

  std::string* const out_;
  int depth_ = 0;
};

bool Writer::One(const JsonPrinter::Field& field, CodedInputStream* in) {
  using Wire = WireFormatLite;
  switch (field.field->type()) {
    case FieldDescriptor::TYPE_STRING:
    case FieldDescriptor::TYPE_BYTES:
    case FieldDescriptor::TYPE_MESSAGE:
      return Text(field, in);
    case FieldDescriptor::TYPE_ENUM: {
      int number = 0;
      if (!Wire::ReadPrimitive<int, Wire::TYPE_ENUM>(in, &number)) return false;
      AppendEnum(field.field, number, out_);
      return true;
    }
    case FieldDescriptor::TYPE_BOOL:
      return Number<bool, Wire::TYPE_BOOL>(in);
    case FieldDescriptor::TYPE_INT32:
      return Number<int32_t, Wire::TYPE_INT32>(in);
    case FieldDescriptor::TYPE_SINT32:
      return Number<int32_t, Wire::TYPE_SINT32>(in);
    case FieldDescriptor::TYPE_SFIXED32:
      return Number<int32_t, Wire::TYPE_SFIXED32>(in);
    case FieldDescriptor::TYPE_UINT32:
      return Number<uint32_t, Wire::TYPE_UINT32>(in);
    case FieldDescriptor::TYPE_FIXED32:
      return Number<uint32_t, Wire::TYPE_FIXED32>(in);
    case FieldDescriptor::TYPE_INT64:
      return Number<int64_t, Wire::TYPE_INT64>(in);
    case FieldDescriptor::TYPE_SINT64:
      return Number<int64_t, Wire::TYPE_SINT64>(in);
    case FieldDescriptor::TYPE_SFIXED64:
      return Number<int64_t, Wire::TYPE_SFIXED64>(in);
    case FieldDescriptor::TYPE_UINT64:
      return Number<uint64_t, Wire::TYPE_UINT64>(in);
    case FieldDescriptor::TYPE_FIXED64:
      return Number<uint64_t, Wire::TYPE_FIXED64>(in);
    case FieldDescriptor::TYPE_DOUBLE:
      return Number<double, Wire::TYPE_DOUBLE>(in);
    case FieldDescriptor::TYPE_FLOAT:
      return Number<float, Wire::TYPE_FLOAT>(in);
    case FieldDescriptor::TYPE_GROUP:
      return false;
  }
  return false;
}

// What is as long as it says: a text, bytes or a message.
bool Writer::Text(const JsonPrinter::Field& field, CodedInputStream* in) {
  uint32_t size = 0;
  const void* data = nullptr;
  int left = 0;
  if (!in->ReadVarint32(&size)) return false;
  in->GetDirectBufferPointerInline(&data, &left);
  if (size > static_cast<uint32_t>(left)) return false;
  const std::string_view text(static_cast<const char*>(data), size);
  if (field.layout != nullptr) {
    if (!Write(text, *field.layout)) return false;
  } else if (field.field->type() == FieldDescriptor::TYPE_BYTES) {
    AppendText(absl::Base64Escape(AsAbsl(text)), out_);
  } else {
    AppendText(text, out_);
  }
  return in->Skip(static_cast<int>(size));
}

// What stands for a field that is not there; empty when nothing does.
std::string UnsetText(const FieldDescriptor* field) {
  if (field->is_repeated()) return "[]";
  if (field->has_presence()) return "";
  std::string text;
  switch (field->cpp_type()) {
    case FieldDescriptor::CPPTYPE_STRING:
      return "\"\"";
    case FieldDescriptor::CPPTYPE_BOOL:
      return "false";
    case FieldDescriptor::CPPTYPE_ENUM:
      AppendEnum(field, 0, &text);
      return text;
    case FieldDescriptor::CPPTYPE_INT64:
    case FieldDescriptor::CPPTYPE_UINT64:
      return "\"0\"";
    default:
      return "0";
  }
}

absl::Status NoJson() {
  return MakeError(absl::StatusCode::kInternal, "NO_JSON",
                   "the answer cannot be written as JSON");
}

absl::StatusOr<std::string> PrintAsTheyDo(const Message& message) {
  google::protobuf::util::JsonPrintOptions options;
  // A reader of the JSON need not know which values are defaults.
  options.always_print_primitive_fields = true;
  std::string text;
  const auto printed =
      google::protobuf::util::MessageToJsonString(message, &text, options);
  if (!printed.ok()) return NoJson();
  return text;
}

}  // namespace

JsonPrinter::JsonPrinter(const Descriptor* type)
    : type_(type), layout_(Learn(type)) {
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
        {field, absl::StrCat("\"", field->json_name(), "\":"), UnsetText(field),
         field->message_type() == nullptr ? nullptr
                                          : Learn(field->message_type())});
  }
  std::ranges::sort(layout->fields, {},
                    [](const Field& field) { return field.field->number(); });
  return layout;
}

absl::StatusOr<std::string> JsonPrinter::Print(const Message& message) const {
  if (!layout_->known) return PrintAsTheyDo(message);
  return PrintBytes(message.SerializeAsString());
}

absl::StatusOr<std::string> JsonPrinter::PrintBytes(
    std::string_view bytes) const {
  std::string text;
  // Names and escapes are some fifth of it.
  text.reserve(bytes.size() * 5 / 4);
  if (layout_->known && Writer(&text).Write(bytes, *layout_)) return text;
  const std::unique_ptr<Message> message(
      MessageFactory::generated_factory()->GetPrototype(type_)->New());
  if (!message->ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) {
    return NoJson();
  }
  if (!layout_->known) return PrintAsTheyDo(*message);
  // What has a known number, but another form, would be in no order again.
  message->DiscardUnknownFields();
  text.clear();
  if (Writer(&text).Write(message->SerializeAsString(), *layout_)) return text;
  return NoJson();
}

}  // namespace broadsheet::gateway
