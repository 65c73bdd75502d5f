#ifndef BROADSHEET_STORAGE_PAPER_ALIASES_H_
#define BROADSHEET_STORAGE_PAPER_ALIASES_H_

#include <map>
#include <string>
#include <vector>

#include "broadsheet/v1/paper.pb.h"
#include "storage/database.h"

namespace broadsheet::storage {

// "doi:10.1/x" for a record with that DOI, or whose id is one, in lower case,
// as DOIs are the same in any (DOI Handbook, 2.4); empty for one without, for
// one of arXiv's own (10.48550/arXiv.ID), and for a DOI above 500 bytes.
std::string DoiAlias(const v1::Paper& record);

// The id that the record should have: arXiv's when its DOI is arXiv's own.
std::string OwnId(const v1::Paper& record);

// The other names of papers, as one transaction sees and changes them.
class AliasBook {
 public:
  // Reads whom these names belong to: one statement, none for no names.
  void Read(Transaction& tx, const std::vector<std::string>& names);

  // The paper of that name; null when there is none, or it was not read.
  const std::string* Find(const std::string& name) const;
  // From now on the name is that paper's.
  void Set(const std::string& name, const std::string& paper_id);

  // Writes what was set. False: another transaction was faster with one of the
  // names; this one is then to be run again.
  bool Write(Transaction& tx) const;

 private:
  std::map<std::string, std::string> stored_;
  std::map<std::string, std::string> names_;
};

}  // namespace broadsheet::storage

#endif  // BROADSHEET_STORAGE_PAPER_ALIASES_H_
