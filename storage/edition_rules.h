#ifndef BROADSHEET_STORAGE_EDITION_RULES_H_
#define BROADSHEET_STORAGE_EDITION_RULES_H_

#include <string>

#include "broadsheet/v1/edition.pb.h"
#include "storage/rules.h"

namespace broadsheet::storage {

inline constexpr int kMaxEditions = 200;

// [a-z0-9-], 1 to 40 bytes.
Violation CheckEditionName(const std::string& field, const std::string& name);
// The rules of edition.proto; something must belong to it.
Violation CheckEdition(const v1::Edition& edition);

}  // namespace broadsheet::storage

#endif  // BROADSHEET_STORAGE_EDITION_RULES_H_
