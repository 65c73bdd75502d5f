#ifndef BROADSHEET_STORAGE_VECTOR_STATEMENTS_H_
#define BROADSHEET_STORAGE_VECTOR_STATEMENTS_H_

#include <vector>

#include "storage/session.h"

namespace broadsheet::storage {

// Of paper_vectors, read by VectorFromRow (vector_records.h).
extern const char kVectorColumns[];

// The prepared SQL of papers' vectors. Part of AllStatements (statements.h).
void AddVectors(std::vector<Statement>* to);

}  // namespace broadsheet::storage

#endif  // BROADSHEET_STORAGE_VECTOR_STATEMENTS_H_
