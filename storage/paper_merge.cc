#include "storage/paper_merge.h"

#include <algorithm>
#include <functional>
#include <map>
#include <string>
#include <utility>

#include "storage/rules.h"

namespace broadsheet::storage {
namespace {

using v1::Paper;

bool IsEmpty(const std::string& text) { return text.empty(); }
template <class List>
bool IsEmpty(const List& list) {
  return list.size() == 0;
}

template <class List>
bool SameMessages(const List& a, const List& b) {
  return std::ranges::equal(a, b, [](const auto& one, const auto& other) {
    return one.SerializeAsString() == other.SerializeAsString();
  });
}

// 0: none is known.
int32_t LatestVersion(const Paper& paper) {
  int32_t latest = 0;
  for (const auto& version : paper.versions()) {
    latest = std::max(latest, version.number());
  }
  return latest;
}

// Merges one record into one stored paper.
class Merger {
 public:
  // `precedence` of the record's fields; `gaps_only`: takes nothing else;
  // `add_links`: takes none away.
  Merger(const Paper& record, const Precedence& precedence, bool gaps_only,
         bool add_links, StoredPaper* stored)
      : record_(record),
        precedence_(precedence),
        gaps_only_(gaps_only),
        add_links_(add_links),
        older_(!record.updated().empty() &&
               record.updated() < stored->paper.updated()),
        stored_(stored) {}

  bool Run() {
    TakeText();
    Paper* paper = &stored_->paper;
    Take(Field::kAuthors, record_.authors(), paper->mutable_authors());
    Take(Field::kCategories, record_.categories(), paper->mutable_categories());
    Take(Field::kComment, record_.comment(), paper->mutable_comment());
    Take(Field::kPublished, record_.published(), paper->mutable_published());
    Take(Field::kAnnounced, record_.announced(), paper->mutable_announced());
    Take(Field::kDoi, record_.doi(), paper->mutable_doi());
    Take(Field::kJournalRef, record_.journal_ref(),
         paper->mutable_journal_ref());
    Take(Field::kLicense, record_.license(), paper->mutable_license());
    MergeVersions();
    MergeLinks();
    MergeSignals();
    Take(Field::kUpdated, record_.updated(), paper->mutable_updated());
    return changed_;
  }

  // A record without the mark lacks it, unless it is of a version that came
  // after the withdrawal; SetWithdrawn takes it away, too. Who is believed less
  // about the title is not believed about this.
  bool RunWithMarks() {
    const bool withdraws = record_.withdrawn() && Wins(Field::kTitle);
    const bool shows = TakesWithdrawalBack();
    Run();
    Paper& paper = stored_->paper;
    if ((withdraws && !paper.withdrawn()) || shows) {
      paper.set_withdrawn(withdraws);
      changed_ = true;
    }
    if (!record_.bare() && paper.bare()) {
      paper.set_bare(false);
      changed_ = true;
    }
    return changed_;
  }

 private:
  // Whether what the record says replaces what is there.
  bool Wins(Field field) const {
    if (gaps_only_) return false;
    const int mine = precedence_.Of(field);
    const int theirs = stored_->precedence.Of(field);
    return mine > theirs || (mine == theirs && !older_);
  }

  // What was merged into another paper is withdrawn for good.
  bool TakesWithdrawalBack() const {
    const Paper& paper = stored_->paper;
    if (record_.withdrawn() || !paper.withdrawn() ||
        !paper.merged_into().empty() || record_.title().empty() ||
        !Wins(Field::kTitle)) {
      return false;
    }
    const int32_t latest = LatestVersion(paper);
    if (latest > 0 && record_.versions_size() > 0) {
      return LatestVersion(record_) > latest;
    }
    return !paper.updated().empty() && record_.updated() > paper.updated();
  }

  // Answers whether it changed the value.
  template <class Value>
  bool Take(Field field, const Value& value, Value* to) {
    if (IsEmpty(value) || (!IsEmpty(*to) && !Wins(field))) return false;
    stored_->precedence.Set(field, precedence_.Of(field));
    return Replace(value, to);
  }

  template <class Value>
  bool Replace(const Value& value, Value* to) {
    if (std::equal(value.begin(), value.end(), to->begin(), to->end())) {
      return false;
    }
    *to = value;
    changed_ = true;
    return true;
  }

  template <class Messages>
  void ReplaceMessages(const Messages& messages, Messages* to) {
    if (SameMessages(messages, *to)) return;
    *to = messages;
    changed_ = true;
  }

  // The text and what is made of it.
  void TakeText() {
    Paper* paper = &stored_->paper;
    const bool alone = record_.title().empty() && record_.abstract().empty();
    const bool title =
        Take(Field::kTitle, record_.title(), paper->mutable_title());
    if (Take(Field::kAbstract, record_.abstract(), paper->mutable_abstract())) {
      Replace(record_.keywords(), paper->mutable_keywords());
      Replace(record_.summary(), paper->mutable_summary());
      return;
    }
    // They are made of the abstract above all: those that are there outlive a
    // new title that comes without any.
    const bool wins = title || (alone && !gaps_only_);
    if (record_.keywords_size() > 0 && (wins || paper->keywords_size() == 0)) {
      Replace(record_.keywords(), paper->mutable_keywords());
    }
    if (!record_.summary().empty() && (wins || paper->summary().empty())) {
      Replace(record_.summary(), paper->mutable_summary());
    }
  }

  void MergeVersions() {
    if (record_.versions_size() == 0) return;
    std::map<int32_t, v1::PaperVersion> versions;
    for (const auto& version : stored_->paper.versions()) {
      versions[version.number()] = version;
    }
    const bool wins = Wins(Field::kVersions);
    for (const auto& version : record_.versions()) {
      const auto [found, added] = versions.emplace(version.number(), version);
      if (!added && wins) found->second = version;
    }
    google::protobuf::RepeatedPtrField<v1::PaperVersion> merged;
    for (auto& [number, version] : versions) merged.Add(std::move(version));
    if (wins || stored_->paper.versions_size() == 0) {
      stored_->precedence.Set(Field::kVersions,
                              precedence_.Of(Field::kVersions));
    }
    ReplaceMessages(merged, stored_->paper.mutable_versions());
  }

  void MergeLinks() {
    auto* links = stored_->paper.mutable_links();
    if (record_.links_size() == 0) return;
    const bool wins = links->empty() || Wins(Field::kLinks);
    if (wins) {
      stored_->precedence.Set(Field::kLinks, precedence_.Of(Field::kLinks));
    }
    if (wins && !add_links_) {
      ReplaceMessages(record_.links(), links);
      return;
    }
    for (const v1::PaperLink& link : record_.links()) {
      const bool known = std::ranges::any_of(
          *links, [&](const auto& l) { return l.url() == link.url(); });
      if (known || links->size() >= kMaxLinks) continue;
      *links->Add() = link;
      changed_ = true;
    }
  }

  void MergeSignals() {
    if (record_.signals_size() == 0) return;
    std::map<std::string, v1::PaperSignal> signals;
    for (const auto& signal : stored_->paper.signals()) {
      signals[signal.name()] = signal;
    }
    for (const v1::PaperSignal& signal : record_.signals()) {
      const auto found = signals.find(signal.name());
      if (found != signals.end()) {
        if (!gaps_only_) found->second = signal;
      } else if (signals.size() < kMaxSignals) {
        signals[signal.name()] = signal;
      }
    }
    google::protobuf::RepeatedPtrField<v1::PaperSignal> merged;
    for (auto& [name, signal] : signals) merged.Add(std::move(signal));
    ReplaceMessages(merged, stored_->paper.mutable_signals());
  }

  const Paper& record_;
  const Precedence precedence_;
  const bool gaps_only_;
  const bool add_links_;
  const bool older_;
  StoredPaper* stored_;
  bool changed_ = false;
};

}  // namespace

bool MergePaper(const Paper& record, int precedence, StoredPaper* stored,
                bool add_links) {
  Merger merger(record, Precedence(precedence), /*gaps_only=*/false, add_links,
                stored);
  if (!merger.RunWithMarks()) return false;
  if (!record.source().empty()) stored->paper.set_source(record.source());
  return true;
}

bool FillGaps(const StoredPaper& other, StoredPaper* stored) {
  Merger merger(other.paper, other.precedence, /*gaps_only=*/true,
                /*add_links=*/true, stored);
  return merger.Run();
}

bool MarkMerged(const std::string& paper_id, StoredPaper* stored) {
  Paper& paper = stored->paper;
  if (paper.merged_into() == paper_id && paper.withdrawn()) return false;
  paper.set_merged_into(paper_id);
  paper.set_withdrawn(true);
  return true;
}

// Lists are made by merging them into nothing, so that they are in their order
// from the beginning and an equal record changes nothing.
void MakeNew(Paper* record) {
  record->clear_upvotes();
  record->clear_num_comments();
  record->clear_submitted_at();
  record->clear_submitted_by();
  record->clear_first_seen();
  record->clear_merged_into();
  record->set_revision(1);
  if (record->versions_size() == 0 && record->signals_size() == 0) return;
  Paper lists;
  lists.mutable_versions()->Swap(record->mutable_versions());
  lists.mutable_signals()->Swap(record->mutable_signals());
  StoredPaper made;
  Merger(lists, made.precedence, /*gaps_only=*/true, /*add_links=*/false, &made)
      .Run();
  record->mutable_versions()->Swap(made.paper.mutable_versions());
  record->mutable_signals()->Swap(made.paper.mutable_signals());
}

}  // namespace broadsheet::storage
