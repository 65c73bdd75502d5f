#include "recommend/catalogue.h"

#include <algorithm>
#include <utility>

#include "absl/time/civil_time.h"
#include "common/days.h"
#include "common/stable_hash.h"

namespace broadsheet::recommend {
namespace {

// A paper that others were merged into may have been merged later on; records
// that are merged in a circle lead nowhere.
constexpr int kMaxMerges = 8;

const std::vector<DocId>& None() {
  static const auto* const kNone = new std::vector<DocId>();
  return *kNone;
}

const std::vector<DocId>& At(const std::vector<std::vector<DocId>>& lists,
                             size_t index) {
  return index < lists.size() ? lists[index] : None();
}

std::vector<DocId>& Grow(std::vector<std::vector<DocId>>* lists, size_t index) {
  if (lists->size() <= index) lists->resize(index + 1);
  return (*lists)[index];
}

// Of the last ones first: papers that change are mostly recent.
void Erase(std::vector<DocId>* docs, DocId doc) {
  const auto found = std::find(docs->rbegin(), docs->rend(), doc);
  if (found != docs->rend()) docs->erase(std::next(found).base());
}

template <class Id>
void AddOnce(std::vector<Id>* ids, Id id) {
  if (std::find(ids->begin(), ids->end(), id) == ids->end()) {
    ids->push_back(id);
  }
}

}  // namespace

int32_t DayNumber(std::string_view day) {
  const auto parsed = ParseDay(day);
  if (!parsed.ok()) return kNoDay;
  return static_cast<int32_t>(*parsed - absl::CivilDay(1970, 1, 1));
}

bool PaperEntry::IsInAny(const std::vector<CategoryId>& of) const {
  return std::find_first_of(categories.begin(), categories.end(), of.begin(),
                            of.end()) != categories.end();
}

DocId Catalogue::Intern(std::string_view id) {
  const DocId doc = ids_.Intern(id);
  if (doc == entries_.size()) {
    entries_.emplace_back().id = std::string(id);
    listed_.push_back(0);
  }
  return doc;
}

std::optional<DocId> Catalogue::Find(std::string_view id) const {
  const auto doc = ids_.Find(id);
  if (!doc) return doc;
  return SurvivorOf(*doc);
}

DocId Catalogue::SurvivorOf(DocId doc) const {
  for (int step = 0; step < kMaxMerges && entries_[doc].merged_into; ++step) {
    doc = *entries_[doc].merged_into;
  }
  return doc;
}

void Catalogue::Put(DocId doc, const AnalyzedPaper& paper) {
  PaperEntry& entry = entries_[doc];
  const v1::Paper& source = paper.paper;
  if (source.revision() < entry.revision) return;
  if (entry.listed) Unlink(doc);
  entry.merged_into.reset();
  if (!source.merged_into().empty()) {
    entry.merged_into = Intern(source.merged_into());
  }
  entry.title = source.title();
  entry.title_key = paper.title_key;
  entry.record_size = static_cast<uint32_t>(source.ByteSizeLong());
  entry.record = NewBytes(entry.record_size);
  source.SerializeWithCachedSizesToArray(entry.record.get());
  entry.revision = source.revision();
  entry.upvotes = source.upvotes();
  entry.announced = DayNumber(source.announced());
  entry.listed = !source.withdrawn();
  listed_[doc] = entry.listed ? 1 : 0;
  SetCategories(source, &entry);
  SetAuthors(paper, &entry);
  if (entry.listed) Link(doc);
}

void Catalogue::SetCategories(const v1::Paper& paper, PaperEntry* entry) {
  entry->categories.clear();
  for (const std::string& category : paper.categories()) {
    AddOnce(&entry->categories, categories_.Intern(category));
  }
}

void Catalogue::SetAuthors(const AnalyzedPaper& paper, PaperEntry* entry) {
  entry->authors.clear();
  for (size_t i = 0; i < paper.author_keys.size(); ++i) {
    if (paper.author_keys[i].empty()) continue;
    const AuthorId author = author_keys_.Intern(paper.author_keys[i]);
    if (author == author_names_.size()) {
      author_names_.push_back(paper.paper.authors(static_cast<int>(i)));
    }
    AddOnce(&entry->authors, author);
  }
}

Catalogue::DatedDoc Catalogue::Dated(DocId doc, const PaperEntry& entry) {
  return {entry.announced, doc, StableHash(entry.id)};
}

void Catalogue::Link(DocId doc) {
  const PaperEntry& entry = entries_[doc];
  ++papers_;
  if (by_category_.size() < categories_.size()) {
    by_category_.resize(categories_.size());
  }
  const DatedDoc dated = Dated(doc, entry);
  for (const auto id : entry.categories) by_category_[id].insert(dated);
  for (const auto id : entry.authors) Grow(&by_author_, id).push_back(doc);
  if (entry.announced != kNoDay) by_day_[entry.announced].push_back(doc);
  if (entry.title_key.empty()) return;
  Grow(&by_title_, titles_.Intern(entry.title_key)).push_back(doc);
}

void Catalogue::Unlink(DocId doc) {
  const PaperEntry& entry = entries_[doc];
  --papers_;
  const DatedDoc dated = Dated(doc, entry);
  for (const auto id : entry.categories) by_category_[id].erase(dated);
  for (const auto id : entry.authors) Erase(&by_author_[id], doc);
  if (entry.announced != kNoDay) {
    const auto day = by_day_.find(entry.announced);
    Erase(&day->second, doc);
    if (day->second.empty()) by_day_.erase(day);
  }
  if (entry.title_key.empty()) return;
  Erase(&by_title_[*titles_.Find(entry.title_key)], doc);
}

const std::vector<DocId>& Catalogue::WithTitle(
    const std::string& title_key) const {
  const auto title = titles_.Find(title_key);
  return title ? At(by_title_, *title) : None();
}

const std::vector<DocId>& Catalogue::ByAuthor(AuthorId author) const {
  return At(by_author_, author);
}

size_t Catalogue::CategorySize(CategoryId category) const {
  return category < by_category_.size() ? by_category_[category].size() : 0;
}

void Catalogue::VisitCategory(
    CategoryId category,
    const std::function<bool(DocId, int32_t)>& visit) const {
  if (category >= by_category_.size()) return;
  const DocsByDay& docs = by_category_[category];
  for (auto at = docs.rbegin(); at != docs.rend(); ++at) {
    if (!visit(at->doc, at->day)) return;
  }
}

const std::vector<DocId>& Catalogue::AnnouncedOn(int32_t day) const {
  const auto found = by_day_.find(day);
  return found == by_day_.end() ? None() : found->second;
}

void Catalogue::VisitDays(
    int32_t last,
    const std::function<bool(int32_t, const std::vector<DocId>&)>& visit)
    const {
  auto day = by_day_.upper_bound(last);
  while (day != by_day_.begin()) {
    --day;
    if (!visit(day->first, day->second)) return;
  }
}

std::optional<AuthorId> Catalogue::FindAuthor(std::string_view key) const {
  return author_keys_.Find(key);
}

const std::string& Catalogue::AuthorName(AuthorId author) const {
  return author_names_[author];
}

std::optional<CategoryId> Catalogue::FindCategory(
    std::string_view category) const {
  return categories_.Find(category);
}

v1::Paper Catalogue::Read(DocId doc) const {
  const PaperEntry& entry = entries_[doc];
  v1::Paper paper;
  if (!paper.ParseFromArray(entry.record.get(),
                            static_cast<int>(entry.record_size))) {
    paper.Clear();
  }
  paper.set_id(entry.id);
  return paper;
}

}  // namespace broadsheet::recommend
