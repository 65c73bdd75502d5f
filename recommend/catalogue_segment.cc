// How the catalogue goes into a segment, and comes out of it.
#include <algorithm>

#include "recommend/catalogue.h"
#include "recommend/segment/segment_reader.h"
#include "recommend/segment/segment_writer.h"

namespace broadsheet::recommend {
namespace {

constexpr uint32_t kNotMerged = ~uint32_t{0};

struct SavedEntry {
  int64_t revision;
  int64_t upvotes;
  uint32_t merged_into;
  int32_t announced;
  uint32_t categories;
  uint32_t authors;
  uint32_t listed;
  uint32_t unused;
};

SavedEntry SavedOf(const PaperEntry& entry) {
  return {entry.revision,
          entry.upvotes,
          entry.merged_into.value_or(kNotMerged),
          entry.announced,
          static_cast<uint32_t>(entry.categories.size()),
          static_cast<uint32_t>(entry.authors.size()),
          entry.listed ? 1u : 0u,
          0};
}

// The first `count` of `*rest`, all below `limit`.
bool TakeIds(uint32_t count, size_t limit, std::span<const uint32_t>* rest,
             std::vector<uint32_t>* ids) {
  if (count > rest->size()) return false;
  ids->assign(rest->begin(), rest->begin() + count);
  *rest = rest->subspan(count);
  return std::ranges::all_of(*ids, [&](uint32_t id) { return id < limit; });
}

}  // namespace

void Catalogue::Save(SegmentWriter* out) const {
  out->Begin("catalogue.names");
  ids_.Save(out);
  categories_.Save(out);
  author_keys_.Save(out);
  out->PutTexts(author_names_.size(), [this](size_t i) {
    return std::string_view(author_names_[i]);
  });
  SaveEntries(out);
  out->Begin("catalogue.titles");
  out->PutTexts(entries_.size(), [this](size_t i) {
    return std::string_view(entries_[i].title);
  });
  out->PutTexts(entries_.size(), [this](size_t i) {
    return std::string_view(entries_[i].title_key);
  });
  out->Begin("catalogue.records");
  out->PutTexts(entries_.size(), [this](size_t i) {
    return std::string_view(
        reinterpret_cast<const char*>(entries_[i].record.get()),
        entries_[i].record_size);
  });
}

void Catalogue::SaveEntries(SegmentWriter* out) const {
  out->Begin("catalogue.entries");
  size_t categories = 0;
  size_t authors = 0;
  out->BeginArray<SavedEntry>(entries_.size());
  for (const PaperEntry& entry : entries_) {
    out->Put(SavedOf(entry));
    categories += entry.categories.size();
    authors += entry.authors.size();
  }
  out->BeginArray<CategoryId>(categories);
  for (const PaperEntry& entry : entries_) {
    out->PutSpan(std::span<const CategoryId>(entry.categories));
  }
  out->BeginArray<AuthorId>(authors);
  for (const PaperEntry& entry : entries_) {
    out->PutSpan(std::span<const AuthorId>(entry.authors));
  }
}

void Catalogue::Load(SegmentReader* in) {
  in->Open("catalogue.names");
  ids_.Load(in);
  categories_.Load(in);
  author_keys_.Load(in);
  const auto names = in->Texts();
  if (!in->Check(names.size() == author_keys_.size())) return;
  author_names_.reserve(names.size());
  for (size_t i = 0; i < names.size(); ++i)
    author_names_.emplace_back(names[i]);
  by_author_.resize(author_keys_.size());
  LoadEntries(in);
  LoadTexts(in);
  if (!in->ok()) return;
  for (DocId doc = 0; doc < entries_.size(); ++doc) {
    if (entries_[doc].listed) Link(doc);
  }
}

void Catalogue::LoadEntries(SegmentReader* in) {
  in->Open("catalogue.entries");
  const auto saved = in->Array<SavedEntry>();
  auto categories = in->Array<CategoryId>();
  auto authors = in->Array<AuthorId>();
  if (!in->Check(saved.size() == ids_.size())) return;
  listed_.reserve(saved.size());
  for (DocId doc = 0; doc < saved.size(); ++doc) {
    const SavedEntry& from = saved[doc];
    PaperEntry& entry = entries_.emplace_back();
    entry.id = ids_.Text(doc);
    entry.revision = from.revision;
    entry.upvotes = from.upvotes;
    if (from.merged_into != kNotMerged) entry.merged_into = from.merged_into;
    entry.announced = from.announced;
    entry.listed = from.listed != 0;
    listed_.push_back(entry.listed ? 1 : 0);
    const bool sound =
        (!entry.merged_into || *entry.merged_into < saved.size()) &&
        TakeIds(from.categories, categories_.size(), &categories,
                &entry.categories) &&
        TakeIds(from.authors, author_keys_.size(), &authors, &entry.authors);
    if (!in->Check(sound)) return;
  }
}

void Catalogue::LoadTexts(SegmentReader* in) {
  in->Open("catalogue.titles");
  const auto titles = in->Texts();
  const auto keys = in->Texts();
  in->Open("catalogue.records");
  const auto records = in->Texts();
  const size_t size = entries_.size();
  if (!in->Check(titles.size() == size && keys.size() == size &&
                 records.size() == size)) {
    return;
  }
  for (size_t doc = 0; doc < size; ++doc) {
    PaperEntry& entry = entries_[doc];
    entry.title = titles[doc];
    entry.title_key = keys[doc];
    entry.record =
        BytesOfSegment(reinterpret_cast<const uint8_t*>(records[doc].data()));
    entry.record_size = static_cast<uint32_t>(records[doc].size());
  }
}

}  // namespace broadsheet::recommend
