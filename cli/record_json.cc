#include "cli/record_json.h"

#include "absl/strings/ascii.h"
#include "absl/time/time.h"
#include "cli/paper_printer.h"
#include "common/json_writer.h"
#include "google/protobuf/util/json_util.h"

namespace broadsheet::cli {
namespace {

// RFC 3339, in UTC.
std::string TimeText(const google::protobuf::Timestamp& time) {
  return absl::FormatTime(
      "%Y-%m-%dT%H:%M:%E*SZ",
      absl::FromUnixSeconds(time.seconds()) + absl::Nanoseconds(time.nanos()),
      absl::UTCTimeZone());
}

// EVENT_KIND_UPVOTE as "upvote".
std::string KindText(v1::EventKind kind) {
  constexpr size_t kPrefix = sizeof("EVENT_KIND_") - 1;
  return absl::AsciiStrToLower(v1::EventKind_Name(kind).substr(kPrefix));
}

template <class List>
void AddAll(const char* key, const List& messages, JsonWriter* json) {
  if (messages.empty()) return;
  json->Key(key).BeginArray();
  for (const auto& message : messages) json->Raw(MessageJson(message));
  json->EndArray();
}

}  // namespace

std::string MessageJson(const google::protobuf::Message& message) {
  google::protobuf::util::JsonPrintOptions options;
  options.preserve_proto_field_names = true;
  std::string json;
  const auto printed =
      google::protobuf::util::MessageToJsonString(message, &json, options);
  return printed.ok() ? json : "{}";
}

std::string PaperRecord(const v1::Paper& paper) { return PaperJson(paper); }

std::string EventRecord(const v1::Event& event) {
  JsonWriter json;
  json.BeginObject().Key("event_id").String(event.event_id());
  json.Key("reader").String(event.reader_id());
  json.OptionalString("paper", event.paper_id());
  json.Key("kind").String(KindText(event.kind()));
  json.Key("at").String(TimeText(event.at()));
  json.OptionalString("target", event.target());
  if (event.value() != 0) json.Key("value").Number(event.value());
  json.OptionalString("list", event.list());
  if (event.position() != 0) json.Key("position").Int(event.position());
  json.OptionalString("arm", event.arm());
  json.OptionalString("model", event.model());
  json.OptionalString("request", event.request());
  json.EndObject();
  return json.Take() + "\n";
}

std::string ReaderRecord(const std::string& reader,
                         const v1::ExportReaderResponse& page) {
  JsonWriter json;
  json.BeginObject().Key("reader").String(reader);
  if (page.has_created_at()) {
    json.Key("created_at").String(TimeText(page.created_at()));
  }
  json.Key("tokens").BeginArray();
  for (const v1::TokenSummary& token : page.tokens()) {
    json.BeginObject().Key("label").String(token.label());
    json.Key("created_at").String(TimeText(token.created_at()));
    if (token.has_revoked_at()) {
      json.Key("revoked_at").String(TimeText(token.revoked_at()));
    }
    json.EndObject();
  }
  json.EndArray();
  if (page.has_account()) json.Key("account").Raw(MessageJson(page.account()));
  AddAll("claims", page.claims(), &json);
  AddAll("subscriptions", page.subscriptions(), &json);
  json.EndObject();
  return json.Take() + "\n";
}

std::string CommentRecord(const v1::Comment& comment) {
  JsonWriter json;
  json.BeginObject().Key("comment").Raw(MessageJson(comment)).EndObject();
  return json.Take() + "\n";
}

std::string SubmissionRecord(const v1::Submission& submission) {
  JsonWriter json;
  json.BeginObject().Key("paper").String(submission.paper_id());
  json.Key("day").String(submission.day());
  json.OptionalString("submitter", submission.submitter());
  json.Key("at").String(TimeText(submission.at()));
  json.Key("score").Number(submission.score());
  json.Key("automatic").Bool(submission.automatic());
  json.EndObject();
  return json.Take() + "\n";
}

std::string RetractionRecord(const v1::Retraction& retraction) {
  JsonWriter json;
  json.BeginObject().Key("retracted").String(retraction.paper_id());
  json.Key("day").String(retraction.day());
  json.Key("at").String(TimeText(retraction.at()));
  json.Key("by_editor").Bool(retraction.by_editor());
  json.EndObject();
  return json.Take() + "\n";
}

}  // namespace broadsheet::cli
