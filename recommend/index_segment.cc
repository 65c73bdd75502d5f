// How an index goes into a segment, and comes out of it.
#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

#include "recommend/inverted_index.h"
#include "recommend/segment/segment_reader.h"
#include "recommend/segment/segment_writer.h"

namespace broadsheet::recommend {
namespace {

// Blocks and papers' terms begin at multiples of it: inside are numbers.
constexpr size_t kAlignment = 4;

size_t Aligned(size_t size) {
  return (size + kAlignment - 1) / kAlignment * kAlignment;
}

struct SavedBlock {
  DocId first;
  DocId last;
  float bound;
  uint8_t size;
  uint8_t wide;
  uint16_t unused;
};

struct SavedPaper {
  uint32_t terms;
  uint32_t words;
  LengthCodes lengths;
  uint8_t inside;
  uint8_t unused[3];
};

void PutZeros(size_t count, SegmentWriter* out) {
  static constexpr std::array<char, kAlignment> kZeros = {};
  out->Append({kZeros.data(), count});
}

void PutBytes(const uint8_t* bytes, size_t size, SegmentWriter* out) {
  out->Append({reinterpret_cast<const char*>(bytes), size});
}

void PutBlock(const PostingList::Block& block, SegmentWriter* out) {
  PutBytes(&block.data[0], (block.wide ? 4u : 2u) * block.size, out);
  PutBytes(block.codes(), block.size, out);
  PutZeros(Aligned(block.packed_bytes()) - block.packed_bytes(), out);
}

PostingList::Block MakeBlock(const SavedBlock& saved, const uint8_t* data) {
  PostingList::Block block;
  block.first = saved.first;
  block.last = saved.last;
  block.bound = saved.bound;
  block.size = saved.size;
  block.capacity = saved.size;
  block.wide = saved.wide != 0;
  block.data = BytesOfSegment(data);
  return block;
}

bool IsBlock(const SavedBlock& saved, size_t papers) {
  return saved.size > 0 && saved.size <= PostingList::kBlockSize &&
         saved.first <= saved.last && saved.last < papers;
}

// Papers ascend from the first to the last.
bool IsOrdered(const PostingList::Block& block) {
  for (uint32_t i = 1; i < block.size; ++i) {
    if (block.doc(i - 1) >= block.doc(i)) return false;
  }
  return block.doc(0) == block.first &&
         block.doc(block.size - 1u) == block.last;
}

}  // namespace

void InvertedIndex::Save(SegmentWriter* out) const {
  out->Begin("index.terms");
  terms_.Save(out);
  out->PutArray(ranks_);
  SavePapers(out);
  SavePostings(out);
}

// With bounds at today's mean lengths, of which no other reference is needed.
void InvertedIndex::SavePostings(SegmentWriter* out) const {
  out->Begin("index.blocks");
  size_t blocks = 0;
  size_t bytes = 0;
  out->BeginArray<uint32_t>(postings_.size());
  for (const PostingList& list : postings_) {
    out->Put(static_cast<uint32_t>(list.blocks().size()));
    blocks += list.blocks().size();
    for (const auto& block : list.blocks()) {
      bytes += Aligned(block.packed_bytes());
    }
  }
  out->BeginArray<SavedBlock>(blocks);
  for (const PostingList& list : postings_) {
    for (const auto& block : list.blocks()) {
      float bound = 0;
      for (uint32_t i = 0; i < block.size; ++i) {
        bound = std::max(bound,
                         table_.Impact(block.code(i), lengths_[block.doc(i)]));
      }
      out->Put(SavedBlock{block.first, block.last, bound, block.size,
                          block.wide ? uint8_t{1} : uint8_t{0}, 0});
    }
  }
  out->Begin("index.postings");
  out->BeginArray<uint8_t>(bytes);
  for (const PostingList& list : postings_) {
    for (const auto& block : list.blocks()) PutBlock(block, out);
  }
}

void InvertedIndex::SavePapers(SegmentWriter* out) const {
  out->Begin("index.papers");
  out->BeginArray<SavedPaper>(by_doc_.size());
  size_t bytes = 0;
  for (size_t doc = 0; doc < by_doc_.size(); ++doc) {
    const PaperTerms& terms = by_doc_[doc];
    out->Put(SavedPaper{static_cast<uint32_t>(terms.terms().size()),
                        terms.words(),
                        lengths_[doc],
                        inside_[doc] ? uint8_t{1} : uint8_t{0},
                        {}});
    bytes += Aligned(terms.bytes().size());
  }
  out->Begin("index.paper_terms");
  out->BeginArray<uint8_t>(bytes);
  for (const PaperTerms& terms : by_doc_) {
    const size_t size = terms.bytes().size();
    PutBytes(terms.bytes().data(), size, out);
    PutZeros(Aligned(size) - size, out);
  }
}

void InvertedIndex::Load(SegmentReader* in) {
  in->Open("index.terms");
  terms_.Load(in);
  const auto ranks = in->Array<uint64_t>();
  in->Check(ranks.size() == terms_.size());
  ranks_.assign(ranks.begin(), ranks.end());
  LoadPapers(in);
  LoadPostings(in);
}

void InvertedIndex::LoadPapers(SegmentReader* in) {
  in->Open("index.papers");
  const auto papers = in->Array<SavedPaper>();
  in->Open("index.paper_terms");
  const auto bytes = in->Array<uint8_t>();
  if (!in->Check(papers.size() <= in->papers())) return;
  lengths_.resize(papers.size());
  inside_.resize(papers.size());
  size_t at = 0;
  for (size_t doc = 0; doc < papers.size(); ++doc) {
    const SavedPaper& paper = papers[doc];
    const size_t size = PaperTerms::ByteSize(paper.terms, paper.words);
    if (!in->Check(Aligned(size) <= bytes.size() - at)) return;
    by_doc_.emplace_back(paper.terms, paper.words, bytes.data() + at);
    at += Aligned(size);
    lengths_[doc] = paper.lengths;
    inside_[doc] = paper.inside != 0;
    if (inside_[doc]) AddLengths(paper.lengths, 1);
  }
  UpdateMeans();
}

void InvertedIndex::LoadPostings(SegmentReader* in) {
  in->Open("index.blocks");
  const auto counts = in->Array<uint32_t>();
  const auto saved = in->Array<SavedBlock>();
  in->Open("index.postings");
  const auto bytes = in->Array<uint8_t>();
  if (!in->Check(counts.size() == terms_.size())) return;
  frequencies_.reserve(counts.size());
  size_t next = 0;
  size_t at = 0;
  for (const uint32_t count : counts) {
    if (!in->Check(count <= saved.size() - next)) return;
    std::vector<PostingList::Block> blocks;
    blocks.reserve(count);
    for (uint32_t i = 0; i < count; ++i) {
      const SavedBlock& block = saved[next++];
      if (!in->Check(IsBlock(block, lengths_.size()))) return;
      blocks.push_back(MakeBlock(block, bytes.data() + at));
      const size_t size = Aligned(blocks.back().packed_bytes());
      if (!in->Check(size <= bytes.size() - at)) return;
      if (!in->Check(IsOrdered(blocks.back()))) return;
      at += size;
    }
    postings_.emplace_back(std::move(blocks));
    frequencies_.push_back(static_cast<uint32_t>(postings_.back().size()));
  }
  reference_tables_ = {{means_, table_}};
  growth_ = {1.0001f};
  references_.assign(counts.size(), 0);
  next_refresh_ = static_cast<TermId>(counts.size());
}

}  // namespace broadsheet::recommend
