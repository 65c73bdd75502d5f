#include "gateway/web/visitor.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "gateway/identity.h"

namespace broadsheet::gateway {
namespace {

constexpr char kScope[] = "visitor";
constexpr size_t kMaxTarget = 300;
constexpr size_t kMaxId = 40;
constexpr std::pair<char, v1::EventKind> kLetters[] = {
    {'s', v1::EVENT_KIND_SAVE},
    {'d', v1::EVENT_KIND_DISLIKE},
    {'f', v1::EVENT_KIND_FOLLOW}};

// The kind that `kind` undoes; unspecified when it undoes none.
v1::EventKind UndoneBy(v1::EventKind kind) {
  switch (kind) {
    case v1::EVENT_KIND_UNSAVE:
      return v1::EVENT_KIND_SAVE;
    case v1::EVENT_KIND_UNDISLIKE:
      return v1::EVENT_KIND_DISLIKE;
    case v1::EVENT_KIND_UNFOLLOW:
      return v1::EVENT_KIND_FOLLOW;
    default:
      return v1::EVENT_KIND_UNSPECIFIED;
  }
}

v1::EventKind KindOf(char letter) {
  for (const auto& [known, kind] : kLetters) {
    if (known == letter) return kind;
  }
  return v1::EVENT_KIND_UNSPECIFIED;
}

char LetterOf(v1::EventKind kind) {
  for (const auto& [letter, known] : kLetters) {
    if (known == kind) return letter;
  }
  return '\0';
}

bool FitsTarget(const std::string& target) {
  return !target.empty() && target.size() <= kMaxTarget &&
         std::ranges::none_of(target, [](char c) {
           return absl::ascii_iscntrl(static_cast<unsigned char>(c));
         });
}

bool FitsId(std::string_view id) {
  return !id.empty() && id.size() <= kMaxId &&
         std::ranges::all_of(id, [](char c) {
           const auto byte = static_cast<unsigned char>(c);
           return absl::ascii_isalnum(byte) || c == '-';
         });
}

std::string LineOf(const Visitor::Mark& mark) {
  return absl::StrCat(std::string(1, LetterOf(mark.kind)), mark.at_seconds, " ",
                      mark.target, "\n");
}

bool ParseLine(std::string_view line, Visitor::Mark* mark) {
  const size_t space = line.find(' ');
  if (line.empty() || space == std::string_view::npos) return false;
  mark->kind = KindOf(line[0]);
  mark->target = std::string(line.substr(space + 1));
  const std::string seconds(line.substr(1, space - 1));
  return mark->kind != v1::EVENT_KIND_UNSPECIFIED && FitsTarget(mark->target) &&
         absl::SimpleAtoi(seconds, &mark->at_seconds);
}

}  // namespace

bool Visitor::Keeps(v1::EventKind kind) {
  return LetterOf(kind) != '\0' || UndoneBy(kind) != v1::EVENT_KIND_UNSPECIFIED;
}

void Visitor::Remove(v1::EventKind kind, const std::string& target) {
  std::erase_if(marks_, [&](const Mark& mark) {
    return mark.kind == kind && mark.target == target;
  });
}

void Visitor::Apply(v1::EventKind kind, const std::string& target,
                    absl::Time at) {
  if (!Keeps(kind) || !FitsTarget(target)) return;
  if (const v1::EventKind undone = UndoneBy(kind);
      undone != v1::EVENT_KIND_UNSPECIFIED) {
    return Remove(undone, target);
  }
  Remove(kind, target);
  if (kind == v1::EVENT_KIND_SAVE) Remove(v1::EVENT_KIND_DISLIKE, target);
  if (kind == v1::EVENT_KIND_DISLIKE) Remove(v1::EVENT_KIND_SAVE, target);
  marks_.push_back({kind, target, absl::ToUnixSeconds(at)});
  while (Pack().size() > kMaxBytes) marks_.erase(marks_.begin());
}

bool Visitor::Has(v1::EventKind kind, const std::string& target) const {
  return std::ranges::any_of(marks_, [&](const Mark& mark) {
    return mark.kind == kind && mark.target == target;
  });
}

std::vector<v1::Event> Visitor::EventsOf(const std::string& reader) const {
  constexpr size_t kIdDigits = 32;
  std::vector<v1::Event> events;
  for (const Mark& mark : marks_) {
    v1::Event& event = events.emplace_back();
    const std::string hash = HashToken(id_ + "\n" + LineOf(mark));
    event.set_event_id("visitor." +
                       absl::BytesToHexString(hash).substr(0, kIdDigits));
    event.set_reader_id(reader);
    event.set_kind(mark.kind);
    if (mark.kind == v1::EVENT_KIND_FOLLOW) {
      event.set_target(mark.target);
    } else {
      event.set_paper_id(mark.target);
    }
    event.mutable_at()->set_seconds(mark.at_seconds);
  }
  return events;
}

std::string Visitor::Pack() const {
  std::string text = id_ + "\n";
  for (const Mark& mark : marks_) text += LineOf(mark);
  return text;
}

Visitor Visitor::Unpack(std::string_view text) {
  if (text.size() > kMaxBytes) return {};
  Visitor visitor;
  const size_t end = std::min(text.find('\n'), text.size());
  if (!FitsId(text.substr(0, end))) return {};
  visitor.id_ = std::string(text.substr(0, end));
  const std::string rest(text.substr(std::min(end + 1, text.size())));
  for (const absl::string_view line :
       absl::StrSplit(rest, '\n', absl::SkipEmpty())) {
    Mark mark;
    if (ParseLine({line.data(), line.size()}, &mark)) {
      visitor.marks_.push_back(std::move(mark));
    }
  }
  return visitor;
}

std::vector<std::string> MarkedPapers(const Visitor& visitor,
                                      v1::EventKind kind) {
  std::vector<std::string> ids;
  for (const Visitor::Mark& mark : visitor.marks()) {
    if (mark.kind == kind) ids.push_back(mark.target);
  }
  std::ranges::reverse(ids);
  return ids;
}

Visitor VisitorCookies::Open(std::string_view cookie) const {
  if (cookie.empty()) return {};
  const auto text = codec_.Open(kScope, cookie);
  return text.ok() ? Visitor::Unpack(*text) : Visitor();
}

std::string VisitorCookies::Seal(const Visitor& visitor, bool secure) const {
  constexpr int64_t kSeconds = 60 * 24 * 60 * 60;
  return absl::StrCat(
      kVisitorCookie, "=",
      visitor.empty() ? "" : codec_.Seal(kScope, visitor.Pack()),
      "; Path=/; HttpOnly; SameSite=Lax; Max-Age=",
      visitor.empty() ? 0 : kSeconds, secure ? "; Secure" : "");
}

}  // namespace broadsheet::gateway
