#ifndef BROADSHEET_INGEST_SOURCES_DOUBT_H_
#define BROADSHEET_INGEST_SOURCES_DOUBT_H_

#include <string_view>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "common/errors.h"
#include "ingest/harvest_source.h"

namespace broadsheet::ingest {

// For an answer that cannot be right, such as half a page: UNAVAILABLE as long
// as it is worth asking again, then DATA_LOSS. `what` follows "the answer".
inline absl::Status Doubt(int tries, std::string_view what) {
  const std::string text = absl::StrCat("the answer ", AsAbsl(what));
  return tries < kMaxTries ? absl::UnavailableError(text)
                           : absl::DataLossError(text);
}

}  // namespace broadsheet::ingest

#endif  // BROADSHEET_INGEST_SOURCES_DOUBT_H_
