#include "recommend/reader_store.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include "common/stable_hash.h"

namespace broadsheet::recommend {
namespace {

// What an event does to the mark of `kind`.
struct Effect {
  v1::EventKind kind;
  bool on;
  bool undoable;
};

std::optional<Effect> EffectOf(v1::EventKind kind) {
  switch (kind) {
    case v1::EVENT_KIND_VIEW:
    case v1::EVENT_KIND_CLICK:
    case v1::EVENT_KIND_READ:
    case v1::EVENT_KIND_SHARE:
      return Effect{kind, true, false};
    case v1::EVENT_KIND_UPVOTE:
    case v1::EVENT_KIND_SAVE:
    case v1::EVENT_KIND_DISLIKE:
    case v1::EVENT_KIND_HIDE:
      return Effect{kind, true, true};
    case v1::EVENT_KIND_UNVOTE:
      return Effect{v1::EVENT_KIND_UPVOTE, false, true};
    case v1::EVENT_KIND_UNSAVE:
      return Effect{v1::EVENT_KIND_SAVE, false, true};
    case v1::EVENT_KIND_UNDISLIKE:
      return Effect{v1::EVENT_KIND_DISLIKE, false, true};
    case v1::EVENT_KIND_UNHIDE:
      return Effect{v1::EVENT_KIND_HIDE, false, true};
    default:
      return std::nullopt;  // Impressions tell nothing of the reader.
  }
}

absl::Time TimeOf(const v1::Event& event) {
  return absl::FromUnixSeconds(event.at().seconds()) +
         absl::Nanoseconds(event.at().nanos());
}

bool IsLater(absl::Time at, const std::string& event_id, absl::Time other_at,
             const std::string& other_id) {
  return std::tie(at, event_id) > std::tie(other_at, other_id);
}

std::optional<absl::Time> Standing(const Mark& mark) {
  if (!mark.on) return std::nullopt;
  return mark.at;
}

std::optional<MarkChange> JoinMarks(Mark now, std::vector<Mark>* marks) {
  const auto mark =
      std::find_if(marks->begin(), marks->end(),
                   [&](const Mark& m) { return m.kind == now.kind; });
  if (mark == marks->end()) {
    marks->push_back(now);
    return MarkChange{now.kind, std::nullopt, Standing(now)};
  }
  mark->ever_on |= now.ever_on;
  const bool later = IsLater(now.at, now.event_id, mark->at, mark->event_id);
  const bool same = now.at == mark->at && now.event_id == mark->event_id;
  if (same || later != EffectOf(now.kind)->undoable) return std::nullopt;
  const MarkChange change{now.kind, Standing(*mark), Standing(now)};
  now.ever_on = mark->ever_on;
  *mark = std::move(now);
  return change;
}

}  // namespace

bool PaperMarks::Has(v1::EventKind kind) const {
  return std::any_of(marks.begin(), marks.end(), [kind](const Mark& mark) {
    return mark.kind == kind && mark.on;
  });
}

bool PaperMarks::seen() const {
  return std::any_of(marks.begin(), marks.end(), [](const Mark& mark) {
    return mark.ever_on && mark.kind != v1::EVENT_KIND_SHARE &&
           mark.kind != v1::EVENT_KIND_DISLIKE &&
           mark.kind != v1::EVENT_KIND_HIDE;
  });
}

bool PaperMarks::unwanted() const {
  return Has(v1::EVENT_KIND_DISLIKE) || Has(v1::EVENT_KIND_HIDE);
}

bool PaperMarks::liked() const {
  constexpr double kRead = 2;
  return InterestOf(*this) >= kRead;
}

std::optional<MarkChange> ReaderStore::Apply(const v1::Event& event,
                                             DocId doc) {
  // There are many, and they tell nothing: not even their ids are kept.
  if (event.kind() == v1::EVENT_KIND_IMPRESSION) return std::nullopt;
  const ReaderId reader = ids_.Intern(event.reader_id());
  if (reader == readers_.size()) readers_.emplace_back();
  auto& events = readers_[reader].events;
  if (events.empty()) ++size_;
  if (events.insert(StableHash(event.event_id())).second) ++events_;
  if (event.kind() == v1::EVENT_KIND_FOLLOW ||
      event.kind() == v1::EVENT_KIND_UNFOLLOW) {
    ApplyFollow(event, &readers_[reader]);
    return std::nullopt;
  }
  const auto effect = EffectOf(event.kind());
  if (!effect) return std::nullopt;
  return Join(
      {effect->kind, effect->on, effect->on, TimeOf(event), event.event_id()},
      reader, doc);
}

std::vector<std::pair<DocId, MarkChange>> ReaderStore::Move(DocId from,
                                                            DocId to) {
  std::vector<std::pair<DocId, MarkChange>> changes;
  if (from == to || from >= by_doc_.size()) return changes;
  for (const ReaderId reader : std::exchange(by_doc_[from], {})) {
    const auto past = readers_[reader].papers.extract(from);
    liked_by_[from] -= past.mapped().liked() ? 1 : 0;
    for (const Mark& mark : past.mapped().marks) {
      changes.emplace_back(from,
                           MarkChange{mark.kind, Standing(mark), std::nullopt});
      const auto change = Join(mark, reader, to);
      if (change) changes.emplace_back(to, *change);
    }
  }
  return changes;
}

std::optional<ReaderId> ReaderStore::Find(std::string_view reader_id) const {
  const auto reader = ids_.Find(reader_id);
  if (!reader || readers_[*reader].events.empty()) return std::nullopt;
  return reader;
}

std::vector<std::pair<DocId, MarkChange>> ReaderStore::Forget(
    std::string_view reader_id) {
  std::vector<std::pair<DocId, MarkChange>> changes;
  const auto reader = Find(reader_id);
  if (!reader) return changes;
  const Reader past = std::exchange(readers_[*reader], Reader());
  for (const auto& [doc, marks] : past.papers) {
    std::erase(by_doc_[doc], *reader);
    liked_by_[doc] -= marks.liked() ? 1 : 0;
    for (const Mark& mark : marks.marks) {
      changes.emplace_back(doc,
                           MarkChange{mark.kind, Standing(mark), std::nullopt});
    }
  }
  --size_;
  events_ -= static_cast<int64_t>(past.events.size());
  return changes;
}

void ReaderStore::ApplyFollow(const v1::Event& event, Reader* reader) {
  const Reader::Follow now{event.kind() == v1::EVENT_KIND_FOLLOW, TimeOf(event),
                           event.event_id()};
  const auto [found, inserted] =
      reader->follows.try_emplace(event.target(), now);
  Reader::Follow& follow = found->second;
  if (!inserted && IsLater(now.at, now.event_id, follow.at, follow.event_id)) {
    follow = now;
  }
}

std::optional<MarkChange> ReaderStore::Join(Mark now, ReaderId reader,
                                            DocId doc) {
  const auto [paper, first] = readers_[reader].papers.try_emplace(doc);
  if (first) {
    if (by_doc_.size() <= doc) ResizePapers(doc + 1);
    by_doc_[doc].push_back(reader);
  }
  liked_by_[doc] -= paper->second.liked() ? 1 : 0;
  const auto change = JoinMarks(std::move(now), &paper->second.marks);
  liked_by_[doc] += paper->second.liked() ? 1 : 0;
  return change;
}

void ReaderStore::ResizePapers(size_t papers) {
  by_doc_.resize(papers);
  liked_by_.resize(papers);
}

const std::vector<ReaderId>& ReaderStore::ReadersOf(DocId doc) const {
  static const auto* const kNone = new std::vector<ReaderId>();
  return doc < by_doc_.size() ? by_doc_[doc] : *kNone;
}

double InterestOf(const PaperMarks& marks) {
  if (marks.Has(v1::EVENT_KIND_DISLIKE)) return -3;
  if (marks.Has(v1::EVENT_KIND_HIDE)) return -1;
  if (marks.Has(v1::EVENT_KIND_SAVE)) return 5;
  if (marks.Has(v1::EVENT_KIND_UPVOTE)) return 4;
  if (marks.Has(v1::EVENT_KIND_SHARE)) return 3;
  if (marks.Has(v1::EVENT_KIND_READ)) return 2;
  if (marks.Has(v1::EVENT_KIND_CLICK)) return 1;
  if (marks.Has(v1::EVENT_KIND_VIEW)) return 0.5;
  return 0;
}

absl::Time LatestOf(const PaperMarks& marks) {
  absl::Time latest = absl::InfinitePast();
  for (const Mark& mark : marks.marks) {
    if (mark.on) latest = std::max(latest, mark.at);
  }
  return latest;
}

}  // namespace broadsheet::recommend
