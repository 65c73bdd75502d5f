#ifndef BROADSHEET_STORAGE_COMMENT_RECORDS_H_
#define BROADSHEET_STORAGE_COMMENT_RECORDS_H_

#include <map>
#include <pqxx/pqxx>
#include <string>

#include "broadsheet/v1/comment.pb.h"
#include "storage/database.h"

namespace broadsheet::storage {

// How rows become messages; see records.h.

// Of comments, as alias "c".
extern const char kCommentColumns[];
extern const int kCommentColumnCount;
// As it is in the table, with words and author.
v1::Comment CommentFromRow(const pqxx::row& row);
// As readers see it: without words and author when deleted or hidden.
void Veil(v1::Comment* comment);

// Of claims.
extern const char kClaimColumns[];
v1::AuthorshipClaim ClaimFromRow(const pqxx::row& row);

// Adds to the papers' numbers of comments, and tells followers.
void CountComments(Transaction& tx,
                   const std::map<std::string, int64_t>& deltas);

}  // namespace broadsheet::storage

#endif  // BROADSHEET_STORAGE_COMMENT_RECORDS_H_
