#include "recommend/ranking.h"

#include <algorithm>
#include <utility>

namespace broadsheet::recommend {
namespace {

// So many are looked at one by one in a millisecond or two.
constexpr size_t kFew = 20'000;
// Of categories so many are always worth that. More of them must be few among
// all: a paper looked at by itself costs about as much as so many that lie side
// by side, of which a scan asks whether they are admitted.
constexpr size_t kVeryFew = 1000;
constexpr size_t kScanned = 16;

}  // namespace

uint64_t PaperKey(std::string_view id) {
  uint64_t hash = 0xcbf29ce484222325;
  for (const char c : id) {
    hash ^= static_cast<unsigned char>(c);
    hash *= 0x100000001b3;
  }
  return hash;
}

std::vector<DocId> EachOnceById(const Catalogue& catalogue,
                                std::vector<DocId> docs) {
  std::sort(docs.begin(), docs.end());
  docs.erase(std::unique(docs.begin(), docs.end()), docs.end());
  std::vector<std::pair<std::string_view, DocId>> by_id;
  by_id.reserve(docs.size());
  for (const DocId doc : docs) by_id.emplace_back(catalogue.id(doc), doc);
  std::sort(by_id.begin(), by_id.end());
  for (size_t i = 0; i < docs.size(); ++i) docs[i] = by_id[i].second;
  return docs;
}

void TopList::Offer(const ScoredDoc& candidate) {
  if (heap_.size() < limit_) {
    heap_.push_back(candidate);
    std::push_heap(heap_.begin(), heap_.end(), before_);
    return;
  }
  if (limit_ == 0 || !before_(candidate, heap_.front())) return;
  std::pop_heap(heap_.begin(), heap_.end(), before_);
  heap_.back() = candidate;
  std::push_heap(heap_.begin(), heap_.end(), before_);
}

std::vector<ScoredDoc> TopList::Take() {
  std::sort_heap(heap_.begin(), heap_.end(), before_);
  return std::exchange(heap_, {});
}

Filter::Filter(const Catalogue* catalogue, FilterOptions options)
    : catalogue_(catalogue), options_(std::move(options)) {
  for (const std::string& name : options_.categories) {
    const auto category = catalogue_->FindCategory(name);
    if (category) categories_.push_back(*category);
  }
}

std::optional<std::vector<DocId>> Filter::Few() const {
  const absl::flat_hash_set<DocId>* set =
      options_.only ? &*options_.only : options_.within;
  if (set != nullptr && set->size() <= kFew) {
    return std::vector<DocId>(set->begin(), set->end());
  }
  if (options_.categories.empty() || !CategoriesAreSmall()) return {};
  return InCategories();
}

bool Filter::CategoriesAreSmall() const {
  size_t docs = 0;
  for (const CategoryId category : categories_) {
    docs += catalogue_->CategorySize(category);
  }
  return docs <= kVeryFew ||
         (docs <= kFew && docs * kScanned <= catalogue_->size());
}

std::vector<DocId> Filter::InCategories() const {
  std::vector<DocId> docs;
  for (const CategoryId category : categories_) {
    catalogue_->VisitCategory(category, [&](DocId doc, int32_t) {
      docs.push_back(doc);
      return true;
    });
  }
  std::sort(docs.begin(), docs.end());
  docs.erase(std::unique(docs.begin(), docs.end()), docs.end());
  return docs;
}

bool Filter::AdmitsUnwanted(DocId doc) const {
  if (!catalogue_->listed(doc)) return false;
  if (options_.only && !options_.only->contains(doc)) return false;
  if (options_.within != nullptr && !options_.within->contains(doc)) {
    return false;
  }
  if (options_.categories.empty() && options_.served.empty()) return true;
  const PaperEntry& entry = catalogue_->Get(doc);
  if (!options_.categories.empty() && !entry.IsInAny(categories_)) return false;
  return options_.served.empty() ||
         !options_.served.contains(PaperKey(entry.id));
}

bool Filter::IsUnwanted(DocId doc) const {
  if (options_.reader == nullptr) return false;
  const auto found = options_.reader->papers.find(doc);
  if (found == options_.reader->papers.end()) return false;
  return found->second.unwanted() ||
         (options_.drop_seen && found->second.seen());
}

}  // namespace broadsheet::recommend
