#ifndef BROADSHEET_COMMON_PAPER_ID_H_
#define BROADSHEET_COMMON_PAPER_ID_H_

#include <string>
#include <string_view>

#include "absl/status/statusor.h"

namespace broadsheet {

// True for an arXiv id without version, new ("2407.21783": YYMM.NNNN until
// 1412, YYMM.NNNNN since 1501) or old style ("hep-th/9901001").
bool IsArxivId(std::string_view id);

// The key of a paper as people write it: arXiv ids lose "arXiv:", a version
// ("v2"), the subject class of old ids ("math.GT/0309136" becomes
// "math/0309136") and an arxiv.org address before them; "SOURCE:ID" stays as it
// is, with the source in lower case; any other id gets "source:" before it, or
// is refused when `source` is empty. INVALID_ARGUMENT with a rule.
absl::StatusOr<std::string> NormalizePaperId(std::string_view text,
                                             std::string_view source);

// True for a category of arXiv's taxonomy, archived ones too ("cs.CL",
// "hep-th", "cmp-lg").
bool IsArxivCategory(std::string_view category);

}  // namespace broadsheet

#endif  // BROADSHEET_COMMON_PAPER_ID_H_
