#ifndef BROADSHEET_STORAGE_MIGRATION_FILES_H_
#define BROADSHEET_STORAGE_MIGRATION_FILES_H_

#include <span>

#include "common/embedded.h"

namespace broadsheet::storage {

// The files of migrations/, by name.
std::span<const EmbeddedFile> MigrationFiles();

}  // namespace broadsheet::storage

#endif  // BROADSHEET_STORAGE_MIGRATION_FILES_H_
