#include "storage/paper_columns.h"

#include "storage/author_key.h"
#include "storage/records.h"
#include "storage/sql_array.h"

namespace broadsheet::storage {

void PaperColumns::Add(const v1::Paper& paper, const Precedence& precedence) {
  id_.Add(paper.id());
  title_.Add(paper.title());
  abstract_.Add(paper.abstract());
  authors_.Add(TextArray(paper.authors()));
  categories_.Add(TextArray(paper.categories()));
  comment_.Add(paper.comment());
  published_.AddDay(paper.published());
  announced_.AddDay(paper.announced());
  updated_.AddDay(paper.updated());
  doi_.Add(paper.doi());
  journal_ref_.Add(paper.journal_ref());
  license_.Add(paper.license());
  source_.Add(paper.source());
  withdrawn_.AddBool(paper.withdrawn());
  bare_.AddBool(paper.bare());
  revision_.AddInt(paper.revision());
  first_seen_.AddTime(TimeOf(paper.first_seen()));
  merged_into_.Add(paper.merged_into());
  details_.Add(DetailsOf(paper));
  precedence_.Add(precedence.ToBytes());
  author_keys_.Add(AuthorKeysOf(paper));
}

pqxx::result PaperColumns::Write(Transaction& tx) {
  return tx.sql.exec_prepared(
      "upsert_papers", id_.Parameter(), title_.Parameter(),
      abstract_.Parameter(), authors_.Parameter(), categories_.Parameter(),
      comment_.Parameter(), published_.Parameter(), announced_.Parameter(),
      updated_.Parameter(), doi_.Parameter(), journal_ref_.Parameter(),
      license_.Parameter(), source_.Parameter(), withdrawn_.Parameter(),
      bare_.Parameter(), revision_.Parameter(), first_seen_.Parameter(),
      merged_into_.Parameter(), details_.Parameter(), precedence_.Parameter(),
      author_keys_.Parameter());
}

}  // namespace broadsheet::storage
