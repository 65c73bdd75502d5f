#ifndef BROADSHEET_RECOMMEND_READER_STORE_H_
#define BROADSHEET_RECOMMEND_READER_STORE_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/container/btree_map.h"
#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/time/time.h"
#include "broadsheet/v1/event.pb.h"
#include "recommend/score_map.h"
#include "recommend/vocabulary.h"

namespace broadsheet::recommend {

class SegmentReader;
class SegmentWriter;

using ReaderId = Vocabulary::Id;

// What stands between a reader and a paper by one kind of event. Kinds that can
// be undone (upvote, save, dislike, hide) follow their latest event; the others
// (view, click, read, share) count once, from their first.
struct Mark {
  v1::EventKind kind;  // Never an undoing one.
  bool on = true;
  bool ever_on = true;  // By any of its events, the latest or not.
  absl::Time at;
  std::string event_id;  // Decides between equal times.
};

// All marks of one reader on one paper: at most one of each kind.
struct PaperMarks {
  std::vector<Mark> marks;

  bool Has(v1::EventKind kind) const;
  // Viewed, clicked, read, upvoted or saved, even when undone since.
  bool seen() const;
  // Hidden or disliked.
  bool unwanted() const;
  // Read, shared, upvoted or saved, as it stands, and not unwanted. Views and
  // clicks do not count: lists bring them about by themselves.
  bool liked() const;
};

// How a mark changed: what it counted for before and counts for now.
struct MarkChange {
  v1::EventKind kind;
  std::optional<absl::Time> before;
  std::optional<absl::Time> after;
};

struct Reader {
  absl::flat_hash_map<DocId, PaperMarks> papers;
  struct Follow {
    bool on;
    absl::Time at;
    std::string event_id;
  };
  // By target: "author:NAME", "category:cs.CL".
  absl::btree_map<std::string, Follow> follows;
  // Hashes of the ids of all events; empty for a reader who was erased.
  absl::flat_hash_set<uint64_t> events;
};

// What readers did, as it stands. State is a function of the set of events:
// their order of arrival and repetitions change nothing. Not thread-safe; const
// methods may run at the same time.
class ReaderStore {
 public:
  // `doc` is the paper's number, ignored for FOLLOW and UNFOLLOW.
  std::optional<MarkChange> Apply(const v1::Event& event, DocId doc);

  // The marks of the first paper become the second's, as if all events had been
  // about that one. Answers what changed for each of both.
  std::vector<std::pair<DocId, MarkChange>> Move(DocId from, DocId to);

  // Forgets everything of a reader; answers what that changed for papers.
  std::vector<std::pair<DocId, MarkChange>> Forget(std::string_view reader_id);

  // Of readers with events.
  std::optional<ReaderId> Find(std::string_view reader_id) const;
  const Reader& Get(ReaderId reader) const { return readers_[reader]; }
  std::string_view Name(ReaderId reader) const { return ids_.Text(reader); }
  // Readers with events.
  int64_t size() const { return size_; }
  // Distinct events applied.
  int64_t events() const { return events_; }
  // Readers with a mark on the paper, in no particular order.
  const std::vector<ReaderId>& ReadersOf(DocId doc) const;
  // How many of these like it (PaperMarks).
  uint32_t LikedBy(DocId doc) const {
    return doc < liked_by_.size() ? liked_by_[doc] : 0;
  }

  // Load only when empty.
  void Save(SegmentWriter* out) const;
  void Load(SegmentReader* in);

 private:
  // Joins a mark to those of the reader on the paper.
  std::optional<MarkChange> Join(Mark now, ReaderId reader, DocId doc);
  void ApplyFollow(const v1::Event& event, Reader* reader);
  void LoadMarks(ReaderId reader, SegmentReader* in);
  void ResizePapers(size_t papers);

  Vocabulary ids_;
  std::vector<Reader> readers_;
  std::vector<std::vector<ReaderId>> by_doc_;
  std::vector<uint32_t> liked_by_;  // By paper, as long as by_doc_.
  int64_t size_ = 0;
  int64_t events_ = 0;
};

// The interest that the marks show: positive from deeds of liking, negative
// from dislikes, 0 when they tell nothing.
double InterestOf(const PaperMarks& marks);
// The latest time of a mark that stands; InfinitePast when none does.
absl::Time LatestOf(const PaperMarks& marks);

}  // namespace broadsheet::recommend

#endif  // BROADSHEET_RECOMMEND_READER_STORE_H_
