#include "ingest/xml_reader.h"

#include <expat.h>

#include <algorithm>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/errors.h"

namespace broadsheet::ingest {
namespace {

constexpr size_t kMaxDepth = 32;
// Of a resumption token, an error or the like.
constexpr size_t kMaxEnvelopeText = 8 << 10;

// Where the parser is. Expat 2.9 deprecates the functions whose width depends
// on how it was built.
#ifdef XML_ATTR_DEPRECATED
int64_t ByteIndex(XML_Parser parser) {
  return XML_GetCurrentByteIndex64(parser);
}
uint64_t LineNumber(XML_Parser parser) {
  return XML_GetCurrentLineNumber64(parser);
}
#else
int64_t ByteIndex(XML_Parser parser) { return XML_GetCurrentByteIndex(parser); }
uint64_t LineNumber(XML_Parser parser) {
  return XML_GetCurrentLineNumber(parser);
}
#endif

std::string_view LocalName(std::string_view name) {
  const size_t end = name.rfind(':');
  return end == std::string_view::npos ? name : name.substr(end + 1);
}

}  // namespace

void XmlReader::ParserDeleter::operator()(XML_ParserStruct* parser) const {
  XML_ParserFree(parser);
}

// Expat's handlers. Each hands the markup on to the default handler, which
// keeps it as the record's excerpt.
struct XmlReader::Callbacks {
  static XmlReader* Self(void* self) { return static_cast<XmlReader*>(self); }

  static void OnStart(void* self, const char* name, const char** attributes) {
    XML_DefaultCurrent(Self(self)->parser_.get());
    Self(self)->Start(LocalName(name), attributes);
  }
  static void OnEnd(void* self, const char* name) {
    XML_DefaultCurrent(Self(self)->parser_.get());
    Self(self)->End(LocalName(name));
  }
  static void OnText(void* self, const char* text, int size) {
    if (Self(self)->damage_) return;
    XML_DefaultCurrent(Self(self)->parser_.get());
    Self(self)->AddText({text, static_cast<size_t>(size)});
  }
  static void OnMarkup(void* self, const char* text, int size) {
    Self(self)->AddMarkup({text, static_cast<size_t>(size)});
  }
  static void OnDeclaration(void* self, const char* /*version*/,
                            const char* encoding, int /*standalone*/) {
    Self(self)->CheckEncoding(encoding);
  }
  static void OnDoctype(void* self, const char* /*name*/,
                        const char* /*system_id*/, const char* /*public_id*/,
                        int /*has_internal_subset*/) {
    Self(self)->Break(
        "has a document type, which such documents never have; entities are "
        "not read");
  }
};

XmlReader::XmlReader(PaperSink* sink)
    : sink_(sink), parser_(XML_ParserCreate(nullptr)) {
  XML_SetUserData(parser_.get(), this);
  XML_SetElementHandler(parser_.get(), Callbacks::OnStart, Callbacks::OnEnd);
  XML_SetCharacterDataHandler(parser_.get(), Callbacks::OnText);
  XML_SetXmlDeclHandler(parser_.get(), Callbacks::OnDeclaration);
  XML_SetStartDoctypeDeclHandler(parser_.get(), Callbacks::OnDoctype);
  XML_SetDefaultHandler(parser_.get(), Callbacks::OnMarkup);
}

XmlReader::~XmlReader() = default;

void XmlReader::Feed(std::string_view chunk) { Parse(chunk, /*last=*/false); }

void XmlReader::Finish() { Parse("", /*last=*/true); }

void XmlReader::Parse(std::string_view chunk, bool last) {
  if (damage_) return;
  fed_ += static_cast<int64_t>(chunk.size());
  const auto status = XML_Parse(parser_.get(), chunk.data(),
                                static_cast<int>(chunk.size()), last ? 1 : 0);
  if (damage_) return;
  if (status != XML_STATUS_OK) {
    Break(absl::StrCat("is not well-formed XML: ",
                       XML_ErrorString(XML_GetErrorCode(parser_.get())),
                       " in line ", LineNumber(parser_.get())));
    return;
  }
  // Expat keeps an unfinished tag or comment whole.
  const int64_t behind = fed_ - ByteIndex(parser_.get());
  if (!last && behind > static_cast<int64_t>(kMaxRecordBytes)) {
    Break("has a tag or comment of more than 16 MiB");
  }
  if (last) OnDocumentEnd();
}

void XmlReader::Break(std::string reason) {
  if (damage_) return;
  damage_ = reason;
  XML_StopParser(parser_.get(), XML_FALSE);
  const int64_t record = in_record_ ? records_ : records_ + 1;
  sink_->OnRefusal({record, in_record_ ? RecordId() : "", "document",
                    std::move(reason), MakeExcerpt(raw_)});
}

void XmlReader::Start(std::string_view name, Attributes attributes) {
  if (damage_) return;
  if (path_.size() >= kMaxDepth) return Break("is nested too deeply");
  if (in_record_ && ByteIndex(parser_.get()) - record_start_ >
                        static_cast<int64_t>(kMaxRecordBytes)) {
    return Break("has a record of more than 16 MiB");
  }
  text_.clear();
  OnStart(name, attributes);
  path_.emplace_back(name);
}

void XmlReader::End(std::string_view name) {
  if (damage_) return;
  path_.pop_back();
  OnEnd(name);
  text_.clear();
}

void XmlReader::AddText(std::string_view part) {
  const size_t limit = in_record_ ? kMaxRecordBytes : kMaxEnvelopeText;
  if (text_.size() + part.size() > limit) {
    return Break("has a text that is too long");
  }
  text_.append(part);
}

void XmlReader::AddMarkup(std::string_view part) {
  const size_t room =
      kMaxExcerptBytes - std::min(kMaxExcerptBytes, raw_.size());
  raw_.append(part.substr(0, room));
}

void XmlReader::CheckEncoding(const char* encoding) {
  if (encoding == nullptr || absl::EqualsIgnoreCase(encoding, "utf-8")) return;
  Break(absl::StrCat("is in the encoding ",
                     absl::string_view(encoding).substr(0, 40),
                     "; only UTF-8 is read"));
}

void XmlReader::BeginRecord(std::string_view name) {
  in_record_ = true;
  ++records_;
  record_start_ = ByteIndex(parser_.get());
  raw_ = absl::StrCat("<", AsAbsl(name), ">");
}

void XmlReader::EndRecord(v1::Paper paper) {
  in_record_ = false;
  sink_->OnRecord(records_, std::move(paper), raw_);
  raw_.clear();
}

void XmlReader::EndRefused(const std::string& id, std::string_view field,
                           std::string_view rule) {
  in_record_ = false;
  sink_->OnRefusal(
      {records_, id, std::string(field), std::string(rule), MakeExcerpt(raw_)});
  raw_.clear();
}

bool XmlReader::Below(std::string_view parent) const {
  return !path_.empty() && path_.back() == parent;
}

std::string XmlReader::TrimmedText() const {
  return std::string(absl::StripAsciiWhitespace(text_));
}

std::optional<std::string_view> XmlReader::Attribute(Attributes attributes,
                                                     std::string_view name) {
  for (; *attributes != nullptr; attributes += 2) {
    if (LocalName(attributes[0]) == name) return attributes[1];
  }
  return std::nullopt;
}

}  // namespace broadsheet::ingest
