#ifndef BROADSHEET_RECOMMEND_PAGER_H_
#define BROADSHEET_RECOMMEND_PAGER_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/page_token.h"
#include "recommend/ranking.h"

namespace broadsheet::recommend {

// A list has at most this many papers over all of its pages.
inline constexpr size_t kMaxListed = 500;

// Where a list stands between two pages.
struct PageState {
  // The time that the whole list is for; whole minutes.
  absl::Time as_of;
  uint64_t seed = 0;
  // PaperKey of the id of the trained model; that of "" without one.
  uint64_t model = 0;
  // PaperKeys of the papers served, in order.
  std::vector<uint64_t> served;

  PaperKeys ServedSet() const { return {served.begin(), served.end()}; }
};

// Makes and reads page tokens. A token carries the keys of what was served, so
// that the next page leaves it out on any replica, however the list changed
// meanwhile. Thread-safe.
class Pager {
 public:
  // `version`, of the ranking code: tokens of another one are refused.
  Pager(const PageTokenCodec* codec, std::string version)
      : codec_(codec), version_(std::move(version)) {}

  // 20 for 0, at most 500. INVALID_ARGUMENT below 0.
  static absl::StatusOr<size_t> PageSize(int32_t page_size);

  // The state after the pages that led to `token`. INVALID_ARGUMENT (reason
  // BAD_PAGE_TOKEN) when it is not one of `scope`.
  absl::StatusOr<PageState> Open(std::string_view scope,
                                 std::string_view token) const;
  std::string Seal(std::string_view scope, const PageState& state) const;

 private:
  const PageTokenCodec* codec_;
  std::string version_;
};

}  // namespace broadsheet::recommend

#endif  // BROADSHEET_RECOMMEND_PAGER_H_
