#include "ingest/oai_xml_reader.h"

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "common/errors.h"
#include "common/text.h"
#include "ingest/paper_versions.h"

namespace broadsheet::ingest {
namespace {

constexpr size_t kMaxAuthors = 10'000;
// The longest code of the protocol has 23.
constexpr size_t kMaxErrorCodeBytes = 100;

// A field of <arXiv> or <arXivRaw> that is plain text.
struct TextField {
  std::string_view element;
  std::string ArxivRecord::*text;
};

constexpr TextField kTexts[] = {
    {"id", &ArxivRecord::id},
    {"created", &ArxivRecord::created},
    {"updated", &ArxivRecord::updated},
    {"title", &ArxivRecord::title},
    {"authors", &ArxivRecord::raw_authors},
    {"categories", &ArxivRecord::categories},
    {"comments", &ArxivRecord::comments},
    {"journal-ref", &ArxivRecord::journal_ref},
    {"doi", &ArxivRecord::doi},
    {"license", &ArxivRecord::license},
    {"abstract", &ArxivRecord::abstract},
};

void Trim(std::string* text) { absl::StripAsciiWhitespace(text); }

bool IsReadable(std::string_view format) {
  return format == "arXiv" || format == "arXivRaw";
}

}  // namespace

std::string OaiXmlReader::RecordId() const {
  return std::string(absl::StripAsciiWhitespace(record_.id));
}

void OaiXmlReader::OnDocumentEnd() {
  if (!answer_.error_code.empty()) {
    Break(absl::StrCat("is the error ", answer_.error_code, ": ",
                       answer_.error_text));
  } else if (verb_.empty()) {
    Break("is no OAI-PMH answer: it has neither records nor an error");
  }
}

void OaiXmlReader::OnStart(std::string_view name, Attributes attributes) {
  if (in_record()) return StartInRecord(name, attributes);
  if (depth() == 0) StartRoot(name);
  if (name == "record") {
    record_ = {};
    BeginRecord(name);
  } else {
    StartInEnvelope(name, attributes);
  }
}

void OaiXmlReader::StartRoot(std::string_view name) {
  if (name == "record") {
    verb_ = "GetRecord";
  } else if (name != "OAI-PMH") {
    Break("is no OAI-PMH answer: its root is another element");
  }
}

void OaiXmlReader::StartInEnvelope(std::string_view name,
                                   Attributes attributes) {
  if (name == "error") {
    answer_.error_code = std::string(CutUtf8(
        Attribute(attributes, "code").value_or(""), kMaxErrorCodeBytes));
  } else if (name == "resumptionToken") {
    StartToken(attributes);
  } else if (depth() == 1 && name != "responseDate" && name != "request") {
    verb_ = name;
    if (verb_ != "ListRecords" && verb_ != "GetRecord") {
      Break("is not an answer to ListRecords or GetRecord, which have papers");
    }
  }
}

void OaiXmlReader::StartInRecord(std::string_view name, Attributes attributes) {
  if (Below("metadata")) record_.format = name;
  if (name == "author" && record_.authors.size() < kMaxAuthors) {
    record_.authors.emplace_back();
  }
  if (name == "version" && record_.versions.size() <= kMaxVersions) {
    record_.versions.emplace_back();
    record_.versions.back().number =
        Attribute(attributes, "version").value_or("");
  }
  if (name == "header") {
    record_.deleted = Attribute(attributes, "status") == "deleted";
  }
}

void OaiXmlReader::StartToken(Attributes attributes) {
  int64_t size = 0;
  const auto text = Attribute(attributes, "completeListSize").value_or("");
  if (absl::SimpleAtoi(AsAbsl(text), &size) && size > 0) {
    answer_.complete_list_size = size;
  }
}

void OaiXmlReader::OnEnd(std::string_view name) {
  if (in_record()) {
    EndInRecord(name);
  } else if (name == "error") {
    EndError();
  } else if (name == "resumptionToken") {
    answer_.resumption_token = TrimmedText();
  } else if (name == "responseDate") {
    answer_.response_date = TrimmedText();
  }
}

void OaiXmlReader::EndError() {
  if (answer_.error_code == "noRecordsMatch") {
    answer_.error_code.clear();
    verb_ = "ListRecords";
  } else {
    answer_.error_text = TrimmedText();
  }
}

void OaiXmlReader::EndInRecord(std::string_view name) {
  if (name == "record") {
    EndOaiRecord();
  } else if (Below("header")) {
    if (name == "identifier") record_.identifier = TrimmedText();
    if (name == "datestamp") record_.datestamp = TrimmedText();
  } else if (Below("author")) {
    EndAuthorPart(name);
  } else if (Below("version")) {
    EndVersionPart(name);
  } else if (IsReadable(record_.format) && Below(record_.format)) {
    EndMetadataField(name);
  }
}

void OaiXmlReader::EndMetadataField(std::string_view name) {
  const auto field = std::ranges::find(kTexts, name, &TextField::element);
  if (field != std::end(kTexts)) record_.*field->text = std::move(text());
}

void OaiXmlReader::EndAuthorPart(std::string_view name) {
  if (record_.authors.empty()) return;
  ArxivRecord::Author& author = record_.authors.back();
  if (name == "keyname") author.keyname = TrimmedText();
  if (name == "forenames") author.forenames = TrimmedText();
  if (name == "suffix") author.suffix = TrimmedText();
}

void OaiXmlReader::EndVersionPart(std::string_view name) {
  if (record_.versions.empty()) return;
  ArxivRecord::Version& version = record_.versions.back();
  if (name == "date") version.date = TrimmedText();
  if (name == "source_type") version.source_type = TrimmedText();
}

void OaiXmlReader::EndOaiRecord() {
  Trim(&record_.id);
  Trim(&record_.created);
  Trim(&record_.updated);
  v1::Paper paper = ToPaper(record_);
  if (record_.deleted || IsReadable(record_.format)) {
    EndRecord(std::move(paper));
  } else {
    EndRefused(paper.id(), "metadata",
               "is in neither of the formats arXivRaw and arXiv; ask for "
               "metadataPrefix=arXivRaw");
  }
}

}  // namespace broadsheet::ingest
