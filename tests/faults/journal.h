#ifndef BROADSHEET_TESTS_FAULTS_JOURNAL_H_
#define BROADSHEET_TESTS_FAULTS_JOURNAL_H_

#include <cstdint>
#include <functional>
#include <map>
#include <mutex>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/time/time.h"
#include "broadsheet/v1/event.pb.h"
#include "broadsheet/v1/paper.pb.h"
#include "tests/faults/draws.h"

namespace broadsheet::faults {

struct JournalledSubmission {
  std::string paper_id;
  std::string day;
  std::string submitter;
};

// All that a run was told. Events by reader and event id.
struct Told {
  // As last acknowledged.
  std::map<std::string, v1::Paper> papers;
  std::map<std::pair<std::string, std::string>, v1::Event> events;
  std::vector<JournalledSubmission> submissions;
};

// What was acknowledged, and what went wrong. Writers send a write until it is
// acknowledged, so that at the end nothing is in doubt. Thread-safe.
class Journal {
 public:
  // Hears of each violation at once, from any thread.
  using Log = std::function<void(const std::string&)>;
  explicit Journal(Log log) : log_(std::move(log)) {}

  void Acknowledged(const v1::Paper& paper);
  void Acknowledged(const v1::Event& event);
  void Acknowledged(const JournalledSubmission& submission);
  // A guarantee that did not hold. Equal ones are counted, not repeated.
  void Violation(const std::string& what);
  // Something worth a number in the report: "page 2 after page 1".
  void Count(const std::string& what);

  // An acknowledged paper that is not withdrawn; empty when there is none.
  std::string PickPaper(Draws* draws) const;
  int64_t acknowledged() const;
  Told told() const;
  // Each with how often it was seen.
  std::map<std::string, int> violations() const;
  std::map<std::string, int64_t> counts() const;

 private:
  const Log log_;
  mutable std::mutex mu_;
  Told told_;                              // GUARDED_BY(mu_)
  std::vector<std::string> listed_;        // GUARDED_BY(mu_)
  std::set<std::string> withdrawn_;        // GUARDED_BY(mu_)
  std::map<std::string, int> violations_;  // GUARDED_BY(mu_)
  std::map<std::string, int64_t> counts_;  // GUARDED_BY(mu_)
  int64_t acknowledged_ = 0;               // GUARDED_BY(mu_)
};

}  // namespace broadsheet::faults

#endif  // BROADSHEET_TESTS_FAULTS_JOURNAL_H_
