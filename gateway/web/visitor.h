#ifndef BROADSHEET_GATEWAY_WEB_VISITOR_H_
#define BROADSHEET_GATEWAY_WEB_VISITOR_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/time/time.h"
#include "broadsheet/v1/event.pb.h"
#include "common/page_token.h"

namespace broadsheet::gateway {

// What somebody without an account saved, wants no more of and follows. It is
// kept in a signed cookie of that browser and nowhere else (docs/adr/0021):
// it makes a feed, moves no public list, and becomes events when its owner
// signs in. Not thread-safe.
class Visitor {
 public:
  struct Mark {
    // SAVE, DISLIKE (`target` is the paper's id) or FOLLOW (its target).
    v1::EventKind kind = v1::EVENT_KIND_UNSPECIFIED;
    std::string target;
    int64_t at_seconds = 0;
  };

  // Whether marks of this kind, or their undoing, are kept for visitors.
  static bool Keeps(v1::EventKind kind);

  // A paper is saved or disliked, not both. What does not fit (300 bytes of
  // letters) changes nothing; beyond `kMaxBytes` the oldest marks go.
  void Apply(v1::EventKind kind, const std::string& target, absl::Time at);
  bool Has(v1::EventKind kind, const std::string& target) const;
  // The oldest first.
  const std::vector<Mark>& marks() const { return marks_; }
  bool empty() const { return marks_.empty(); }

  // Random, 1 to 40 letters and digits; empty until it is set.
  const std::string& id() const { return id_; }
  void set_id(std::string id) { id_ = std::move(id); }

  // The marks as events of `reader`, at the times when they were made. An
  // event's id depends on visitor and mark alone, so that none counts twice.
  std::vector<v1::Event> EventsOf(const std::string& reader) const;

  // As text, of at most kMaxBytes, and back; empty for other text.
  static constexpr size_t kMaxBytes = 2700;
  std::string Pack() const;
  static Visitor Unpack(std::string_view text);

 private:
  void Remove(v1::EventKind kind, const std::string& target);

  std::string id_;
  std::vector<Mark> marks_;
};

// The papers that the visitor marked so, latest first.
std::vector<std::string> MarkedPapers(const Visitor& visitor,
                                      v1::EventKind kind);

inline constexpr char kVisitorCookie[] = "broadsheet_visitor";

// Visitors as signed cookies. Immutable, thread-safe.
class VisitorCookies {
 public:
  // `secret`: shared by the gateways, not empty.
  explicit VisitorCookies(std::string_view secret) : codec_(secret) {}

  // An empty visitor for a cookie that was not made here.
  Visitor Open(std::string_view cookie) const;
  // Values of Set-Cookie, as SessionCookie; kept for 60 days, or ended when
  // there is nothing to keep.
  std::string Seal(const Visitor& visitor, bool secure) const;

 private:
  const PageTokenCodec codec_;
};

}  // namespace broadsheet::gateway

#endif  // BROADSHEET_GATEWAY_WEB_VISITOR_H_
