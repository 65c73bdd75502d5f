#ifndef BROADSHEET_STORAGE_KEYSET_H_
#define BROADSHEET_STORAGE_KEYSET_H_

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "common/page_token.h"

namespace broadsheet::storage {

// The sort key of the last row of a page, as a page token. `scope` names the
// list with its filters: the token of one list does not open another.
std::string SealKeyset(const PageTokenCodec& codec, std::string_view scope,
                       const std::vector<std::string>& key);

// Empty for an empty token, that is for the first page; otherwise `size`
// values. INVALID_ARGUMENT (BAD_PAGE_TOKEN) for a token of something else.
absl::StatusOr<std::vector<std::string>> OpenKeyset(const PageTokenCodec& codec,
                                                    std::string_view scope,
                                                    const std::string& token,
                                                    size_t size);

}  // namespace broadsheet::storage

#endif  // BROADSHEET_STORAGE_KEYSET_H_
