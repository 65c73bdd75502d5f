#ifndef BROADSHEET_STORAGE_PAPER_COLUMNS_H_
#define BROADSHEET_STORAGE_PAPER_COLUMNS_H_

#include <pqxx/pqxx>

#include "broadsheet/v1/paper.pb.h"
#include "storage/binary_array.h"
#include "storage/database.h"
#include "storage/precedence.h"

namespace broadsheet::storage {

// Papers as the columns of the one statement that writes them.
class PaperColumns {
 public:
  void Add(const v1::Paper& paper, const Precedence& precedence);
  // Once. Answers the ids of the rows that were written.
  pqxx::result Write(Transaction& tx);

 private:
  using Type = BinaryArray::Type;
  BinaryArray id_{Type::kText};
  BinaryArray title_{Type::kText};
  BinaryArray abstract_{Type::kText};
  BinaryArray authors_{Type::kText};
  BinaryArray categories_{Type::kText};
  BinaryArray comment_{Type::kText};
  BinaryArray published_{Type::kDate};
  BinaryArray announced_{Type::kDate};
  BinaryArray updated_{Type::kDate};
  BinaryArray doi_{Type::kText};
  BinaryArray journal_ref_{Type::kText};
  BinaryArray license_{Type::kText};
  BinaryArray source_{Type::kText};
  BinaryArray withdrawn_{Type::kBoolean};
  BinaryArray bare_{Type::kBoolean};
  BinaryArray revision_{Type::kBigint};
  BinaryArray first_seen_{Type::kTimestamptz};
  BinaryArray merged_into_{Type::kText};
  BinaryArray details_{Type::kBytea};
  BinaryArray precedence_{Type::kBytea};
  BinaryArray author_keys_{Type::kText};
};

}  // namespace broadsheet::storage

#endif  // BROADSHEET_STORAGE_PAPER_COLUMNS_H_
