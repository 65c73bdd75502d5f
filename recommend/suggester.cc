#include "recommend/suggester.h"

#include "absl/container/flat_hash_map.h"
#include "recommend/segment/segment_reader.h"
#include "recommend/segment/segment_writer.h"

namespace broadsheet::recommend {
namespace {

constexpr uint32_t kMaxWords = 8;

struct SavedEntry {
  uint64_t head;
  uint32_t id;
  // Of `rest`, in bytes, times 16; plus the word.
  uint32_t size_and_word;
};

}  // namespace

Suggester::Entry Suggester::MakeEntry(std::string_view rest, uint32_t id,
                                      uint32_t word) {
  uint64_t head = 0;
  for (size_t i = 0; i < sizeof(head); ++i) {
    const unsigned char byte = i < rest.size() ? rest[i] : '\0';
    head = head << 8 | byte;
  }
  return {head, rest, id, word};
}

std::vector<Suggester::Entry> Suggester::EntriesOf(std::string_view key,
                                                   uint32_t id) {
  std::vector<Entry> entries;
  size_t begin = 0;
  for (uint32_t word = 0; word < kMaxWords && begin < key.size(); ++word) {
    entries.push_back(MakeEntry(key.substr(begin), id, word));
    const size_t space = key.find(' ', begin);
    if (space == std::string_view::npos) break;
    begin = space + 1;
  }
  return entries;
}

void Suggester::Add(std::string_view key, uint32_t id) {
  for (const Entry& entry : EntriesOf(key, id)) entries_.insert(entry);
}

void Suggester::Remove(std::string_view key, uint32_t id) {
  for (const Entry& entry : EntriesOf(key, id)) entries_.erase(entry);
}

void Suggester::Save(std::string_view name, SegmentWriter* out) const {
  out->Begin(name);
  out->BeginArray<SavedEntry>(entries_.size());
  for (const Entry& entry : entries_) {
    const auto size = static_cast<uint32_t>(entry.rest.size());
    out->Put(SavedEntry{entry.head, entry.id, size << 4 | entry.word});
  }
}

void Suggester::Load(std::string_view name,
                     const std::function<std::string_view(uint32_t)>& key_of,
                     SegmentReader* in) {
  in->Open(name);
  for (const SavedEntry& saved : in->Array<SavedEntry>()) {
    const std::string_view key = key_of(saved.id);
    const uint32_t size = saved.size_and_word >> 4;
    if (!in->Check(size <= key.size())) return;
    // They come in order.
    entries_.insert(entries_.end(), {saved.head, key.substr(key.size() - size),
                                     saved.id, saved.size_and_word & 15});
  }
}

std::vector<Suggester::Match> Suggester::Find(std::string_view prefix,
                                              size_t limit) const {
  std::vector<Match> matches;
  absl::flat_hash_map<uint32_t, size_t> places;
  auto entry = entries_.lower_bound(MakeEntry(prefix, 0, 0));
  for (size_t seen = 0; seen < limit && entry != entries_.end();
       ++seen, ++entry) {
    if (!entry->rest.starts_with(prefix)) break;
    const auto [place, first] = places.try_emplace(entry->id, matches.size());
    if (first) matches.push_back({entry->id, false});
    if (entry->word == 0) matches[place->second].whole = true;
  }
  return matches;
}

}  // namespace broadsheet::recommend
