#include "storage/paper_names.h"

#include "storage/sql_array.h"
#include "storage/write_in_order.h"

namespace broadsheet::storage {
namespace {

using Links = std::map<std::string, std::string>;

// A paper that others were merged into may have been merged later on.
constexpr int kMaxSteps = 8;

// Adds where each name leads: living papers lead to themselves.
void ReadLinks(Transaction& tx, const std::set<std::string>& names,
               Links* links) {
  std::set<std::string> unknown = names;
  for (const auto& row :
       tx.sql.exec_prepared("known_papers", TextArray(names))) {
    const std::string id = row[0].c_str();
    const std::string merged_into = row[1].c_str();
    (*links)[id] = merged_into.empty() ? id : merged_into;
    unknown.erase(id);
  }
  if (unknown.empty()) return;
  for (const auto& row :
       tx.sql.exec_prepared("read_aliases", TextArray(unknown))) {
    (*links)[row[0].c_str()] = row[1].c_str();
  }
}

}  // namespace

std::map<std::string, std::string> ResolvePapers(
    Transaction& tx, const std::set<std::string>& names) {
  Links links;
  std::set<std::string> open = names;
  for (int step = 0; step < kMaxSteps && !open.empty(); ++step) {
    Links found;
    ReadLinks(tx, open, &found);
    links.insert(found.begin(), found.end());
    open.clear();
    for (const auto& [from, to] : found) {
      if (links.count(to) == 0) open.insert(to);
    }
  }
  std::map<std::string, std::string> papers;
  for (const std::string& name : names) {
    auto at = links.find(name);
    for (int step = 0; at != links.end() && step < kMaxSteps; ++step) {
      if (at->second == at->first) {
        papers[name] = at->first;
        break;
      }
      at = links.find(at->second);
    }
  }
  return papers;
}

std::string ResolvePaper(Transaction& tx, const std::string& name) {
  const auto papers = ResolvePapers(tx, {name});
  return papers.empty() ? std::string() : papers.begin()->second;
}

void HoldNames(Transaction& tx) { tx.sql.exec_prepared("take_number"); }

// The row of a paper that is held is merged into no other, so the second look
// is the last word.
absl::StatusOr<std::string> HoldPaper(Transaction& tx,
                                      const std::string& name) {
  const std::string paper = ResolvePaper(tx, name);
  if (!paper.empty()) tx.sql.exec_prepared("lock_paper", paper);
  HoldNames(tx);
  if (ResolvePaper(tx, name) == paper) return paper;
  return OutOfOrder("submissions of the paper");
}

}  // namespace broadsheet::storage
