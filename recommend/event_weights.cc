#include "recommend/event_weights.h"

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/errors.h"

namespace broadsheet::recommend {
namespace {

constexpr int64_t kMaxWeight = 1000;

absl::Status Bad(const std::string& part, const std::string& rule) {
  return absl::InvalidArgumentError(
      absl::StrCat("--event-weights: \"", part, "\" ", rule));
}

}  // namespace

int64_t EventWeights::Of(v1::EventKind kind) const {
  switch (kind) {
    case v1::EVENT_KIND_UPVOTE:
      return upvote;
    case v1::EVENT_KIND_SAVE:
      return save;
    case v1::EVENT_KIND_SHARE:
      return share;
    case v1::EVENT_KIND_READ:
      return read;
    case v1::EVENT_KIND_CLICK:
      return click;
    case v1::EVENT_KIND_VIEW:
      return view;
    default:
      return 0;
  }
}

absl::StatusOr<EventWeights> ParseEventWeights(std::string_view text) {
  EventWeights weights;
  if (text.empty()) return weights;
  std::map<std::string, int64_t*> unset = {
      {"upvote", &weights.upvote}, {"save", &weights.save},
      {"share", &weights.share},   {"read", &weights.read},
      {"click", &weights.click},   {"view", &weights.view}};
  const std::vector<std::string> parts = absl::StrSplit(AsAbsl(text), ',');
  for (const std::string& part : parts) {
    const std::pair<std::string, std::string> pair =
        absl::StrSplit(part, absl::MaxSplits('=', 1));
    const auto kind = unset.find(pair.first);
    if (kind == unset.end()) {
      return Bad(part,
                 "does not begin with upvote, save, share, read, click or "
                 "view, or names it again");
    }
    int64_t weight = 0;
    if (pair.second.find_first_not_of("0123456789") != std::string::npos ||
        !absl::SimpleAtoi(pair.second, &weight) || weight > kMaxWeight) {
      return Bad(part, "does not end with = and a whole number, 0 to 1000");
    }
    *kind->second = weight;
    unset.erase(kind);
  }
  return weights;
}

}  // namespace broadsheet::recommend
