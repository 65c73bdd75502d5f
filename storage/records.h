#ifndef BROADSHEET_STORAGE_RECORDS_H_
#define BROADSHEET_STORAGE_RECORDS_H_

#include <map>
#include <pqxx/pqxx>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "broadsheet/v1/event.pb.h"
#include "broadsheet/v1/paper.pb.h"
#include "broadsheet/v1/reader_service.pb.h"
#include "google/protobuf/timestamp.pb.h"
#include "storage/database.h"
#include "storage/paper_merge.h"

namespace broadsheet::storage {

// How rows become messages. Column lists and the readers of their rows belong
// together: a reader takes its columns in order, from `first` on.

// Of papers, unqualified: no table that is joined with it has such names.
extern const char kPaperColumns[];
extern const int kPaperColumnCount;
v1::Paper PaperFromRow(const pqxx::row& row, int first = 0);

// Of events.
extern const char kEventColumns[];
v1::Event EventFromRow(const pqxx::row& row);

// Of submissions, as alias "s".
extern const char kSubmissionColumns[];
extern const int kSubmissionColumnCount;
v1::Submission SubmissionFromRow(const pqxx::row& row, int first = 0);

// The known ones among `ids`, by id.
std::map<std::string, v1::Paper> ReadPapers(
    Transaction& tx, const std::vector<std::string>& ids);

// The same, with what their fields are believed by.
std::map<std::string, StoredPaper> ReadStored(
    Transaction& tx, const std::vector<std::string>& ids);
// The value of the column `details`.
std::string DetailsOf(const v1::Paper& paper);

// Times have microseconds, as PostgreSQL's: the rest is cut off.
std::string SqlTime(absl::Time time);
absl::Time TimeOf(const google::protobuf::Timestamp& timestamp);
google::protobuf::Timestamp TimestampOf(absl::Time time);
// From a column made with (extract(epoch from ...) * 1000000)::bigint.
google::protobuf::Timestamp TimestampFromMicros(int64_t micros);

// Days: "" in messages is -infinity in tables.
std::string SqlDay(const std::string& day);
std::string DayFromSql(const char* text);

}  // namespace broadsheet::storage

#endif  // BROADSHEET_STORAGE_RECORDS_H_
