#ifndef BROADSHEET_RECOMMEND_CATALOGUE_H_
#define BROADSHEET_RECOMMEND_CATALOGUE_H_

#include <cstdint>
#include <deque>
#include <functional>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "absl/container/btree_map.h"
#include "absl/container/btree_set.h"
#include "broadsheet/v1/paper.pb.h"
#include "recommend/paper_analysis.h"
#include "recommend/score_map.h"
#include "recommend/segment/mapped_bytes.h"
#include "recommend/vocabulary.h"

namespace broadsheet::recommend {

class SegmentReader;
class SegmentWriter;

// Days since 1970-01-01. Undated papers are in no dated list.
inline constexpr int32_t kNoDay = std::numeric_limits<int32_t>::min();
// kNoDay when `day` is not "YYYY-MM-DD".
int32_t DayNumber(std::string_view day);

using CategoryId = Vocabulary::Id;
using AuthorId = Vocabulary::Id;

// What the engine knows of one paper, beside the index.
struct PaperEntry {
  std::string id;
  std::string title;
  std::string title_key;
  // v1::Paper, serialised: a third of its size in memory as a message.
  MappedBytes record;
  uint32_t record_size = 0;
  int64_t revision = 0;  // 0: known by name alone, from an event.
  int64_t upvotes = 0;
  std::optional<DocId> merged_into;
  int32_t announced = kNoDay;
  // On lists: has a record and is not withdrawn.
  bool listed = false;
  std::vector<CategoryId> categories;  // The primary one first.
  std::vector<AuthorId> authors;

  bool IsInAny(const std::vector<CategoryId>& of) const;
};

// The papers, by dense number, with the ways to them by id, title, author,
// category and day. Numbers depend on history: never order results by them.
// Not thread-safe; const methods may run at the same time. Entries never move.
class Catalogue {
 public:
  // The number of a paper, given when new: events may come before their paper.
  DocId Intern(std::string_view id);
  // The paper that goes by that id: see SurvivorOf.
  std::optional<DocId> Find(std::string_view id) const;
  // The paper that a record was merged into, or itself: the same paper came
  // from two sources.
  DocId SurvivorOf(DocId doc) const;
  const PaperEntry& Get(DocId doc) const { return entries_[doc]; }
  bool listed(DocId doc) const { return listed_[doc] != 0; }
  const std::string& id(DocId doc) const { return entries_[doc].id; }
  // Numbers given.
  size_t size() const { return entries_.size(); }
  // Listed papers.
  int64_t papers() const { return papers_; }

  // Replaces the paper's record, when `paper` is not older.
  void Put(DocId doc, const AnalyzedPaper& paper);

  // Listed papers whose title has that key.
  const std::vector<DocId>& WithTitle(const std::string& title_key) const;
  // Listed papers, in no particular order.
  const std::vector<DocId>& ByAuthor(AuthorId author) const;
  const std::vector<DocId>& AnnouncedOn(int32_t day) const;
  // Listed papers of the category.
  size_t CategorySize(CategoryId category) const;
  // Visits these, the latest announced first and undated ones last, until
  // `visit` answers false. Those of a day come in the order of a hash of their
  // ids, the same on every replica.
  void VisitCategory(
      CategoryId category,
      const std::function<bool(DocId doc, int32_t day)>& visit) const;
  // Visits the listed papers of each day, newest first and not after `last`,
  // until `visit` answers false.
  void VisitDays(
      int32_t last,
      const std::function<bool(int32_t day, const std::vector<DocId>&)>& visit)
      const;

  // Authors go by their TextAnalyzer::Key.
  std::optional<AuthorId> FindAuthor(std::string_view key) const;
  const std::string& AuthorName(AuthorId author) const;
  // Numbers given to authors.
  size_t authors() const { return author_keys_.size(); }
  std::string_view AuthorKey(AuthorId author) const {
    return author_keys_.Text(author);
  }
  std::optional<CategoryId> FindCategory(std::string_view category) const;
  // Numbers given to categories.
  size_t categories() const { return categories_.size(); }
  std::string_view CategoryName(CategoryId category) const {
    return categories_.Text(category);
  }

  // The whole record; an empty message with the id when there is none.
  v1::Paper Read(DocId doc) const;

  // Records go on to lie in the segment, which must outlive this, until they
  // change. Load only when empty.
  void Save(SegmentWriter* out) const;
  void Load(SegmentReader* in);

 private:
  using DocLists = std::vector<std::vector<DocId>>;
  struct DatedDoc {
    int32_t day;
    DocId doc;
    uint64_t id_hash;

    bool operator<(const DatedDoc& other) const {
      return std::tie(day, id_hash, doc) <
             std::tie(other.day, other.id_hash, other.doc);
    }
  };
  using DocsByDay = absl::btree_set<DatedDoc>;
  static DatedDoc Dated(DocId doc, const PaperEntry& entry);

  // Takes a listed paper out of the ways to it, or puts it in.
  void Unlink(DocId doc);
  void Link(DocId doc);
  void SetAuthors(const AnalyzedPaper& paper, PaperEntry* entry);
  void SetCategories(const v1::Paper& paper, PaperEntry* entry);
  void SaveEntries(SegmentWriter* out) const;
  void LoadEntries(SegmentReader* in);
  void LoadTexts(SegmentReader* in);

  Vocabulary ids_;  // Its numbers are the papers'.
  std::deque<PaperEntry> entries_;
  std::vector<uint8_t> listed_;  // As in entries_, but close together.
  Vocabulary categories_;
  std::vector<DocsByDay> by_category_;
  Vocabulary author_keys_;
  std::vector<std::string> author_names_;  // The first spelling met.
  DocLists by_author_;
  absl::btree_map<int32_t, std::vector<DocId>> by_day_;
  Vocabulary titles_;
  DocLists by_title_;
  int64_t papers_ = 0;
};

}  // namespace broadsheet::recommend

#endif  // BROADSHEET_RECOMMEND_CATALOGUE_H_
