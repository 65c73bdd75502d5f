#include "gateway/api/query_to_proto.h"

#include <cmath>
#include <cstdint>
#include <set>
#include <string>
#include <type_traits>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_split.h"
#include "absl/time/time.h"
#include "common/errors.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"
#include "google/protobuf/timestamp.pb.h"

namespace broadsheet::gateway {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;
using google::protobuf::Timestamp;

// Where a value goes.
struct Place {
  Message* message;
  const FieldDescriptor* field;
  const Reflection* reflection;
};

const FieldDescriptor* FindField(const Descriptor& type,
                                 const std::string& name) {
  const FieldDescriptor* field = type.FindFieldByName(name);
  return field != nullptr ? field : type.FindFieldByCamelcaseName(name);
}

// Each of these answers false when `text` is not a value of the type.
bool PutString(const Place& at, const std::string& text) {
  if (at.field->type() == FieldDescriptor::TYPE_BYTES) return false;
  if (at.field->is_repeated()) {
    at.reflection->AddString(at.message, at.field, text);
  } else {
    at.reflection->SetString(at.message, at.field, text);
  }
  return true;
}

template <class Number>
bool PutNumber(const Place& at, const std::string& text,
               void (Reflection::*set)(Message*, const FieldDescriptor*, Number)
                   const) {
  Number number = 0;
  if (at.field->is_repeated()) return false;
  if constexpr (std::is_floating_point_v<Number>) {
    if (!absl::SimpleAtod(text, &number) || !std::isfinite(number)) {
      return false;
    }
  } else {
    if (!absl::SimpleAtoi(text, &number)) return false;
  }
  (at.reflection->*set)(at.message, at.field, number);
  return true;
}

bool PutBool(const Place& at, const std::string& text) {
  if (at.field->is_repeated()) return false;
  if (text != "true" && text != "false") return false;
  at.reflection->SetBool(at.message, at.field, text == "true");
  return true;
}

bool PutEnum(const Place& at, const std::string& text) {
  const auto* value = at.field->enum_type()->FindValueByName(text);
  if (value == nullptr || at.field->is_repeated()) return false;
  at.reflection->SetEnum(at.message, at.field, value);
  return true;
}

bool PutTime(const Place& at, const std::string& text) {
  if (at.field->is_repeated() ||
      at.field->message_type() != Timestamp::descriptor()) {
    return false;
  }
  absl::Time time;
  std::string error;
  if (!absl::ParseTime(absl::RFC3339_full, text, &time, &error)) return false;
  // The years 1 to 9999, as protobuf has it.
  const int64_t seconds = absl::ToUnixSeconds(time);
  if (seconds < -62135596800 || seconds > 253402300799) return false;
  auto* timestamp = static_cast<Timestamp*>(
      at.reflection->MutableMessage(at.message, at.field));
  timestamp->set_seconds(seconds);
  timestamp->set_nanos(static_cast<int32_t>(
      absl::ToInt64Nanoseconds(time - absl::FromUnixSeconds(seconds))));
  return true;
}

bool Put(const Place& at, const std::string& text) {
  switch (at.field->cpp_type()) {
    case FieldDescriptor::CPPTYPE_STRING:
      return PutString(at, text);
    case FieldDescriptor::CPPTYPE_INT32:
      return PutNumber<int32_t>(at, text, &Reflection::SetInt32);
    case FieldDescriptor::CPPTYPE_INT64:
      return PutNumber<int64_t>(at, text, &Reflection::SetInt64);
    case FieldDescriptor::CPPTYPE_UINT32:
      return PutNumber<uint32_t>(at, text, &Reflection::SetUInt32);
    case FieldDescriptor::CPPTYPE_UINT64:
      return PutNumber<uint64_t>(at, text, &Reflection::SetUInt64);
    case FieldDescriptor::CPPTYPE_DOUBLE:
      return PutNumber<double>(at, text, &Reflection::SetDouble);
    case FieldDescriptor::CPPTYPE_BOOL:
      return PutBool(at, text);
    case FieldDescriptor::CPPTYPE_ENUM:
      return PutEnum(at, text);
    case FieldDescriptor::CPPTYPE_MESSAGE:
      return PutTime(at, text);
    default:
      return false;
  }
}

// What a value of the field looks like, for people.
std::string RuleOf(const FieldDescriptor& field) {
  if (field.cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) {
    return field.message_type() == Timestamp::descriptor()
               ? "is not a time; write 2026-11-23T08:00:00Z"
               : "is a message; set its fields with dots";
  }
  if (field.cpp_type() == FieldDescriptor::CPPTYPE_ENUM) {
    return "is not a value of " + field.enum_type()->name();
  }
  return std::string("is not a value of type ") + field.cpp_type_name();
}

}  // namespace

absl::Status SetField(const std::string& path, const std::string& value,
                      Message* message) {
  const std::vector<std::string> names = absl::StrSplit(path, '.');
  const FieldDescriptor* field = nullptr;
  for (size_t i = 0; i < names.size(); ++i) {
    field = FindField(*message->GetDescriptor(), names[i]);
    if (field == nullptr) {
      return InvalidField(path, "is not a parameter of this request");
    }
    if (i + 1 == names.size()) break;
    if (field->cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE ||
        field->is_repeated()) {
      return InvalidField(path, "is not a parameter of this request");
    }
    message = message->GetReflection()->MutableMessage(message, field);
  }
  if (Put({message, field, message->GetReflection()}, value)) {
    return absl::OkStatus();
  }
  return InvalidField(path, RuleOf(*field));
}

absl::Status SetFields(const QueryParams& query, Message* message) {
  std::set<std::string> seen;
  for (const auto& [name, value] : query.pairs()) {
    const FieldDescriptor* field = FindField(*message->GetDescriptor(), name);
    const bool repeated = field != nullptr && field->is_repeated();
    if (!repeated && !seen.insert(name).second) {
      return InvalidField(name, "is given twice");
    }
    if (absl::Status set = SetField(name, value, message); !set.ok()) {
      return set;
    }
  }
  return absl::OkStatus();
}

}  // namespace broadsheet::gateway
