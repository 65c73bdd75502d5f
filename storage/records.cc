#include "storage/records.h"

#include "google/protobuf/io/coded_stream.h"
#include "google/protobuf/wire_format_lite.h"
#include "storage/sql_array.h"

namespace broadsheet::storage {

const char kPaperColumns[] =
    "id, title, abstract, authors, categories, comment, published, announced, "
    "updated, doi, journal_ref, license, source, withdrawn, bare, upvotes, "
    "num_comments, (extract(epoch from submitted_at) * 1000000)::bigint, "
    "submitted_by, revision, "
    "(extract(epoch from first_seen) * 1000000)::bigint, merged_into, details";
const int kPaperColumnCount = 23;

const char kEventColumns[] =
    "reader_id, event_id, paper_id, kind, "
    "(extract(epoch from at) * 1000000)::bigint, target, value, list, "
    "position, arm, model, request";

const char kSubmissionColumns[] =
    "s.paper_id, s.day, s.submitter, "
    "(extract(epoch from s.at) * 1000000)::bigint, s.score, s.automatic";
const int kSubmissionColumnCount = 6;

namespace {

// Reads the fields of a row one after the other.
class RowReader {
 public:
  RowReader(const pqxx::row& row, int first) : row_(row), next_(first) {}

  const char* Text() { return Next().c_str(); }
  std::string Bytes() { return BytesFromSql(Text()); }
  std::string Day() { return DayFromSql(Text()); }
  int64_t Int() { return Next().as<int64_t>(); }
  double Double() { return Next().as<double>(); }
  bool Bool() { return *Text() == 't'; }
  template <class Repeated>
  void List(Repeated* list) {
    for (std::string& element : ParseTextArray(Text())) {
      list->Add(std::move(element));
    }
  }
  // True, with the value, unless it is null.
  bool Micros(google::protobuf::Timestamp* timestamp) {
    const pqxx::field field = Next();
    if (field.is_null()) return false;
    *timestamp = TimestampFromMicros(field.as<int64_t>());
    return true;
  }

 private:
  pqxx::field Next() { return row_[next_++]; }

  const pqxx::row& row_;
  int next_;
};

// A field of a serialized message that is as long as `size`, without its bytes.
void AppendHeader(int field, size_t size, std::string* to) {
  using google::protobuf::internal::WireFormatLite;
  using google::protobuf::io::CodedOutputStream;
  uint8_t header[10];
  uint8_t* end = WireFormatLite::WriteTagToArray(
      field, WireFormatLite::WIRETYPE_LENGTH_DELIMITED, header);
  end =
      CodedOutputStream::WriteVarint32ToArray(static_cast<uint32_t>(size), end);
  to->append(reinterpret_cast<const char*>(header),
             static_cast<size_t>(end - header));
}

void AppendText(int field, const std::string& text, std::string* to) {
  AppendHeader(field, text.size(), to);
  to->append(text);
}

template <class Messages>
void AppendMessages(int field, const Messages& messages, std::string* to) {
  for (const auto& message : messages) {
    AppendText(field, message.SerializeAsString(), to);
  }
}

}  // namespace

v1::Paper PaperFromRow(const pqxx::row& row, int first) {
  RowReader fields(row, first);
  google::protobuf::Timestamp time;
  v1::Paper paper;
  paper.set_id(fields.Text());
  paper.set_title(fields.Text());
  paper.set_abstract(fields.Text());
  fields.List(paper.mutable_authors());
  fields.List(paper.mutable_categories());
  paper.set_comment(fields.Text());
  paper.set_published(fields.Day());
  paper.set_announced(fields.Day());
  paper.set_updated(fields.Day());
  paper.set_doi(fields.Text());
  paper.set_journal_ref(fields.Text());
  paper.set_license(fields.Text());
  paper.set_source(fields.Text());
  paper.set_withdrawn(fields.Bool());
  paper.set_bare(fields.Bool());
  paper.set_upvotes(fields.Int());
  paper.set_num_comments(fields.Int());
  if (fields.Micros(&time)) *paper.mutable_submitted_at() = time;
  paper.set_submitted_by(fields.Text());
  paper.set_revision(fields.Int());
  if (fields.Micros(&time)) *paper.mutable_first_seen() = time;
  paper.set_merged_into(fields.Text());
  paper.MergeFromString(fields.Bytes());
  return paper;
}

v1::Event EventFromRow(const pqxx::row& row) {
  RowReader fields(row, 0);
  v1::Event event;
  event.set_reader_id(fields.Text());
  event.set_event_id(fields.Text());
  event.set_paper_id(fields.Text());
  event.set_kind(static_cast<v1::EventKind>(fields.Int()));
  fields.Micros(event.mutable_at());
  event.set_target(fields.Text());
  event.set_value(fields.Double());
  event.set_list(fields.Text());
  event.set_position(static_cast<int32_t>(fields.Int()));
  event.set_arm(fields.Text());
  event.set_model(fields.Text());
  event.set_request(fields.Text());
  return event;
}

v1::Submission SubmissionFromRow(const pqxx::row& row, int first) {
  RowReader fields(row, first);
  v1::Submission submission;
  submission.set_paper_id(fields.Text());
  submission.set_day(fields.Day());
  submission.set_submitter(fields.Text());
  fields.Micros(submission.mutable_at());
  submission.set_score(fields.Double());
  submission.set_automatic(fields.Bool());
  return submission;
}

std::map<std::string, v1::Paper> ReadPapers(
    Transaction& tx, const std::vector<std::string>& ids) {
  std::map<std::string, v1::Paper> papers;
  for (const auto& row : tx.sql.exec_prepared("read_papers", TextArray(ids))) {
    v1::Paper paper = PaperFromRow(row);
    const std::string id = paper.id();
    papers.emplace(id, std::move(paper));
  }
  return papers;
}

std::map<std::string, StoredPaper> ReadStored(
    Transaction& tx, const std::vector<std::string>& ids) {
  std::map<std::string, StoredPaper> papers;
  if (ids.empty()) return papers;
  for (const auto& row : tx.sql.exec_prepared("read_stored", TextArray(ids))) {
    v1::Paper paper = PaperFromRow(row);
    const std::string id = paper.id();
    const std::string bytes = BytesFromSql(row[kPaperColumnCount].c_str());
    papers.emplace(id,
                   StoredPaper{std::move(paper), Precedence::FromBytes(bytes)});
  }
  return papers;
}

// Written by hand: a message with copies of them would cost most of a row.
std::string DetailsOf(const v1::Paper& paper) {
  using v1::Paper;
  std::string details;
  AppendMessages(Paper::kVersionsFieldNumber, paper.versions(), &details);
  AppendMessages(Paper::kLinksFieldNumber, paper.links(), &details);
  for (const std::string& keyword : paper.keywords()) {
    AppendText(Paper::kKeywordsFieldNumber, keyword, &details);
  }
  if (!paper.summary().empty()) {
    AppendText(Paper::kSummaryFieldNumber, paper.summary(), &details);
  }
  AppendMessages(Paper::kSignalsFieldNumber, paper.signals(), &details);
  return details;
}

std::string SqlTime(absl::Time time) {
  return absl::FormatTime("%E4Y-%m-%d %H:%M:%E6S+00", time,
                          absl::UTCTimeZone());
}

absl::Time TimeOf(const google::protobuf::Timestamp& timestamp) {
  return absl::FromUnixSeconds(timestamp.seconds()) +
         absl::Nanoseconds(timestamp.nanos());
}

google::protobuf::Timestamp TimestampOf(absl::Time time) {
  return TimestampFromMicros(absl::ToUnixMicros(time));
}

google::protobuf::Timestamp TimestampFromMicros(int64_t micros) {
  // Nanoseconds count forward from the second, also before 1970.
  int64_t seconds = micros / 1000000;
  int64_t rest = micros % 1000000;
  if (rest < 0) {
    rest += 1000000;
    --seconds;
  }
  google::protobuf::Timestamp timestamp;
  timestamp.set_seconds(seconds);
  timestamp.set_nanos(static_cast<int32_t>(rest * 1000));
  return timestamp;
}

std::string SqlDay(const std::string& day) {
  return day.empty() ? "-infinity" : day;
}

std::string DayFromSql(const char* text) { return *text == '-' ? "" : text; }

}  // namespace broadsheet::storage
