#ifndef BROADSHEET_RECOMMEND_SEARCH_POSTING_LIST_H_
#define BROADSHEET_RECOMMEND_SEARCH_POSTING_LIST_H_

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "recommend/models/prefetch.h"
#include "recommend/score_map.h"
#include "recommend/segment/mapped_bytes.h"

namespace broadsheet::recommend {

// How often a term occurs in the fields of a paper, in one byte: in the
// abstract up to 15 times, in the title up to 3, in authors and keywords at
// all. More would hardly change a saturated weight.
using FrequencyCode = uint8_t;
inline constexpr FrequencyCode kAbstractBits = 0x0f;
inline constexpr FrequencyCode kTitleBits = 0x30;
inline constexpr FrequencyCode kAuthorsBit = 0x40;
inline constexpr FrequencyCode kKeywordsBit = 0x80;
inline constexpr FrequencyCode kAllFields = 0xff;

inline uint32_t AbstractCount(FrequencyCode code) { return code & 15; }
inline uint32_t TitleCount(FrequencyCode code) { return code >> 4 & 3; }

// The papers with one term, by number, in blocks of up to 128. A block keeps
// its papers as distances from its first one (2 bytes each, 4 where they lie
// far apart) and their codes: about 3 bytes a posting, without decoding, so
// that a change in the middle touches one block and there is nothing to merge.
// Each block knows the highest impact inside, which lets a search leap over it.
// Not thread-safe; const methods may run at the same time.
class PostingList {
 public:
  static constexpr uint32_t kBlockSize = 128;

  struct Block {
    DocId first = 0;
    DocId last = 0;
    // At least the impact of each posting, at the list's reference.
    float bound = 0;
    uint8_t size = 0;
    uint8_t capacity = 0;
    // Distances of 4 bytes.
    bool wide = false;
    // `capacity` distances, then as many codes.
    MappedBytes data;

    DocId doc(uint32_t at) const {
      if (wide) return first + reinterpret_cast<const uint32_t*>(&data[0])[at];
      return first + reinterpret_cast<const uint16_t*>(&data[0])[at];
    }
    FrequencyCode code(uint32_t at) const { return codes()[at]; }
    const uint8_t* codes() const {
      return &data[0] + (wide ? 4u : 2u) * capacity;
    }
    uint8_t* codes() { return &data[0] + (wide ? 4u : 2u) * capacity; }
    // Without what a block keeps free for more.
    size_t packed_bytes() const { return (wide ? 5u : 3u) * size; }
    // The first place whose paper is not before `doc`; `size` when all are.
    uint32_t Seek(DocId doc, uint32_t from = 0) const;
  };

  PostingList() = default;
  // Of blocks that come one after another, with their bounds.
  explicit PostingList(std::vector<Block> blocks);

  // `doc` must not be inside.
  void Insert(DocId doc, FrequencyCode code, float impact);
  // `doc` must be inside. Bounds stay, as bounds.
  void Erase(DocId doc);

  const std::vector<Block>& blocks() const { return blocks_; }
  size_t size() const { return size_; }
  // Of the whole list, as in Block.
  float bound() const { return bound_; }
  // Bytes on the heap or in the segment.
  size_t MemoryBytes() const;

  // Asks memory for what Insert of a later paper needs, in two steps: the
  // second reads what the first asks for, which takes a while to come.
  BROADSHEET_PREFETCHES void FetchLastBlock() const {
    if (!blocks_.empty()) Prefetch(&blocks_.back());
  }
  BROADSHEET_PREFETCHES void FetchEnd() const {
    if (blocks_.empty()) return;
    const Block& block = blocks_.back();
    Prefetch(&block.data[0] + (block.wide ? 4u : 2u) * block.size);
    Prefetch(block.codes() + block.size);
  }

  // Makes the bounds anew: `impact(doc, code)`.
  template <class Impact>
  void Rebound(Impact impact) {
    bound_ = 0;
    for (Block& block : blocks_) {
      block.bound = 0;
      for (uint32_t i = 0; i < block.size; ++i) {
        block.bound =
            std::max(block.bound, impact(block.doc(i), block.code(i)));
      }
      bound_ = std::max(bound_, block.bound);
    }
  }

 private:
  size_t FindBlock(DocId doc) const;
  static void Rebuild(Block* block, const DocId* docs,
                      const FrequencyCode* codes, uint32_t size);
  void InsertInto(size_t index, DocId doc, FrequencyCode code);
  bool Append(Block* block, DocId doc, FrequencyCode code);

  std::vector<Block> blocks_;
  uint32_t size_ = 0;
  float bound_ = 0;
};

// Walks through a list forwards.
class PostingCursor {
 public:
  explicit PostingCursor(const PostingList* list) : list_(list) {}

  bool AtEnd() const { return block_ >= list_->blocks().size(); }
  // Not at the end.
  DocId doc() const { return block().doc(at_); }
  FrequencyCode code() const { return block().code(at_); }
  const PostingList::Block& block() const { return list_->blocks()[block_]; }
  uint32_t at() const { return at_; }
  size_t block_index() const { return block_; }
  const PostingList& list() const { return *list_; }

  // To the first posting that is not before `doc`; never back.
  void Seek(DocId doc);
  void Next() {
    if (++at_ < block().size) return;
    ++block_;
    at_ = 0;
  }
  // Within the block, as after its postings up to `at` were read.
  void MoveTo(uint32_t at) {
    at_ = at;
    if (at_ < block().size) return;
    ++block_;
    at_ = 0;
  }

 private:
  void SeekBlock(DocId doc);

  const PostingList* list_;
  size_t block_ = 0;
  uint32_t at_ = 0;
};

}  // namespace broadsheet::recommend

#endif  // BROADSHEET_RECOMMEND_SEARCH_POSTING_LIST_H_
