#include "storage/paper_upsert.h"

#include <algorithm>
#include <utility>

#include "common/errors.h"
#include "common/paper_id.h"
#include "storage/paper_columns.h"
#include "storage/records.h"
#include "storage/sql_array.h"

namespace broadsheet::storage {
namespace {

using v1::Paper;
using v1::PaperResult;

}  // namespace

// Writes the rows, in the order of their ids so that writers never wait for
// each other in a circle, and answers the ids of those that were written: not
// written are rows that another transaction changed since they were read.
PaperUpsert::Names PaperUpsert::WriteRows(Transaction& tx, const Rows& rows) {
  Names written;
  if (rows.empty()) return written;
  PaperColumns columns;
  for (const auto& [id, row] : rows) {
    columns.Add(row.paper(), row.merged.precedence);
  }
  written.reserve(rows.size());
  for (const auto& row : columns.Write(tx)) written.insert(row[0].c_str());
  return written;
}

PaperUpsert::PaperUpsert(std::vector<Paper*> records, const Options& options,
                         absl::Time now)
    : records_(std::move(records)), options_(options), now_(now) {
  // arXiv's first: the others can then be found to be theirs.
  std::ranges::sort(records_, {}, [](const Paper* record) {
    return std::pair<bool, const std::string&>(!IsArxivId(record->id()),
                                               record->id());
  });
}

absl::Status PaperUpsert::Run(Transaction& tx) {
  FindNames(tx);
  results_.reserve(records_.size());
  for (Paper* record : records_) Plan(record);
  // A row that another transaction changed after it was read is locked by the
  // attempt to write it, so that the second round always succeeds.
  for (int round = 0; round < 3 && !pending_.empty(); ++round) Round(tx);
  if (!pending_.empty()) {
    return MakeError(absl::StatusCode::kAborted, "TRANSACTION_CONFLICT",
                     "the papers change too fast; try again");
  }
  if (!aliases_.Write(tx)) {
    return MakeError(absl::StatusCode::kAborted, "NAME_TAKEN",
                     "the same papers come from other sources at this moment; "
                     "try again");
  }
  WriteAbsorptions(tx);
  log_.Append(tx);
  return absl::OkStatus();
}

// What belongs to them follows later, see absorber.h.
void PaperUpsert::WriteAbsorptions(Transaction& tx) const {
  if (absorptions_.empty()) return;
  SqlArray papers, survivors;
  for (const auto& [paper, survivor] : absorptions_) {
    papers.AddText(paper);
    survivors.AddText(survivor);
  }
  tx.sql.exec_prepared("add_absorptions", papers.Text(), survivors.Text());
}

// Records of arXiv without a DOI have no other name.
void PaperUpsert::FindNames(Transaction& tx) {
  std::vector<std::string> names;
  for (const Paper* record : records_) {
    if (!IsArxivId(record->id())) names.push_back(record->id());
    std::string doi = DoiAlias(*record);
    if (!doi.empty()) names.push_back(std::move(doi));
  }
  aliases_.Read(tx, names);
}

void PaperUpsert::Plan(Paper* record) {
  const std::string own = OwnId(*record);
  const std::string doi = DoiAlias(*record);
  const std::string* known = doi.empty() ? nullptr : aliases_.Find(doi);
  std::string id = own;
  if (IsArxivId(own)) {
    if (known != nullptr && !IsArxivId(*known)) {
      const std::string other = *known;
      pending_[id].absorbed.push_back(other);
      aliases_.Set(other, id);
      aliases_.Set(doi, id);
    }
  } else if (const std::string* same = aliases_.Find(record->id())) {
    id = *same;
  } else if (known != nullptr) {
    id = *known;
  }
  // Another record of the batch may have shown that that one is a third.
  if (const std::string* other = aliases_.Find(id)) id = *other;
  if (record->id() != id) {
    aliases_.Set(record->id(), id);
    // It may be a paper of its own from before it had this DOI.
    pending_[id].absorbed.push_back(record->id());
  }
  if (!doi.empty() && known == nullptr) aliases_.Set(doi, id);
  pending_[id].records.push_back(record);
}

PaperUpsert::Papers PaperUpsert::ReadPending(Transaction& tx) {
  std::vector<std::string> ids;
  for (const auto& [id, target] : pending_) {
    ids.push_back(id);
    ids.insert(ids.end(), target.absorbed.begin(), target.absorbed.end());
  }
  return ReadStored(tx, ids);
}

bool PaperUpsert::Redirect(const Papers& stored) {
  std::map<std::string, Target> moved;
  for (const auto& [id, target] : pending_) {
    const auto found = stored.find(id);
    if (found == stored.end() || found->second.paper.merged_into().empty()) {
      continue;
    }
    moved[id] = target;
  }
  for (const auto& [id, target] : moved) {
    const std::string& to = stored.at(id).paper.merged_into();
    pending_.erase(id);
    for (Paper* record : target.records) {
      aliases_.Set(record->id(), to);
      pending_[to].records.push_back(record);
    }
  }
  return !moved.empty();
}

void PaperUpsert::Round(Transaction& tx) {
  Papers stored = ReadPending(tx);
  // Nothing is merged into what is merged itself: one step is enough.
  if (Redirect(stored)) stored = ReadPending(tx);
  if (options_.if_revision) RefuseOthers(stored);
  Rows changed;
  for (const auto& [id, target] : pending_) {
    Merge(id, target, &stored, &changed);
  }
  const Names written = WriteRows(tx, changed);
  for (const auto& [id, row] : changed) {
    if (written.contains(id)) log_.Add(row.paper());
  }
  const auto settled = [&](const std::string& id) {
    return written.contains(id) || !changed.contains(id);
  };
  std::erase_if(pending_, [&](const auto& entry) {
    return settled(entry.first) &&
           std::ranges::all_of(entry.second.absorbed, settled);
  });
}

// Leaves the records that were made from the papers as they are. A later round,
// which sees what others wrote, may refuse what one before took.
void PaperUpsert::RefuseOthers(const Papers& stored) {
  for (auto& [id, target] : pending_) {
    const auto found = stored.find(id);
    const int64_t revision =
        found == stored.end() ? 0 : found->second.paper.revision();
    std::erase_if(target.records, [&](const Paper* record) {
      // A paper that it was merged into has revisions of its own.
      const bool same =
          record->id() == id && revision > 0 && record->revision() == revision;
      if (!same) Settle(*record, id, PaperResult::OUTCOME_REFUSED);
      return !same;
    });
  }
  std::erase_if(pending_,
                [](const auto& entry) { return entry.second.records.empty(); });
}

// Merges the records into the paper of that id; puts what is to be written into
// `changed`.
void PaperUpsert::Merge(const std::string& id, const Target& target,
                        Papers* stored, Rows* changed) {
  const auto found = stored->find(id);
  const bool made = found == stored->end();
  auto record = target.records.begin();
  Row row;
  if (made && record != target.records.end()) {
    row = Create(id, *record);
    Settle(**record, id, PaperResult::OUTCOME_CREATED);
    ++record;
  } else if (!made) {
    row.merged = std::move(found->second);
  }
  const bool alone = record == target.records.end() && target.absorbed.empty();
  if (row.record != nullptr && !alone) {
    row.merged.paper = *row.record;
    row.record = nullptr;
  }
  const int64_t revision = made ? 0 : row.paper().revision();
  bool dirty = made;
  for (; record != target.records.end(); ++record) {
    const bool merged = MergePaper(**record, options_.precedence, &row.merged,
                                   options_.add_links);
    Settle(
        **record, id,
        merged ? PaperResult::OUTCOME_UPDATED : PaperResult::OUTCOME_UNCHANGED);
    dirty |= merged;
  }
  for (const std::string& other : target.absorbed) {
    dirty |= Absorb(id, other, stored, &row.merged, changed);
  }
  if (!dirty) return;
  if (row.record == nullptr) row.merged.paper.set_revision(revision + 1);
  changed->emplace(id, std::move(row));
}

// The paper that the record becomes: the record itself, unless that goes by
// another id.
PaperUpsert::Row PaperUpsert::Create(const std::string& id,
                                     Paper* record) const {
  Row row;
  row.merged.precedence = Precedence(options_.precedence);
  MakeNew(record);
  *record->mutable_first_seen() = TimestampOf(now_);
  row.record = record;
  if (record->id() == id) return row;
  row.merged.paper = *record;
  row.merged.paper.set_id(id);
  row.record = nullptr;
  return row;
}

// `other` is the same paper: it ends in this one. Answers whether this one
// changed.
bool PaperUpsert::Absorb(const std::string& id, const std::string& other,
                         Papers* stored, StoredPaper* paper, Rows* changed) {
  const auto found = stored->find(other);
  if (found == stored->end()) return false;
  if (found->second.paper.merged_into() == id) return false;
  const bool dirty = FillGaps(found->second, paper);
  StoredPaper merged = found->second;
  if (MarkMerged(id, &merged)) {
    merged.paper.set_revision(merged.paper.revision() + 1);
    absorptions_[other] = id;
    changed->emplace(other, Row{std::move(merged)});
  }
  return dirty;
}

// Rounds repeat what they could not write; the first outcome that says more
// than "unchanged" stays, but for a refusal.
void PaperUpsert::Settle(const Paper& record, const std::string& id,
                         PaperResult::Outcome outcome) {
  if (outcome == PaperResult::OUTCOME_UNCHANGED ||
      outcome == PaperResult::OUTCOME_REFUSED) {
    saw_others_ = true;
  }
  const auto [found, added] = results_.emplace(&record, Result{outcome, id});
  if (added) return;
  found->second.paper_id = id;
  if (outcome != PaperResult::OUTCOME_UNCHANGED) {
    found->second.outcome = outcome;
  }
}

}  // namespace broadsheet::storage
