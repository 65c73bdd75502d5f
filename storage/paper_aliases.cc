#include "storage/paper_aliases.h"

#include <optional>
#include <string_view>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/paper_id.h"
#include "storage/sql_array.h"

namespace broadsheet::storage {
namespace {

constexpr char kDoi[] = "doi:";
constexpr char kArxivDoi[] = "10.48550/arxiv.";
constexpr size_t kMaxDoi = 500;  // A key of an index has some 2,700 bytes.

// In lower case; empty when there is none.
std::string DoiOf(const v1::Paper& record) {
  const bool in_id = absl::StartsWith(record.id(), kDoi);
  return absl::AsciiStrToLower(in_id ? record.id().substr(sizeof(kDoi) - 1)
                                     : record.doi());
}

std::optional<std::string> ArxivIdIn(const std::string& doi) {
  if (!absl::StartsWith(doi, kArxivDoi)) return std::nullopt;
  const auto id =
      NormalizePaperId(doi.substr(sizeof(kArxivDoi) - 1), /*source=*/"");
  if (!id.ok() || !IsArxivId(*id)) return std::nullopt;
  return *id;
}

}  // namespace

std::string DoiAlias(const v1::Paper& record) {
  const std::string doi = DoiOf(record);
  if (doi.empty() || doi.size() > kMaxDoi || ArxivIdIn(doi)) return {};
  return absl::StrCat(kDoi, doi);
}

std::string OwnId(const v1::Paper& record) {
  if (IsArxivId(record.id())) return record.id();
  return ArxivIdIn(DoiOf(record)).value_or(record.id());
}

void AliasBook::Read(Transaction& tx, const std::vector<std::string>& names) {
  if (names.empty()) return;
  for (const auto& row :
       tx.sql.exec_prepared("read_aliases", TextArray(names))) {
    stored_[row[0].c_str()] = row[1].c_str();
  }
  names_ = stored_;
}

const std::string* AliasBook::Find(const std::string& name) const {
  const auto found = names_.find(name);
  return found == names_.end() ? nullptr : &found->second;
}

void AliasBook::Set(const std::string& name, const std::string& paper_id) {
  names_[name] = paper_id;
}

bool AliasBook::Write(Transaction& tx) const {
  SqlArray names, papers, dropped, owners;
  int added = 0;
  bool replaced = false;
  for (const auto& [name, paper] : names_) {
    const auto before = stored_.find(name);
    if (before != stored_.end()) {
      if (before->second == paper) continue;
      dropped.AddText(name);
      owners.AddText(before->second);
      replaced = true;
    }
    names.AddText(name);
    papers.AddText(paper);
    ++added;
  }
  if (replaced) {
    tx.sql.exec_prepared("drop_aliases", dropped.Text(), owners.Text());
  }
  if (added == 0) return true;
  // A size of libpqxx is signed in some versions and not in others.
  return static_cast<int>(
             tx.sql.exec_prepared("add_aliases", names.Text(), papers.Text())
                 .size()) == added;
}

}  // namespace broadsheet::storage
