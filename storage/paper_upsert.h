#ifndef BROADSHEET_STORAGE_PAPER_UPSERT_H_
#define BROADSHEET_STORAGE_PAPER_UPSERT_H_

#include <map>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/status/status.h"
#include "absl/time/time.h"
#include "broadsheet/v1/ingest_service.pb.h"
#include "broadsheet/v1/paper.pb.h"
#include "storage/change_log.h"
#include "storage/paper_aliases.h"
#include "storage/paper_merge.h"

namespace broadsheet::storage {

// One run of the transaction that stores a batch: finds which paper each record
// is of, merges, writes what changed, and tells followers.
class PaperUpsert {
 public:
  struct Result {
    v1::PaperResult::Outcome outcome;
    // Of the paper that the record went to.
    std::string paper_id;
  };

  struct Options {
    int precedence;
    // Records take no links away.
    bool add_links = false;
    // Only where the paper is at the record's revision; REFUSED else. Records
    // have no DOI then.
    bool if_revision = false;
  };

  // `records`: valid, with unique ids, alive as long as this; one that becomes
  // a paper does so in its place, which changes nothing for another run.
  PaperUpsert(std::vector<v1::Paper*> records, const Options& options,
              absl::Time now);

  // ABORTED when others changed the same papers too fast, or were faster with
  // a name (reason NAME_TAKEN): the transaction is to be run again.
  absl::Status Run(Transaction& tx);

  // Null for what is not among the records.
  const Result* Find(const v1::Paper& record) const {
    const auto found = results_.find(&record);
    return found == results_.end() ? nullptr : &found->second;
  }
  // The results rest on rows that others wrote.
  bool saw_others() const { return saw_others_; }

 private:
  // What becomes one paper.
  struct Target {
    std::vector<v1::Paper*> records;
    // Papers that are found to be this one.
    std::vector<std::string> absorbed;
  };
  using Names = absl::flat_hash_set<std::string>;
  using Papers = std::map<std::string, StoredPaper>;
  // What is to be written of a paper.
  struct Row {
    StoredPaper merged;
    // In the place of `merged.paper` when it is a new paper.
    const v1::Paper* record = nullptr;

    const v1::Paper& paper() const { return record ? *record : merged.paper; }
  };
  // In the order of their ids.
  using Rows = std::map<std::string, Row>;

  void FindNames(Transaction& tx);
  void Plan(v1::Paper* record);
  void Round(Transaction& tx);
  Papers ReadPending(Transaction& tx);
  // To the papers that planned ones were merged into.
  bool Redirect(const Papers& stored);
  void Merge(const std::string& id, const Target& target, Papers* stored,
             Rows* changed);
  void RefuseOthers(const Papers& stored);
  Row Create(const std::string& id, v1::Paper* record) const;
  bool Absorb(const std::string& id, const std::string& other, Papers* stored,
              StoredPaper* paper, Rows* changed);
  static Names WriteRows(Transaction& tx, const Rows& rows);
  void WriteAbsorptions(Transaction& tx) const;
  void Settle(const v1::Paper& record, const std::string& id,
              v1::PaperResult::Outcome outcome);

  std::vector<v1::Paper*> records_;
  const Options options_;
  const absl::Time now_;
  AliasBook aliases_;
  std::map<std::string, Target> pending_;
  absl::flat_hash_map<const v1::Paper*, Result> results_;
  // Papers that were found to be others in this run, and which.
  std::map<std::string, std::string> absorptions_;
  ChangeLog log_;
  bool saw_others_ = false;
};

}  // namespace broadsheet::storage

#endif  // BROADSHEET_STORAGE_PAPER_UPSERT_H_
