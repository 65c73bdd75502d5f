#include "tests/faults/journal.h"

namespace broadsheet::faults {
namespace {

// So that a fault that shows everywhere fits on a screen.
constexpr size_t kMaxViolations = 100;

}  // namespace

void Journal::Acknowledged(const v1::Paper& paper) {
  std::lock_guard lock(mu_);
  if (!told_.papers.contains(paper.id())) listed_.push_back(paper.id());
  told_.papers[paper.id()] = paper;
  if (paper.withdrawn()) withdrawn_.insert(paper.id());
  ++acknowledged_;
}

void Journal::Acknowledged(const v1::Event& event) {
  std::lock_guard lock(mu_);
  told_.events[{event.reader_id(), event.event_id()}] = event;
  ++acknowledged_;
}

void Journal::Acknowledged(const JournalledSubmission& submission) {
  std::lock_guard lock(mu_);
  told_.submissions.push_back(submission);
  ++acknowledged_;
}

void Journal::Violation(const std::string& what) {
  std::lock_guard lock(mu_);
  if (violations_.size() >= kMaxViolations && !violations_.contains(what)) {
    return;
  }
  if (++violations_[what] == 1) log_("VIOLATION " + what);
}

void Journal::Count(const std::string& what) {
  std::lock_guard lock(mu_);
  ++counts_[what];
}

std::string Journal::PickPaper(Draws* draws) const {
  std::lock_guard lock(mu_);
  for (int tries = 0; tries < 20 && !listed_.empty(); ++tries) {
    const std::string& id = draws->Pick(listed_);
    if (!withdrawn_.contains(id)) return id;
  }
  return "";
}

int64_t Journal::acknowledged() const {
  std::lock_guard lock(mu_);
  return acknowledged_;
}

Told Journal::told() const {
  std::lock_guard lock(mu_);
  return told_;
}

std::map<std::string, int> Journal::violations() const {
  std::lock_guard lock(mu_);
  return violations_;
}

std::map<std::string, int64_t> Journal::counts() const {
  std::lock_guard lock(mu_);
  return counts_;
}

}  // namespace broadsheet::faults
