#include "ingest/header.h"

#include <algorithm>
#include <string>

#include "absl/strings/ascii.h"
#include "common/errors.h"
#include "common/text.h"
#include "ingest/source_precedence.h"

namespace broadsheet::ingest {
namespace {

constexpr size_t kMaxSourceBytes = 40;
constexpr size_t kMaxFileNameBytes = 500;

bool IsSource(const std::string& source) {
  return source.size() <= kMaxSourceBytes &&
         std::ranges::all_of(source, [](unsigned char c) {
           return absl::ascii_islower(c) || absl::ascii_isdigit(c) || c == '-';
         });
}

}  // namespace

absl::StatusOr<v1::IngestHeader> CheckHeader(v1::IngestHeader header) {
  if (!IsSource(header.source())) {
    return InvalidField("header.source",
                        "is not 1 to 40 characters of a-z 0-9 -");
  }
  if (!v1::InputFormat_IsValid(header.format())) {
    return InvalidField("header.format", "is unknown");
  }
  if (header.source().empty()) {
    header.set_source(std::string(DefaultSource(header.format())));
  }
  header.set_file_name(
      std::string(CutUtf8(header.file_name(), kMaxFileNameBytes)));
  if (header.file_name().find('\0') != std::string::npos) {
    return InvalidField("header.file_name", "has a NUL character");
  }
  return header;
}

}  // namespace broadsheet::ingest
