#include "ingest/oai_xml_reader.h"

#include <expat.h>

#include <algorithm>
#include <iterator>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "common/errors.h"
#include "common/text.h"
#include "ingest/arxiv_record.h"

namespace broadsheet::ingest {
namespace {

constexpr size_t kMaxDepth = 32;
constexpr size_t kMaxAuthors = 10'000;
// Of a resumption token, an error or the like.
constexpr size_t kMaxEnvelopeText = 8 << 10;
// The longest code of the protocol has 23.
constexpr size_t kMaxErrorCodeBytes = 100;

struct ParserDeleter {
  void operator()(XML_Parser parser) const { XML_ParserFree(parser); }
};
using ParserPtr =
    std::unique_ptr<std::remove_pointer_t<XML_Parser>, ParserDeleter>;

// Where the parser is. Expat 2.9 deprecates the functions whose width depends
// on how it was built.
#ifdef XML_ATTR_DEPRECATED
int64_t ByteIndex(const ParserPtr& parser) {
  return XML_GetCurrentByteIndex64(parser.get());
}
uint64_t LineNumber(const ParserPtr& parser) {
  return XML_GetCurrentLineNumber64(parser.get());
}
#else
int64_t ByteIndex(const ParserPtr& parser) {
  return XML_GetCurrentByteIndex(parser.get());
}
uint64_t LineNumber(const ParserPtr& parser) {
  return XML_GetCurrentLineNumber(parser.get());
}
#endif

// "record" of "http://www.openarchives.org/OAI/2.0/ record" or of "oai:record":
// servers leave out or mix up the namespaces of arXiv's elements.
std::string_view LocalName(std::string_view name) {
  const size_t end = name.find_last_of(" :");
  return end == std::string_view::npos ? name : name.substr(end + 1);
}

std::string Trimmed(const std::string& text) {
  return std::string(absl::StripAsciiWhitespace(text));
}

// A field of <arXiv> that is plain text.
struct TextField {
  std::string_view element;
  std::string ArxivRecord::*text;
};

constexpr TextField kTexts[] = {
    {"id", &ArxivRecord::id},
    {"created", &ArxivRecord::created},
    {"updated", &ArxivRecord::updated},
    {"title", &ArxivRecord::title},
    {"categories", &ArxivRecord::categories},
    {"comments", &ArxivRecord::comments},
    {"journal-ref", &ArxivRecord::journal_ref},
    {"doi", &ArxivRecord::doi},
    {"license", &ArxivRecord::license},
    {"abstract", &ArxivRecord::abstract},
};

}  // namespace

// Expat's handlers keep the path of open elements and the text of the innermost
// one; what an element means is decided when it ends.
class OaiXmlReader::Impl {
 public:
  explicit Impl(PaperSink* sink);

  void Feed(std::string_view chunk, bool last);

  const OaiAnswer& answer() const { return answer_; }
  const std::optional<std::string>& damage() const { return damage_; }

 private:
  static void OnStart(void* self, const char* name, const char** attributes);
  static void OnEnd(void* self, const char* name);
  static void OnText(void* self, const char* text, int size);
  static void OnDeclaration(void* self, const char* version,
                            const char* encoding, int standalone);
  static void OnDoctype(void* self, const char* name, const char* system_id,
                        const char* public_id, int has_internal_subset);
  static void OnMarkup(void* self, const char* text, int size);

  void Start(std::string_view name, const char** attributes);
  void StartInRecord(std::string_view name, const char** attributes);
  void StartToken(const char** attributes);
  void EndDocument();
  void End(std::string_view name);
  void EndError();
  void EndInRecord(std::string_view name);
  void EndAuthorPart(std::string_view name);
  void EndRecord();
  void Break(std::string reason);
  int64_t BytesOfRecord() const;
  bool Below(std::string_view parent) const;

  PaperSink* sink_;
  ParserPtr parser_;
  OaiAnswer answer_;
  std::optional<std::string> damage_;

  std::vector<std::string> path_;  // Open elements, the root first.
  std::string text_;               // Of the innermost one.
  int64_t fed_ = 0;                // Bytes.
  std::string verb_;               // Element below the root.

  bool in_record_ = false;
  int64_t records_ = 0;
  int64_t record_start_ = 0;  // Byte in the document.
  ArxivRecord record_;
  std::string raw_;  // Beginning of the record as it was written.
};

OaiXmlReader::Impl::Impl(PaperSink* sink)
    : sink_(sink), parser_(XML_ParserCreateNS(nullptr, ' ')) {
  XML_SetUserData(parser_.get(), this);
  XML_SetElementHandler(parser_.get(), OnStart, OnEnd);
  XML_SetCharacterDataHandler(parser_.get(), OnText);
  XML_SetXmlDeclHandler(parser_.get(), OnDeclaration);
  XML_SetStartDoctypeDeclHandler(parser_.get(), OnDoctype);
  XML_SetDefaultHandler(parser_.get(), OnMarkup);
}

void OaiXmlReader::Impl::Feed(std::string_view chunk, bool last) {
  if (damage_) return;
  fed_ += static_cast<int64_t>(chunk.size());
  const auto status = XML_Parse(parser_.get(), chunk.data(),
                                static_cast<int>(chunk.size()), last ? 1 : 0);
  if (damage_) return;
  if (status != XML_STATUS_OK) {
    Break(absl::StrCat("is not well-formed XML: ",
                       XML_ErrorString(XML_GetErrorCode(parser_.get())),
                       " in line ", LineNumber(parser_)));
    return;
  }
  // Expat keeps an unfinished tag or comment whole.
  const int64_t behind = fed_ - ByteIndex(parser_);
  if (!last && behind > static_cast<int64_t>(kMaxRecordBytes)) {
    Break("has a tag or comment of more than 16 MiB");
  }
  if (last) EndDocument();
}

void OaiXmlReader::Impl::EndDocument() {
  if (!answer_.error_code.empty()) {
    Break(absl::StrCat("is the error ", answer_.error_code, ": ",
                       answer_.error_text));
  } else if (verb_.empty()) {
    Break("is no OAI-PMH answer: it has neither records nor an error");
  }
}

// The document cannot be read any further. One refusal stands for the rest.
void OaiXmlReader::Impl::Break(std::string reason) {
  if (damage_) return;
  damage_ = reason;
  XML_StopParser(parser_.get(), XML_FALSE);
  const int64_t record = in_record_ ? records_ : records_ + 1;
  sink_->OnRefusal({record, in_record_ ? Trimmed(record_.id) : "", "document",
                    std::move(reason), MakeExcerpt(raw_)});
}

void OaiXmlReader::Impl::OnStart(void* self, const char* name,
                                 const char** attributes) {
  auto* reader = static_cast<Impl*>(self);
  XML_DefaultCurrent(reader->parser_.get());
  reader->Start(LocalName(name), attributes);
}

void OaiXmlReader::Impl::OnEnd(void* self, const char* name) {
  auto* reader = static_cast<Impl*>(self);
  XML_DefaultCurrent(reader->parser_.get());
  reader->End(LocalName(name));
}

void OaiXmlReader::Impl::OnText(void* self, const char* text, int size) {
  auto* reader = static_cast<Impl*>(self);
  if (reader->damage_) return;
  XML_DefaultCurrent(reader->parser_.get());
  const size_t limit = reader->in_record_ ? kMaxRecordBytes : kMaxEnvelopeText;
  if (reader->text_.size() + static_cast<size_t>(size) > limit) {
    reader->Break("has a text that is too long");
    return;
  }
  reader->text_.append(text, static_cast<size_t>(size));
}

void OaiXmlReader::Impl::OnDeclaration(void* self, const char* /*version*/,
                                       const char* encoding,
                                       int /*standalone*/) {
  if (encoding == nullptr || absl::EqualsIgnoreCase(encoding, "utf-8")) return;
  static_cast<Impl*>(self)->Break(absl::StrCat(
      "is in the encoding ", absl::string_view(encoding).substr(0, 40),
      "; OAI-PMH answers are in UTF-8"));
}

void OaiXmlReader::Impl::OnDoctype(void* self, const char* /*name*/,
                                   const char* /*system_id*/,
                                   const char* /*public_id*/,
                                   int /*has_internal_subset*/) {
  static_cast<Impl*>(self)->Break(
      "has a document type, which OAI-PMH answers never have; entities are not "
      "read");
}

void OaiXmlReader::Impl::OnMarkup(void* self, const char* text, int size) {
  auto* reader = static_cast<Impl*>(self);
  const size_t room =
      kMaxExcerptBytes - std::min(kMaxExcerptBytes, reader->raw_.size());
  reader->raw_.append(text, std::min(room, static_cast<size_t>(size)));
}

bool OaiXmlReader::Impl::Below(std::string_view parent) const {
  return !path_.empty() && path_.back() == parent;
}

int64_t OaiXmlReader::Impl::BytesOfRecord() const {
  return ByteIndex(parser_) - record_start_;
}

void OaiXmlReader::Impl::Start(std::string_view name, const char** attributes) {
  if (damage_) return;
  if (path_.size() >= kMaxDepth) return Break("is nested too deeply");
  if (path_.empty() && name != "OAI-PMH") {
    return Break("is no OAI-PMH answer: its root is another element");
  }
  text_.clear();
  if (in_record_) {
    StartInRecord(name, attributes);
  } else if (name == "record") {
    in_record_ = true;
    ++records_;
    record_start_ = ByteIndex(parser_);
    record_ = {};
    raw_ = "<record>";
  } else if (name == "error" && *attributes != nullptr) {
    answer_.error_code =
        std::string(CutUtf8(attributes[1], kMaxErrorCodeBytes));
  } else if (name == "resumptionToken") {
    StartToken(attributes);
  } else if (path_.size() == 1 && name != "responseDate" && name != "request" &&
             name != "error") {
    verb_ = name;
    if (verb_ != "ListRecords" && verb_ != "GetRecord") {
      return Break(
          "is not an answer to ListRecords or GetRecord, which have papers");
    }
  }
  path_.emplace_back(name);
}

void OaiXmlReader::Impl::StartInRecord(std::string_view name,
                                       const char** attributes) {
  if (BytesOfRecord() > static_cast<int64_t>(kMaxRecordBytes)) {
    return Break("has a record of more than 16 MiB");
  }
  if (Below("metadata")) record_.format = name;
  if (name == "author" && record_.authors.size() < kMaxAuthors) {
    record_.authors.emplace_back();
  }
  if (name != "header") return;
  for (; *attributes != nullptr; attributes += 2) {
    if (LocalName(attributes[0]) == "status") {
      record_.deleted = std::string_view(attributes[1]) == "deleted";
    }
  }
}

void OaiXmlReader::Impl::StartToken(const char** attributes) {
  for (; *attributes != nullptr; attributes += 2) {
    int64_t size = 0;
    if (LocalName(attributes[0]) == "completeListSize" &&
        absl::SimpleAtoi(attributes[1], &size) && size > 0) {
      answer_.complete_list_size = size;
    }
  }
}

void OaiXmlReader::Impl::End(std::string_view name) {
  if (damage_) return;
  path_.pop_back();
  if (in_record_) {
    EndInRecord(name);
  } else if (name == "error") {
    EndError();
  } else if (name == "resumptionToken") {
    answer_.resumption_token = Trimmed(text_);
  }
  text_.clear();
}

void OaiXmlReader::Impl::EndError() {
  if (answer_.error_code == "noRecordsMatch") {
    answer_.error_code.clear();
    verb_ = "ListRecords";
  } else {
    answer_.error_text = Trimmed(text_);
  }
}

void OaiXmlReader::Impl::EndInRecord(std::string_view name) {
  if (name == "record") {
    EndRecord();
  } else if (Below("header")) {
    if (name == "identifier") record_.identifier = Trimmed(text_);
    if (name == "datestamp") record_.datestamp = Trimmed(text_);
  } else if (Below("author")) {
    EndAuthorPart(name);
  } else if (Below("arXiv")) {
    const auto field = std::ranges::find(kTexts, name, &TextField::element);
    if (field != std::end(kTexts)) record_.*field->text = std::move(text_);
  }
}

void OaiXmlReader::Impl::EndAuthorPart(std::string_view name) {
  if (record_.authors.empty()) return;
  ArxivRecord::Author& author = record_.authors.back();
  if (name == "keyname") author.keyname = Trimmed(text_);
  if (name == "forenames") author.forenames = Trimmed(text_);
  if (name == "suffix") author.suffix = Trimmed(text_);
}

void OaiXmlReader::Impl::EndRecord() {
  in_record_ = false;
  for (std::string* text : {&record_.id, &record_.created, &record_.updated}) {
    *text = Trimmed(*text);
  }
  v1::Paper paper = ToPaper(record_);
  if (!record_.deleted && record_.format != "arXiv") {
    sink_->OnRefusal({records_, paper.id(), "metadata",
                      "is not in the format arXiv; ask for "
                      "metadataPrefix=arXiv",
                      MakeExcerpt(raw_)});
  } else {
    sink_->OnRecord(records_, std::move(paper), raw_);
  }
  raw_.clear();
}

OaiXmlReader::OaiXmlReader(PaperSink* sink)
    : impl_(std::make_unique<Impl>(sink)) {}
OaiXmlReader::~OaiXmlReader() = default;

void OaiXmlReader::Feed(std::string_view chunk) {
  impl_->Feed(chunk, /*last=*/false);
}

void OaiXmlReader::Finish() { impl_->Feed("", /*last=*/true); }

const OaiAnswer& OaiXmlReader::answer() const { return impl_->answer(); }

const std::optional<std::string>& OaiXmlReader::damage() const {
  return impl_->damage();
}

}  // namespace broadsheet::ingest
