#include "gateway/api/openapi.h"

#include <map>
#include <set>
#include <string_view>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "common/errors.h"
#include "common/json_writer.h"
#include "gateway/policy.h"
#include "google/protobuf/descriptor.h"

namespace broadsheet::gateway {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::EnumDescriptor;
using google::protobuf::FieldDescriptor;

constexpr char kTimestamp[] = "google.protobuf.Timestamp";
constexpr char kError[] = "Error";

bool IsMessage(const FieldDescriptor& field) {
  return field.cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE &&
         field.message_type()->full_name() != kTimestamp;
}

// "broadsheet.v1.EventResult.Outcome" -> "EventResult.Outcome"
std::string SchemaName(const std::string& full_name) {
  return absl::StrReplaceAll(full_name, {{"broadsheet.v1.", ""}});
}

// The names between braces.
std::set<std::string> PathVariables(const std::string& path) {
  std::set<std::string> names;
  size_t open = 0;
  while ((open = path.find('{', open)) != std::string::npos) {
    const size_t close = path.find('}', open);
    names.insert(path.substr(open + 1, close - open - 1));
    open = close;
  }
  return names;
}

class Document {
 public:
  std::string Write(const std::vector<HttpRule>& rules) {
    json_.BeginObject();
    json_.Key("openapi").String("3.0.3");
    json_.Key("info").BeginObject();
    json_.Key("title").String("Broadsheet");
    json_.Key("version").String("v1");
    json_.EndObject();
    json_.Key("paths").BeginObject();
    WritePaths(rules);
    json_.EndObject();
    json_.Key("components").BeginObject();
    WriteSecurityScheme();
    WriteSchemas();
    json_.EndObject();
    json_.EndObject();
    return json_.Take();
  }

 private:
  void WritePaths(const std::vector<HttpRule>& rules) {
    std::map<std::string, std::vector<const HttpRule*>> paths;
    for (const HttpRule& rule : rules) {
      const std::string path =
          absl::StrReplaceAll(rule.pattern, {{"...}", "}"}});
      paths[path].push_back(&rule);
    }
    for (const auto& [path, operations] : paths) {
      json_.Key(path).BeginObject();
      for (const HttpRule* rule : operations) {
        json_.Key(absl::AsciiStrToLower(rule->verb)).BeginObject();
        WriteOperation(*rule, PathVariables(path));
        json_.EndObject();
      }
      json_.EndObject();
    }
  }

  void WriteOperation(const HttpRule& rule,
                      const std::set<std::string>& variables) {
    const Descriptor& input = *rule.descriptor->input_type();
    json_.Key("operationId")
        .String(absl::StrReplaceAll(rule.method, {{"/", "_"}}));
    json_.Key("tags").BeginArray();
    json_.String(rule.descriptor->service()->name()).EndArray();
    json_.Key("parameters").BeginArray();
    for (const std::string& name : variables) {
      WriteParameter(name, "path", *input.FindFieldByName(name));
    }
    if (!rule.has_body) WriteQuery(input, "", variables);
    json_.EndArray();
    if (rule.has_body) {
      json_.Key("requestBody").BeginObject();
      WriteContent(Reference(input));
      json_.EndObject();
    }
    WriteResponses(*rule.descriptor->output_type());
    WriteSecurity(rule.method);
  }

  // A parameter for every field that an address can carry; those of messages
  // within have a dotted name.
  void WriteQuery(const Descriptor& type, const std::string& prefix,
                  const std::set<std::string>& without) {
    for (int i = 0; i < type.field_count(); ++i) {
      const FieldDescriptor& field = *type.field(i);
      const std::string name = absl::StrCat(prefix, field.json_name());
      if (prefix.empty() && without.count(field.name()) > 0) continue;
      if (!IsMessage(field)) {
        WriteParameter(name, "query", field);
      } else if (!field.is_repeated()) {
        WriteQuery(*field.message_type(), name + ".", without);
      }
    }
  }

  void WriteParameter(const std::string& name, const char* in,
                      const FieldDescriptor& field) {
    json_.BeginObject();
    json_.Key("name").String(name);
    json_.Key("in").String(in);
    if (std::string_view(in) == "path") json_.Key("required").Bool(true);
    json_.Key("schema");
    WriteField(field);
    json_.EndObject();
  }

  void WriteResponses(const Descriptor& output) {
    json_.Key("responses").BeginObject();
    json_.Key("200").BeginObject();
    json_.Key("description").String("The answer.");
    WriteContent(Reference(output));
    json_.EndObject();
    json_.Key("default").BeginObject();
    json_.Key("description").String("What went wrong, by field and rule.");
    WriteContent(absl::StrCat("#/components/schemas/", kError));
    json_.EndObject();
    json_.EndObject();
  }

  // Public methods also take a credential.
  void WriteSecurity(const std::string& method) {
    json_.Key("security").BeginArray();
    const MethodRule* rule = FindRule(method);
    if (rule == nullptr || rule->access == Access::kPublic) {
      json_.BeginObject().EndObject();
    }
    json_.BeginObject().Key("token").BeginArray().EndArray().EndObject();
    json_.EndArray();
  }

  void WriteSecurityScheme() {
    json_.Key("securitySchemes").BeginObject().Key("token").BeginObject();
    json_.Key("type").String("http");
    json_.Key("scheme").String("bearer");
    json_.EndObject().EndObject();
  }

  void WriteContent(const std::string& reference) {
    json_.Key("content").BeginObject().Key("application/json").BeginObject();
    json_.Key("schema").BeginObject().Key("$ref").String(reference).EndObject();
    json_.EndObject().EndObject();
  }

  // The address of a schema, which is then written among the components.
  std::string Reference(const Descriptor& type) {
    const std::string name = SchemaName(type.full_name());
    if (named_.insert(name).second) messages_.push_back(&type);
    return absl::StrCat("#/components/schemas/", name);
  }

  void WriteSchemas() {
    json_.Key("schemas").BeginObject();
    // Writing one may name more.
    for (size_t i = 0; i < messages_.size(); ++i) WriteMessage(*messages_[i]);
    WriteError();
    json_.EndObject();
  }

  void WriteMessage(const Descriptor& type) {
    json_.Key(SchemaName(type.full_name())).BeginObject();
    json_.Key("type").String("object");
    json_.Key("properties").BeginObject();
    for (int i = 0; i < type.field_count(); ++i) {
      json_.Key(type.field(i)->json_name());
      WriteField(*type.field(i));
    }
    json_.EndObject().EndObject();
  }

  void WriteField(const FieldDescriptor& field) {
    json_.BeginObject();
    if (field.is_repeated()) {
      json_.Key("type").String("array");
      json_.Key("items").BeginObject();
      WriteType(field);
      json_.EndObject();
    } else {
      WriteType(field);
    }
    json_.EndObject();
  }

  // The members of a schema object, repetition aside.
  void WriteType(const FieldDescriptor& field) {
    switch (field.cpp_type()) {
      case FieldDescriptor::CPPTYPE_MESSAGE:
        if (!IsMessage(field)) return WriteType("string", "date-time");
        json_.Key("$ref").String(Reference(*field.message_type()));
        return;
      case FieldDescriptor::CPPTYPE_ENUM:
        return WriteEnum(*field.enum_type());
      case FieldDescriptor::CPPTYPE_STRING:
        return WriteType("string", field.type() == FieldDescriptor::TYPE_BYTES
                                       ? "byte"
                                       : "");
      case FieldDescriptor::CPPTYPE_BOOL:
        return WriteType("boolean", "");
      case FieldDescriptor::CPPTYPE_FLOAT:
        return WriteType("number", "float");
      case FieldDescriptor::CPPTYPE_DOUBLE:
        return WriteType("number", "double");
      case FieldDescriptor::CPPTYPE_INT32:
      case FieldDescriptor::CPPTYPE_UINT32:
        return WriteType("integer", "int32");
      // A number of JavaScript cannot hold 64 bits.
      case FieldDescriptor::CPPTYPE_INT64:
      case FieldDescriptor::CPPTYPE_UINT64:
        return WriteType("string", field.cpp_type_name());
    }
  }

  void WriteType(const char* type, const char* format) {
    json_.Key("type").String(type);
    json_.OptionalString("format", format);
  }

  void WriteEnum(const EnumDescriptor& type) {
    WriteType("string", "");
    json_.Key("enum").BeginArray();
    for (int i = 0; i < type.value_count(); ++i) {
      json_.String(type.value(i)->name());
    }
    json_.EndArray();
  }

  void WriteTexts(const std::vector<const char*>& names) {
    for (const char* name : names) {
      json_.Key(name).BeginObject();
      WriteType("string", "");
      json_.EndObject();
    }
  }

  // As http_errors.h answers.
  void WriteError() {
    json_.Key(kError).BeginObject();
    json_.Key("type").String("object");
    json_.Key("properties").BeginObject();
    WriteTexts({"code", "message", "error", "reason"});
    json_.Key("violations").BeginObject().Key("type").String("array");
    json_.Key("items").BeginObject().Key("type").String("object");
    json_.Key("properties").BeginObject();
    WriteTexts({"field", "rule"});
    json_.EndObject().EndObject().EndObject();
    json_.EndObject().EndObject();
  }

  JsonWriter json_;
  std::set<std::string> named_;
  std::vector<const Descriptor*> messages_;
};

}  // namespace

std::string WriteOpenApi(const std::vector<HttpRule>& rules) {
  return Document().Write(rules);
}

}  // namespace broadsheet::gateway
