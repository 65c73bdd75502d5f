#include "ingest/arxiv_dates.h"

#include <cstddef>
#include <string>

#include "absl/strings/numbers.h"
#include "common/paper_id.h"

namespace broadsheet::ingest {

std::optional<absl::CivilMonth> MonthOfArxivId(std::string_view text) {
  const auto id = NormalizePaperId(text, "");
  if (!id.ok() || !IsArxivId(*id)) return std::nullopt;
  const size_t slash = id->find('/');
  const size_t start = slash == std::string::npos ? 0 : slash + 1;
  int digits = 0;
  if (!absl::SimpleAtoi(id->substr(start, 4), &digits)) return std::nullopt;
  const int year = digits / 100;
  return absl::CivilMonth(year < 91 ? 2000 + year : 1900 + year, digits % 100);
}

}  // namespace broadsheet::ingest
