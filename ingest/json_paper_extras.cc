#include "ingest/json_paper_extras.h"

#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "common/text.h"
#include "ingest/paper_versions.h"
#include "ingest/timestamps.h"

namespace broadsheet::ingest {
namespace {

using Element = simdjson::dom::element;
using Violation = std::optional<FieldViolation>;

bool ReadLink(Element element, v1::Paper* paper) {
  std::string_view url, kind_name;
  v1::PaperLink::Kind kind = v1::PaperLink::KIND_PROJECT_PAGE;
  if (element.get(url) != simdjson::SUCCESS) {
    if (element["url"].get(url) != simdjson::SUCCESS) return false;
    if (element["kind"].get(kind_name) != simdjson::SUCCESS) return false;
    const std::string name =
        absl::StrCat("KIND_", absl::AsciiStrToUpper(AsAbsl(kind_name)));
    if (!v1::PaperLink::Kind_Parse(name, &kind)) return false;
  }
  v1::PaperLink* link = paper->add_links();
  link->set_url(std::string(url));
  link->set_kind(kind);
  return true;
}

bool ReadVersion(Element element, v1::Paper* paper) {
  int64_t number = 0;
  if (element["number"].get(number) != simdjson::SUCCESS) return false;
  if (number < 1 || number > kMaxVersions) return false;
  std::optional<absl::Time> submitted;
  std::string_view text;
  if (element["submitted_at"].get(text) == simdjson::SUCCESS) {
    const auto local = ParseRfc3339(text);
    if (!local) return false;
    submitted = local->time;
  }
  AddVersion(static_cast<int>(number), submitted, paper);
  return true;
}

bool ReadSignal(Element element, v1::Paper* paper) {
  std::string_view name;
  int64_t value = 0;
  if (element["name"].get(name) != simdjson::SUCCESS) return false;
  if (element["value"].get(value) != simdjson::SUCCESS) return false;
  v1::PaperSignal* signal = paper->add_signals();
  signal->set_name(std::string(name));
  signal->set_value(value);
  return true;
}

}  // namespace

Violation ReadLinks(size_t field, JsonObject* object, v1::Paper* paper) {
  return object->ReadList(field, "a list of addresses, or of kind and url",
                          [paper](Element e) { return ReadLink(e, paper); });
}

Violation ReadVersions(size_t field, JsonObject* object, v1::Paper* paper) {
  return object->ReadList(field, "a list of number and submitted_at",
                          [paper](Element e) { return ReadVersion(e, paper); });
}

Violation ReadSignals(size_t field, JsonObject* object, v1::Paper* paper) {
  return object->ReadList(field, "a list of name and value",
                          [paper](Element e) { return ReadSignal(e, paper); });
}

}  // namespace broadsheet::ingest
