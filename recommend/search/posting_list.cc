#include "recommend/search/posting_list.h"

#include <array>
#include <cstring>
#include <limits>
#include <utility>

namespace broadsheet::recommend {
namespace {

constexpr DocId kNarrow = std::numeric_limits<uint16_t>::max();
// A block with so many postings rather ends than becomes wide.
constexpr uint32_t kEnough = 32;

template <class Distance>
uint32_t LowerBound(const uint8_t* data, uint32_t from, uint32_t size,
                    DocId distance) {
  const auto* distances = reinterpret_cast<const Distance*>(data);
  return static_cast<uint32_t>(
      std::lower_bound(distances + from, distances + size, distance) -
      distances);
}

// How many of a full block's short distances are below one. Looking at all,
// eight at a time, takes less than a search, whose every step is a branch that
// nobody can predict.
uint32_t CountBelow(const uint8_t* data, DocId distance) {
  using Lanes [[gnu::vector_size(16)]] = uint16_t;
  constexpr size_t kLanes = sizeof(Lanes) / sizeof(uint16_t);
  const Lanes limit = Lanes{} + static_cast<uint16_t>(distance);
  Lanes counts = {};
  for (size_t i = 0; i < PostingList::kBlockSize; i += kLanes) {
    Lanes lanes;
    std::memcpy(&lanes, data + i * sizeof(uint16_t), sizeof(lanes));
    counts -= static_cast<Lanes>(lanes < limit);
  }
  uint32_t count = 0;
  for (size_t i = 0; i < kLanes; ++i) count += counts[i];
  return count;
}

// Small lists are many: they take no more than they need.
uint8_t CapacityFor(uint32_t size) {
  uint32_t capacity = 2;
  while (capacity < size) capacity *= 2;
  return static_cast<uint8_t>(std::min(capacity, PostingList::kBlockSize));
}

}  // namespace

uint32_t PostingList::Block::Seek(DocId doc, uint32_t from) const {
  if (doc <= first) return from;
  if (doc > last) return size;
  const DocId distance = doc - first;
  if (wide) return LowerBound<uint32_t>(&data[0], from, size, distance);
  if (size < kBlockSize) {
    return LowerBound<uint16_t>(&data[0], from, size, distance);
  }
  return std::max(from, CountBelow(&data[0], distance));
}

PostingList::PostingList(std::vector<Block> blocks)
    : blocks_(std::move(blocks)) {
  for (const Block& block : blocks_) {
    size_ += block.size;
    bound_ = std::max(bound_, block.bound);
  }
}

// The block where `doc` is, or the last one that begins before it.
size_t PostingList::FindBlock(DocId doc) const {
  const auto after = std::upper_bound(
      blocks_.begin(), blocks_.end(), doc,
      [](DocId value, const Block& block) { return value < block.first; });
  return after == blocks_.begin() ? 0 : after - blocks_.begin() - 1;
}

void PostingList::Rebuild(Block* block, const DocId* docs,
                          const FrequencyCode* codes, uint32_t size) {
  block->first = docs[0];
  block->last = docs[size - 1];
  block->size = static_cast<uint8_t>(size);
  block->capacity = CapacityFor(size);
  block->wide = block->last - block->first > kNarrow;
  const size_t width = block->wide ? 4 : 2;
  block->data = NewBytes((width + 1) * block->capacity);
  for (uint32_t i = 0; i < size; ++i) {
    const DocId distance = docs[i] - block->first;
    if (block->wide) {
      reinterpret_cast<uint32_t*>(&block->data[0])[i] = distance;
    } else {
      reinterpret_cast<uint16_t*>(&block->data[0])[i] =
          static_cast<uint16_t>(distance);
    }
    block->codes()[i] = codes[i];
  }
}

// Puts `doc` after all others of `block` when there is room without a new
// allocation.
bool PostingList::Append(Block* block, DocId doc, FrequencyCode code) {
  if (doc <= block->last || block->size >= block->capacity) return false;
  const DocId distance = doc - block->first;
  if (!block->wide && distance > kNarrow) return false;
  if (block->wide) {
    reinterpret_cast<uint32_t*>(&block->data[0])[block->size] = distance;
  } else {
    reinterpret_cast<uint16_t*>(&block->data[0])[block->size] =
        static_cast<uint16_t>(distance);
  }
  block->codes()[block->size] = code;
  ++block->size;
  block->last = doc;
  return true;
}

void PostingList::InsertInto(size_t index, DocId doc, FrequencyCode code) {
  Block& block = blocks_[index];
  std::array<DocId, kBlockSize + 1> docs;
  std::array<FrequencyCode, kBlockSize + 1> codes;
  const uint32_t place = doc < block.first ? 0 : block.Seek(doc);
  uint32_t size = 0;
  for (uint32_t i = 0; i <= block.size; ++i) {
    if (i == place) {
      docs[size] = doc;
      codes[size++] = code;
    }
    if (i == block.size) break;
    docs[size] = block.doc(i);
    codes[size++] = block.code(i);
  }
  if (size <= kBlockSize) {
    Rebuild(&block, docs.data(), codes.data(), size);
    return;
  }
  // In the middle; after all others, a block of its own.
  const uint32_t half = place + 1 == size ? kBlockSize : size / 2;
  Block second;
  second.bound = block.bound;
  Rebuild(&second, docs.data() + half, codes.data() + half, size - half);
  Rebuild(&block, docs.data(), codes.data(), half);
  blocks_.insert(blocks_.begin() + static_cast<ptrdiff_t>(index) + 1,
                 std::move(second));
}

void PostingList::Insert(DocId doc, FrequencyCode code, float impact) {
  ++size_;
  bound_ = std::max(bound_, impact);
  const bool far = !blocks_.empty() && doc > blocks_.back().last &&
                   blocks_.back().size >= kEnough && !blocks_.back().wide &&
                   doc - blocks_.back().first > kNarrow;
  if (blocks_.empty() || far) {
    Rebuild(&blocks_.emplace_back(), &doc, &code, 1);
    blocks_.back().bound = impact;
    return;
  }
  const size_t index = FindBlock(doc);
  Block& block = blocks_[index];
  block.bound = std::max(block.bound, impact);
  if (!Append(&block, doc, code)) InsertInto(index, doc, code);
}

void PostingList::Erase(DocId doc) {
  const size_t index = FindBlock(doc);
  Block& block = blocks_[index];
  --size_;
  if (block.size == 1) {
    blocks_.erase(blocks_.begin() + static_cast<ptrdiff_t>(index));
    return;
  }
  std::array<DocId, kBlockSize> docs;
  std::array<FrequencyCode, kBlockSize> codes;
  uint32_t size = 0;
  for (uint32_t i = 0; i < block.size; ++i) {
    if (block.doc(i) == doc) continue;
    docs[size] = block.doc(i);
    codes[size++] = block.code(i);
  }
  Rebuild(&block, docs.data(), codes.data(), size);
}

size_t PostingList::MemoryBytes() const {
  size_t bytes = blocks_.capacity() * sizeof(Block);
  for (const Block& block : blocks_) {
    bytes += (block.wide ? 5u : 3u) * block.capacity;
  }
  return bytes;
}

void PostingCursor::SeekBlock(DocId doc) {
  const auto& blocks = list_->blocks();
  // Galloping: most steps are short.
  size_t step = 1;
  size_t low = block_ + 1;
  while (low + step < blocks.size() && blocks[low + step].last < doc) {
    low += step;
    step *= 2;
  }
  const auto end = blocks.begin() + static_cast<ptrdiff_t>(std::min(
                                        blocks.size(), low + step + 1));
  block_ = static_cast<size_t>(
      std::lower_bound(blocks.begin() + static_cast<ptrdiff_t>(low), end, doc,
                       [](const PostingList::Block& block, DocId value) {
                         return block.last < value;
                       }) -
      blocks.begin());
  at_ = 0;
}

void PostingCursor::Seek(DocId doc) {
  if (AtEnd()) return;
  if (block().last < doc) {
    SeekBlock(doc);
    if (AtEnd()) return;
  }
  at_ = block().Seek(doc, at_);
}

}  // namespace broadsheet::recommend
