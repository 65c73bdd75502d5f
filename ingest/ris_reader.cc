#include "ingest/ris_reader.h"

#include <algorithm>
#include <utility>

#include "absl/strings/ascii.h"
#include "common/errors.h"
#include "ingest/source_fields.h"

namespace broadsheet::ingest {
namespace {

struct TextTag {
  std::string_view tag;
  std::string* (v1::Paper::*text)();
};

// Of two tags of one text, the first that comes counts.
const TextTag kTexts[] = {
    {"TI", &v1::Paper::mutable_title},
    {"T1", &v1::Paper::mutable_title},
    {"AB", &v1::Paper::mutable_abstract},
    {"N2", &v1::Paper::mutable_abstract},
    {"N1", &v1::Paper::mutable_comment},
    {"JO", &v1::Paper::mutable_journal_ref},
    {"JF", &v1::Paper::mutable_journal_ref},
    {"T2", &v1::Paper::mutable_journal_ref},
    {"JA", &v1::Paper::mutable_journal_ref},
};

std::string_view Trimmed(std::string_view text) {
  return AsStd(absl::StripAsciiWhitespace(AsAbsl(text)));
}

// "TI  - "; some writers use one space, or none behind the dash.
bool SplitTag(std::string_view line, std::string_view* tag,
              std::string_view* value) {
  if (line.size() < 4 || !absl::ascii_isupper(line[0]) ||
      !(absl::ascii_isupper(line[1]) || absl::ascii_isdigit(line[1]))) {
    return false;
  }
  const size_t dash = line.find_first_not_of(' ', 2);
  if (dash == 2 || dash == std::string_view::npos || line[dash] != '-') {
    return false;
  }
  *tag = line.substr(0, 2);
  *value = Trimmed(line.substr(dash + 1));
  return true;
}

}  // namespace

RisReader::RisReader(PaperSink* sink)
    : sink_(sink),
      lines_(kMaxRisRecordBytes,
             [this](const LineSplitter::Line& line) { Read(line); }) {}

void RisReader::Finish() {
  lines_.Finish();
  End();
}

void RisReader::Read(const LineSplitter::Line& line) {
  std::string_view text = line.text;
  if (line.number == 1 && text.starts_with("\xef\xbb\xbf")) {
    text.remove_prefix(3);
  }
  std::string_view tag;
  std::string_view value;
  const bool tagged = SplitTag(text, &tag, &value);
  // Also where the record before has no end.
  if (tagged && tag == "TY") {
    End();
    Begin(line.number);
  }
  if (!in_record_) return;
  overlong_ = overlong_ || !line.complete ||
              raw_.size() + text.size() > kMaxRisRecordBytes;
  if (overlong_) return;
  raw_.append(text).push_back('\n');
  if (!tagged) {
    if (last_ != nullptr) last_->append(" ").append(Trimmed(text));
  } else if (tag == "ER") {
    End();
  } else {
    ReadTagged(tag, value);
  }
}

void RisReader::ReadTagged(std::string_view tag, std::string_view value) {
  last_ = nullptr;
  const auto text = std::ranges::find(kTexts, tag, &TextTag::tag);
  if (text != std::end(kTexts)) {
    std::string* target = (paper_.*text->text)();
    if (!target->empty()) return;
    target->assign(value);
    last_ = target;
  } else if (tag == "AU" || tag == "A1") {
    paper_.add_authors(GivenNameFirst(value));
  } else if (tag == "DO") {
    SetDoi(value, &paper_);
  } else if (tag == "UR" || tag == "L1" || tag == "L2") {
    const std::string arxiv = ArxivIdOf(value);
    if (!arxiv.empty()) paper_.set_id(arxiv);
  } else if (tag == "DA" || tag == "PY" || tag == "Y1") {
    if (day_.empty()) day_ = FullDay(value);
  } else if (tag == "ID" || tag == "AN") {
    if (fallback_id_.empty()) fallback_id_ = value;
  }
}

void RisReader::Begin(int64_t line) {
  in_record_ = true;
  overlong_ = false;
  first_line_ = line;
  paper_.Clear();
  raw_.clear();
  day_.clear();
  fallback_id_.clear();
  last_ = nullptr;
}

void RisReader::End() {
  if (!std::exchange(in_record_, false)) return;
  last_ = nullptr;
  if (paper_.id().empty()) paper_.set_id(fallback_id_);
  paper_.set_published(day_);
  if (overlong_) {
    sink_->OnRefusal({first_line_, paper_.id(), "record",
                      "is longer than 1,048,576 bytes", MakeExcerpt(raw_)});
  } else if (paper_.id().empty()) {
    sink_->OnRefusal({first_line_, "", "id",
                      "is missing: there is no DO, arXiv address, ID or AN",
                      MakeExcerpt(raw_)});
  } else {
    sink_->OnRecord(first_line_, std::move(paper_), raw_);
  }
}

}  // namespace broadsheet::ingest
