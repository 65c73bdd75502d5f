#ifndef BROADSHEET_STORAGE_AUTHOR_KEY_H_
#define BROADSHEET_STORAGE_AUTHOR_KEY_H_

#include <cstdint>
#include <string>
#include <string_view>

#include "broadsheet/v1/paper.pb.h"

namespace broadsheet::storage {

// The number by which the index knows an author: the first four bytes of the
// name's SHA-256, the highest first. Two names may share one. The numbers are
// in the table, and migration 0012 makes them, too.
int32_t AuthorKey(std::string_view name);

// Those of the paper's authors, as the text of an integer[].
std::string AuthorKeysOf(const v1::Paper& paper);

}  // namespace broadsheet::storage

#endif  // BROADSHEET_STORAGE_AUTHOR_KEY_H_
