#include "recommend/ranking.h"

#include <algorithm>
#include <utility>

namespace broadsheet::recommend {

uint64_t PaperKey(std::string_view id) {
  uint64_t hash = 0xcbf29ce484222325;
  for (const char c : id) {
    hash ^= static_cast<unsigned char>(c);
    hash *= 0x100000001b3;
  }
  return hash;
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

const absl::flat_hash_set<DocId>* Filter::Few() const {
  constexpr size_t kFew = 20'000;
  if (options_.only && options_.only->size() <= kFew) return &*options_.only;
  const bool few =
      options_.within != nullptr && options_.within->size() <= kFew;
  return few ? options_.within : nullptr;
}

bool Filter::AdmitsUnwanted(DocId doc) const {
  if (!catalogue_->listed(doc)) return false;
  if (options_.only && !options_.only->contains(doc)) return false;
  if (options_.within != nullptr && !options_.within->contains(doc)) {
    return false;
  }
  if (options_.categories.empty() && options_.served.empty()) return true;
  const PaperEntry& entry = catalogue_->Get(doc);
  if (!options_.categories.empty() &&
      std::find_first_of(entry.categories.begin(), entry.categories.end(),
                         categories_.begin(),
                         categories_.end()) == entry.categories.end()) {
    return false;
  }
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
