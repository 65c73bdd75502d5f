#include "tests/faults/derived.h"

#include <algorithm>
#include <tuple>
#include <vector>

#include "broadsheet/v1/event.pb.h"

namespace broadsheet::faults {
namespace {

struct Meaning {
  v1::EventKind kind;
  int aspect;
  bool on;
};

// As storage/README.md has it: 1 vote, 2 save, 3 dislike, 4 hide, 5 follow,
// 6 seen.
constexpr Meaning kMeanings[] = {
    {v1::EVENT_KIND_VIEW, 6, true},       {v1::EVENT_KIND_CLICK, 6, true},
    {v1::EVENT_KIND_READ, 6, true},       {v1::EVENT_KIND_UPVOTE, 1, true},
    {v1::EVENT_KIND_UPVOTE, 6, true},     {v1::EVENT_KIND_UNVOTE, 1, false},
    {v1::EVENT_KIND_SAVE, 2, true},       {v1::EVENT_KIND_SAVE, 6, true},
    {v1::EVENT_KIND_UNSAVE, 2, false},    {v1::EVENT_KIND_DISLIKE, 3, true},
    {v1::EVENT_KIND_UNDISLIKE, 3, false}, {v1::EVENT_KIND_HIDE, 4, true},
    {v1::EVENT_KIND_UNHIDE, 4, false},    {v1::EVENT_KIND_FOLLOW, 5, true},
    {v1::EVENT_KIND_UNFOLLOW, 5, false}};

struct Moment {
  int64_t at;
  std::string event_id;
  std::string reader_id;
  const EventRow* event;
};

std::vector<Moment> InOrder(const std::map<EventKey, EventRow>& events) {
  std::vector<Moment> moments;
  for (const auto& [key, event] : events) {
    moments.push_back({event.at, key.second, key.first, &event});
  }
  std::sort(moments.begin(), moments.end(), [](const auto& a, const auto& b) {
    return std::tie(a.at, a.event_id) < std::tie(b.at, b.event_id);
  });
  return moments;
}

}  // namespace

Derived Derive(const std::map<EventKey, EventRow>& events) {
  Derived derived;
  for (const Moment& moment : InOrder(events)) {
    const EventRow& event = *moment.event;
    for (const Meaning& meaning : kMeanings) {
      if (meaning.kind != event.kind) continue;
      const std::string& subject =
          meaning.aspect == 5 ? event.target : event.paper_id;
      derived.standings[{moment.reader_id, meaning.aspect, subject}] = {
          meaning.on, moment.at, moment.event_id};
    }
  }
  for (const auto& [key, standing] : derived.standings) {
    if (std::get<1>(key) == kVoteAspect && standing.on) {
      ++derived.upvotes[std::get<2>(key)];
    }
  }
  return derived;
}

}  // namespace broadsheet::faults
