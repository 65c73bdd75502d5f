#include "storage/edition_papers.h"

#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "broadsheet/v1/edition.pb.h"
#include "common/errors.h"
#include "storage/edition_rules.h"
#include "storage/sql_array.h"

namespace broadsheet::storage {
namespace {

constexpr char kText[] = "title || ' . ' || abstract";

std::string Categories(Transaction& tx, const v1::Edition& edition) {
  std::vector<std::string> either;
  for (const std::string& category : edition.categories()) {
    if (!absl::EndsWith(category, ".*")) {
      either.push_back(absl::StrCat("c = ", tx.sql.quote(category)));
      continue;
    }
    const std::string archive = category.substr(0, category.size() - 2);
    either.push_back(
        absl::StrCat("c = ", tx.sql.quote(archive), " or starts_with(c, ",
                     tx.sql.quote(absl::StrCat(archive, ".")), ")"));
  }
  return absl::StrCat("exists (select from unnest(categories) c where ",
                      absl::StrJoin(either, " or "), ")");
}

std::string Authors(Transaction& tx, const v1::Edition& edition) {
  return absl::StrCat(
      "exists (select from unnest(authors) a where lower(a) in (",
      absl::StrJoin(edition.authors(), ", ",
                    [&](std::string* out, const std::string& author) {
                      absl::StrAppend(out, "lower(", tx.sql.quote(author), ")");
                    }),
      "))");
}

// Splitting a text into stems takes longer than all else, so it is done once
// for all keywords. No cheaper look at the letters comes before it: stems do
// not tell how the words begin that they stand for ("dying" is "die").
std::string Keywords(Transaction& tx, const v1::Edition& edition) {
  return absl::StrCat(
      "to_tsvector('english', ", kText, ") @@ (",
      absl::StrJoin(edition.keywords(), " || ",
                    [&](std::string* out, const std::string& keyword) {
                      absl::StrAppend(out, "phraseto_tsquery('english', ",
                                      tx.sql.quote(keyword), ")");
                    }),
      ")");
}

std::string Condition(Transaction& tx, const v1::Edition& edition) {
  // What is cheap comes first.
  std::vector<std::string> either;
  if (!edition.categories().empty()) {
    either.push_back(Categories(tx, edition));
  }
  if (!edition.authors().empty()) either.push_back(Authors(tx, edition));
  if (!edition.keywords().empty()) either.push_back(Keywords(tx, edition));
  // PostgreSQL promises no order but for CASE.
  std::string condition = "(case";
  for (const std::string& one : either) {
    absl::StrAppend(&condition, " when ", one, " then true");
  }
  return condition + " else false end)";
}

}  // namespace

absl::StatusOr<std::string> EditionCondition(Transaction& tx,
                                             const std::string& name) {
  absl::Status valid = ToStatus(CheckEditionName("edition", name));
  if (!valid.ok()) return valid;
  const auto rows = tx.sql.exec_prepared("read_edition", name);
  v1::Edition edition;
  if (rows.empty() || *rows[0][2].c_str() == 't' ||
      !edition.ParseFromString(BytesFromSql(rows[0][0].c_str()))) {
    return MakeError(absl::StatusCode::kNotFound, "EDITION_UNKNOWN",
                     "there is no edition " + name);
  }
  return Condition(tx, edition);
}

}  // namespace broadsheet::storage
