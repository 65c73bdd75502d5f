#include "ingest/sources/xml_scan.h"

#include <expat.h>

#include <algorithm>
#include <memory>
#include <type_traits>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "common/errors.h"

namespace broadsheet::ingest {
namespace {

constexpr size_t kMaxDepth = 64;
constexpr size_t kMaxText = 8 << 10;

struct ParserDeleter {
  void operator()(XML_Parser parser) const { XML_ParserFree(parser); }
};
using ParserPtr =
    std::unique_ptr<std::remove_pointer_t<XML_Parser>, ParserDeleter>;

std::string_view LocalName(std::string_view name) {
  const size_t end = name.find_last_of(" :");
  return end == std::string_view::npos ? name : name.substr(end + 1);
}

// Expat calls the static functions during Run.
class Scanner {
 public:
  explicit Scanner(const std::function<void(const XmlElement&)>& on_element)
      : on_element_(on_element), parser_(XML_ParserCreateNS(nullptr, ' ')) {
    XML_SetUserData(parser_.get(), this);
    XML_SetElementHandler(parser_.get(), OnStart, OnEnd);
    XML_SetCharacterDataHandler(parser_.get(), OnText);
    XML_SetStartDoctypeDeclHandler(parser_.get(), OnDoctype);
  }

  absl::Status Run(std::string_view page) {
    const auto status =
        XML_Parse(parser_.get(), page.data(), static_cast<int>(page.size()), 1);
    if (!stopped_.empty()) return absl::DataLossError(stopped_);
    if (status == XML_STATUS_OK) return absl::OkStatus();
    return absl::DataLossError(
        absl::StrCat("is not well-formed XML: ",
                     XML_ErrorString(XML_GetErrorCode(parser_.get()))));
  }

 private:
  struct Open {
    std::string name;
    std::string text;
    std::map<std::string, std::string> attributes;
  };

  static void OnStart(void* self, const char* name, const char** attributes) {
    auto* scanner = static_cast<Scanner*>(self);
    if (scanner->open_.size() >= kMaxDepth) {
      return scanner->Stop("is nested too deeply");
    }
    Open& element = scanner->open_.emplace_back();
    element.name = LocalName(name);
    for (; *attributes != nullptr; attributes += 2) {
      element.attributes.emplace(LocalName(attributes[0]), attributes[1]);
    }
  }

  static void OnEnd(void* self, const char* /*name*/) {
    auto* scanner = static_cast<Scanner*>(self);
    if (scanner->open_.empty()) return;  // After Stop some calls still come.
    const Open element = std::move(scanner->open_.back());
    scanner->open_.pop_back();
    const std::string_view parent = scanner->open_.empty()
                                        ? std::string_view()
                                        : scanner->open_.back().name;
    const auto text =
        AsStd(absl::StripAsciiWhitespace(absl::string_view(element.text)));
    scanner->on_element_({parent, element.name, text, element.attributes});
  }

  static void OnText(void* self, const char* text, int size) {
    auto* scanner = static_cast<Scanner*>(self);
    if (scanner->open_.empty()) return;
    std::string& kept = scanner->open_.back().text;
    kept.append(text, std::min(static_cast<size_t>(size),
                               kMaxText - std::min(kMaxText, kept.size())));
  }

  static void OnDoctype(void* self, const char*, const char*, const char*,
                        int) {
    static_cast<Scanner*>(self)->Stop("has a document type");
  }

  void Stop(const std::string& reason) {
    stopped_ = reason;
    XML_StopParser(parser_.get(), XML_FALSE);
  }

  const std::function<void(const XmlElement&)>& on_element_;
  ParserPtr parser_;
  std::vector<Open> open_;  // The root first.
  std::string stopped_;
};

}  // namespace

absl::Status ScanXml(std::string_view page,
                     const std::function<void(const XmlElement&)>& on_element) {
  return Scanner(on_element).Run(page);
}

}  // namespace broadsheet::ingest
