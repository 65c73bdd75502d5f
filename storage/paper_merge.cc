#include "storage/paper_merge.h"

namespace broadsheet::storage {

std::optional<v1::Paper> MergePaper(const v1::Paper& stored,
                                    const v1::Paper& record) {
  v1::Paper merged = stored;
  if (!record.title().empty()) merged.set_title(record.title());
  if (!record.abstract().empty()) merged.set_abstract(record.abstract());
  if (record.authors_size() > 0) *merged.mutable_authors() = record.authors();
  if (record.categories_size() > 0) {
    *merged.mutable_categories() = record.categories();
  }
  if (!record.comment().empty()) merged.set_comment(record.comment());
  if (!record.published().empty()) merged.set_published(record.published());
  if (!record.announced().empty()) merged.set_announced(record.announced());
  if (!record.updated().empty()) merged.set_updated(record.updated());
  if (!record.doi().empty()) merged.set_doi(record.doi());
  if (!record.journal_ref().empty()) {
    merged.set_journal_ref(record.journal_ref());
  }
  if (!record.license().empty()) merged.set_license(record.license());
  // A record without the mark lacks it; SetWithdrawn takes it away.
  if (record.withdrawn()) merged.set_withdrawn(true);
  if (!record.bare()) merged.set_bare(false);
  if (merged.SerializeAsString() == stored.SerializeAsString()) return {};
  if (!record.source().empty()) merged.set_source(record.source());
  merged.set_revision(stored.revision() + 1);
  return merged;
}

v1::Paper NewPaper(const v1::Paper& record) {
  v1::Paper paper = record;
  paper.clear_upvotes();
  paper.clear_num_comments();
  paper.clear_submitted_at();
  paper.clear_submitted_by();
  paper.clear_first_seen();
  paper.set_revision(1);
  return paper;
}

}  // namespace broadsheet::storage
