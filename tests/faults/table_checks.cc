#include "tests/faults/table_checks.h"

#include <algorithm>
#include <set>

#include "absl/strings/str_cat.h"
#include "broadsheet/internal/v1/change_feed_service.pb.h"
#include "tests/faults/derived.h"

namespace broadsheet::faults {
namespace {

// Of changes before and after a difference.
constexpr size_t kShown = 10;

int64_t MicrosOf(const google::protobuf::Timestamp& at) {
  return at.seconds() * 1000000 + at.nanos() / 1000;
}

void CheckPapers(const Told& told, const Tables& tables, Journal* journal) {
  for (const auto& [id, paper] : told.papers) {
    const auto row = tables.papers.find(id);
    if (row == tables.papers.end()) {
      journal->Violation("lost: the paper " + id);
    } else if (row->second.title != paper.title() ||
               row->second.withdrawn != paper.withdrawn()) {
      journal->Violation("lost: the latest state of the paper " + id);
    }
  }
  for (const auto& [id, row] : tables.papers) {
    if (!told.papers.contains(id)) {
      journal->Violation("never acknowledged, yet there: the paper " + id);
    }
  }
}

bool Equal(const v1::Event& event, const EventRow& row) {
  return event.paper_id() == row.paper_id && event.kind() == row.kind &&
         MicrosOf(event.at()) == row.at && event.target() == row.target;
}

void CheckEvents(const Told& told, const Tables& tables, Journal* journal) {
  for (const auto& [key, event] : told.events) {
    const auto row = tables.events.find(key);
    if (row == tables.events.end()) {
      journal->Violation(absl::StrCat("lost: the event ", key.second));
    } else if (!Equal(event, row->second)) {
      journal->Violation(absl::StrCat("altered: the event ", key.second));
    }
  }
  for (const auto& [key, row] : tables.events) {
    if (!told.events.contains(key)) {
      journal->Violation(absl::StrCat(
          "never acknowledged, yet there: the event ", key.second));
    }
  }
}

void CheckSubmissions(const Told& told, const Tables& tables,
                      Journal* journal) {
  std::map<SubmissionKey, std::set<std::string>> submitters;
  for (const JournalledSubmission& submission : told.submissions) {
    submitters[{submission.paper_id, submission.day}].insert(
        submission.submitter);
  }
  for (const auto& [key, names] : submitters) {
    const auto row = tables.submissions.find(key);
    if (row == tables.submissions.end()) {
      journal->Violation(absl::StrCat("lost: the submission of ", key.first,
                                      " on ", key.second));
    } else if (!names.contains(row->second)) {
      journal->Violation(absl::StrCat("a submission of nobody's: ", key.first,
                                      " on ", key.second));
    }
  }
  for (const auto& [key, submitter] : tables.submissions) {
    if (!submitters.contains(key)) {
      journal->Violation(absl::StrCat(
          "never acknowledged, yet there: the submission of ", key.first));
    }
  }
}

// Seen keeps the first event that made it so.
bool Equal(int aspect, const StandingRow& a, const StandingRow& b) {
  if (a.on != b.on) return false;
  return aspect == kSeenAspect || (a.at == b.at && a.event_id == b.event_id);
}

std::string Text(const std::string& payload) {
  internal::v1::Change change;
  change.ParseFromString(payload);
  return change.ShortDebugString();
}

// Where in the table some delivered changes are, for people: transaction, place
// in it and index.
std::string Places(const std::vector<std::string>& delivered,
                   const Tables& tables, size_t at) {
  std::string places;
  const size_t end = std::min(at + kShown, delivered.size());
  for (size_t i = at < kShown ? 0 : at - kShown; i < end; ++i) {
    absl::StrAppend(&places, "; ", i, " is");
    for (size_t j = 0; j < tables.changes.size(); ++j) {
      const ChangeRow& row = tables.changes[j];
      if (row.payload != delivered[i]) continue;
      absl::StrAppend(&places, " ", row.xid, "/", row.ordinal, "=", j);
    }
  }
  return places;
}

// What the feed says, one change after the other.
class Replay {
 public:
  explicit Replay(Journal* journal) : journal_(journal) {}

  void Apply(const std::string& payload) {
    internal::v1::Change change;
    if (!change.ParseFromString(payload)) {
      journal_->Violation("a change cannot be read");
    } else if (change.has_event()) {
      Add(change.event());
    } else if (change.has_submission()) {
      Add(change.submission());
    } else if (change.has_retracted()) {
      Retract(change.retracted());
    } else if (change.has_paper()) {
      Add(change.paper());
    }
  }

  void Compare(const Tables& tables) {
    if (events_.size() != tables.events.size() ||
        submissions_.size() != tables.submissions.size() ||
        papers_.size() != tables.papers.size()) {
      journal_->Violation(absl::StrCat(
          "the feed has ", events_.size(), " events, ", submissions_.size(),
          " submissions and ", papers_.size(), " papers; the tables have ",
          tables.events.size(), ", ", tables.submissions.size(), " and ",
          tables.papers.size()));
    }
    for (const auto& [id, row] : tables.papers) {
      const v1::Paper& paper = papers_[id];
      if (paper.revision() != row.revision || paper.title() != row.title ||
          paper.withdrawn() != row.withdrawn ||
          paper.upvotes() != row.upvotes ||
          static_cast<int64_t>(revisions_[id].size()) != row.revision) {
        journal_->Violation("the feed does not lead to the row of " + id);
      }
    }
  }

 private:
  void Add(const v1::Event& event) {
    if (events_.insert({event.reader_id(), event.event_id()}).second) return;
    journal_->Violation("doubled in the feed: the event " + event.event_id());
  }

  void Add(const v1::Submission& submission) {
    if (submissions_.insert({submission.paper_id(), submission.day()}).second) {
      return;
    }
    journal_->Violation("doubled in the feed: the submission of " +
                        submission.paper_id());
  }

  // It may come again.
  void Retract(const v1::Submission& submission) {
    const SubmissionKey key{submission.paper_id(), submission.day()};
    if (submissions_.erase(key) > 0) return;
    journal_->Violation("taken back in the feed before it was submitted: " +
                        submission.paper_id());
  }

  void Add(const v1::Paper& paper) {
    if (!revisions_[paper.id()].insert(paper.revision()).second) {
      journal_->Violation(absl::StrCat("doubled in the feed: revision ",
                                       paper.revision(), " of ", paper.id()));
    }
    // The order is that of the transactions' begins, so an older state may
    // come after a newer one; followers go by the revision.
    if (paper.revision() < papers_[paper.id()].revision()) return;
    papers_[paper.id()] = paper;
  }

  Journal* journal_;
  std::set<EventKey> events_;
  std::set<SubmissionKey> submissions_;
  std::map<std::string, std::set<int64_t>> revisions_;
  std::map<std::string, v1::Paper> papers_;
};

}  // namespace

void CheckAcknowledged(const Told& told, const Tables& tables,
                       Journal* journal) {
  CheckPapers(told, tables, journal);
  CheckEvents(told, tables, journal);
  CheckSubmissions(told, tables, journal);
}

void CheckDerived(const Tables& tables, Journal* journal) {
  Derived derived = Derive(tables.events);
  for (const auto& [key, standing] : derived.standings) {
    const auto row = tables.standings.find(key);
    if (row == tables.standings.end() ||
        !Equal(std::get<1>(key), standing, row->second)) {
      journal->Violation(absl::StrCat(
          "a standing is not that of its events: ", std::get<0>(key),
          " aspect ", std::get<1>(key), " of ", std::get<2>(key)));
    }
  }
  if (tables.standings.size() != derived.standings.size()) {
    journal->Violation("there are standings without events");
  }
  std::set<std::string> submitted;
  for (const auto& [key, submitter] : tables.submissions) {
    submitted.insert(key.first);
  }
  for (const auto& [id, row] : tables.papers) {
    if (row.upvotes != derived.upvotes[id]) {
      journal->Violation(
          absl::StrCat("doubled or lost: the paper ", id, " has ", row.upvotes,
                       " votes in place of ", derived.upvotes[id]));
    }
    if (row.submitted != submitted.contains(id)) {
      journal->Violation("the mark of a submission is wrong: " + id);
    }
  }
}

void CheckDelivered(const std::vector<std::string>& delivered,
                    const Tables& tables, Journal* journal) {
  const std::vector<ChangeRow>& rows = tables.changes;
  size_t at = 0;
  while (at < std::min(delivered.size(), rows.size()) &&
         delivered[at] == rows[at].payload) {
    ++at;
  }
  if (at == delivered.size() && at == rows.size()) return;
  journal->Violation(absl::StrCat(
      "the feed delivered ", delivered.size(), " changes of ", rows.size(),
      "; the first difference is at ", at, ": ",
      at == delivered.size() ? "nothing" : Text(delivered[at]), " in place of ",
      at == rows.size() ? "nothing" : Text(rows[at].payload),
      Places(delivered, tables, at)));
}

void CheckChanges(const Tables& tables, Journal* journal) {
  Replay replay(journal);
  for (const ChangeRow& row : tables.changes) replay.Apply(row.payload);
  replay.Compare(tables);
}

}  // namespace broadsheet::faults
