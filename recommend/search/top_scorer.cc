#include "recommend/search/top_scorer.h"

#include <algorithm>
#include <array>
#include <bit>
#include <utility>

namespace broadsheet::recommend {
namespace {

constexpr DocId kWindow = 4096;
// Windows between two looks at the clock.
constexpr uint32_t kPatience = 16;
constexpr float kUnit = 65536;
// Postings that are read as fast as one is looked for.
constexpr size_t kScanned = 12;

// A term's part of a score, in units of 2^-16.
uint32_t Part(float weight, float saturated) {
  return static_cast<uint32_t>(weight * kUnit * saturated);
}

double ToScore(uint64_t units) { return static_cast<double>(units) / kUnit; }

// The best hits so far.
class Heap {
 public:
  explicit Heap(const TopScorer::Request& request)
      : before_(request.before), limit_(request.limit) {}

  // Better ones first.
  auto Order() const {
    return [this](const TextHit& a, const TextHit& b) {
      if (a.score != b.score) return a.score > b.score;
      return before_(a.doc, b.doc);
    };
  }

  // Scores below it are of no use.
  double floor() const { return floor_; }

  bool Wants(DocId doc, double score) const {
    return hits_.size() < limit_ || score > hits_.front().score ||
           (score == hits_.front().score && before_(doc, hits_.front().doc));
  }
  void Add(const TextHit& hit) {
    const auto better = Order();
    if (hits_.size() == limit_) {
      std::pop_heap(hits_.begin(), hits_.end(), better);
      hits_.pop_back();
    }
    hits_.push_back(hit);
    std::push_heap(hits_.begin(), hits_.end(), better);
    if (hits_.size() == limit_) floor_ = hits_.front().score;
  }
  std::vector<TextHit> Take() {
    std::sort_heap(hits_.begin(), hits_.end(), Order());
    return std::move(hits_);
  }

 private:
  const std::function<bool(DocId, DocId)>& before_;
  size_t limit_;
  double floor_ = 0;
  std::vector<TextHit> hits_;  // The worst one first.
};

// One term on its way through the papers.
struct Walker {
  Walker(const InvertedIndex& index, const ScoredTerm& scored)
      : term(scored), cursor(&index.Postings(scored.term)) {}

  ScoredTerm term;
  PostingCursor cursor;
  uint32_t bound = 0;  // Of its part, in the window.
};

// One search. Its arrays are for one window of papers.
class Search {
 public:
  Search(const InvertedIndex& index, const TopScorer::Request& request)
      : index_(index),
        request_(request),
        coverage_(*request.coverage),
        table_(index.table()),
        lengths_(index.lengths()),
        heap_(request),
        cells_(kWindow) {
    table_.FillAbstractParts(&abstract_parts_);
    walkers_.reserve(request.terms.size());
    for (const ScoredTerm& term : request.terms) {
      walkers_.emplace_back(index, term);
    }
  }

  TopScorer::Result Run() {
    TopScorer::Result result;
    DocId base = 0;
    for (uint32_t turn = 1; NextWindow(&base); ++turn) {
      if (turn % kPatience == 0 && request_.out_of_time &&
          request_.out_of_time()) {
        result.partial = true;
        break;
      }
      ScoreWindow(base);
      if (base > UINT32_MAX - kWindow) break;
      base += kWindow;
    }
    result.hits = heap_.Take();
    return result;
  }

 private:
  struct Cell {
    uint32_t sum = 0;
    uint32_t marks = 0;
  };

  // Moves `base` to the window of the next posting from there on.
  bool NextWindow(DocId* base) {
    DocId next = UINT32_MAX;
    for (Walker& walker : walkers_) {
      if (walker.cursor.AtEnd()) continue;
      if (walker.cursor.doc() < *base) walker.cursor.Seek(*base);
      if (walker.cursor.AtEnd()) continue;
      next = std::min(next, walker.cursor.doc());
    }
    *base = next / kWindow * kWindow;
    return next != UINT32_MAX;
  }

  uint32_t BoundOf(const Walker& walker, float impact) const {
    const float bound = index_.ImpactBound(walker.term.term, impact);
    return Part(walker.term.weight, table_.Saturate(bound)) + 2;
  }

  // The highest part that the walker's term has in the window.
  uint32_t WindowBound(const Walker& walker, DocId last) const {
    if (walker.cursor.AtEnd() || walker.cursor.doc() > last) return 0;
    const auto& blocks = walker.cursor.list().blocks();
    float impact = 0;
    for (size_t i = walker.cursor.block_index();
         i < blocks.size() && blocks[i].first <= last; ++i) {
      impact = std::max(impact, blocks[i].bound);
    }
    return BoundOf(walker, impact);
  }

  float Saturated(FrequencyCode code, DocId doc) const {
    if (code <= kAbstractBits) {
      return abstract_parts_[code][lengths_[doc].abstract];
    }
    return table_.Saturate(table_.Impact(code, lengths_[doc]));
  }

  bool Hopeless(uint64_t sum, uint32_t marks) const {
    return ToScore(sum) * coverage_.Factor(marks) < heap_.floor();
  }

  // The lowest sum that is not hopeless; there must be one.
  uint64_t LeastSum(uint32_t marks) const {
    if (heap_.floor() <= 0) return 0;
    auto least =
        static_cast<uint64_t>(heap_.floor() / coverage_.Factor(marks) * kUnit);
    while (least > 0 && !Hopeless(least - 1, marks)) --least;
    while (Hopeless(least, marks)) ++least;
    return least;
  }

  void ScoreWindow(DocId base) {
    const DocId last = base + (kWindow - 1);
    active_.clear();
    for (Walker& walker : walkers_) {
      walker.bound = WindowBound(walker, last);
      if (walker.bound > 0) active_.push_back(&walker);
    }
    std::sort(active_.begin(), active_.end(),
              [](const Walker* a, const Walker* b) {
                if (a->bound != b->bound) return a->bound < b->bound;
                return a->term.mark < b->term.mark;
              });
    // The terms before `first` cannot make a good paper by themselves.
    size_t first = 0;
    rest_sum_ = 0;
    rest_marks_ = 0;
    for (; first < active_.size(); ++first) {
      const uint64_t sum = rest_sum_ + active_[first]->bound;
      const uint32_t marks = rest_marks_ | active_[first]->term.mark;
      if (!Hopeless(sum, marks)) break;
      rest_sum_ = sum;
      rest_marks_ = marks;
    }
    if (first == active_.size()) return;
    if (first + 1 == active_.size()) {
      // One term finds all papers: what the others cannot mend is left out.
      const uint32_t marks = rest_marks_ | active_[first]->term.mark;
      const uint64_t sum = LeastSum(marks);
      Gather(active_[first], base, last,
             sum - std::min<uint64_t>(sum, rest_sum_));
      Collect(base, first, CountTouched());
      return;
    }
    for (size_t i = first; i < active_.size(); ++i) {
      Gather(active_[i], base, last, 0);
    }
    Collect(base, first, DropHopeless());
  }

  // Adds the parts of a term, from `least` on, to the cells of the window.
  void Gather(Walker* walker, DocId base, DocId last, uint64_t least) {
    PostingCursor& cursor = walker->cursor;
    while (!cursor.AtEnd() && cursor.doc() <= last) {
      const PostingList::Block& block = cursor.block();
      const uint32_t to = last >= block.last
                              ? uint32_t{block.size}
                              : block.Seek(last + 1, cursor.at());
      if (least == 0 || BoundOf(*walker, block.bound) >= least) {
        if (block.wide) {
          GatherBlock<uint32_t>(*walker, block, cursor.at(), to, base, least);
        } else {
          GatherBlock<uint16_t>(*walker, block, cursor.at(), to, base, least);
        }
      }
      cursor.MoveTo(to);
    }
  }

  template <class Distance>
  void GatherBlock(const Walker& walker, const PostingList::Block& block,
                   uint32_t from, uint32_t to, DocId base, uint64_t least) {
    const auto* distances = reinterpret_cast<const Distance*>(&block.data[0]);
    const FrequencyCode* codes = block.codes();
    const FrequencyCode fields = walker.term.fields;
    const uint32_t mark = walker.term.mark;
    const float weight = walker.term.weight;
    // Without the checks of a container in a debugging library.
    Cell* cells = cells_.data();
    uint64_t* touched = touched_.data();
    for (uint32_t i = from; i < to; ++i) {
      const FrequencyCode code = codes[i] & fields;
      if (code == 0) continue;
      const DocId doc = block.first + distances[i];
      const uint32_t part = Part(weight, Saturated(code, doc));
      if (part < least) continue;
      const DocId at = doc - base;
      cells[at].sum += part;
      cells[at].marks |= mark;
      touched[at / 64] |= uint64_t{1} << (at % 64);
    }
  }

  // Completes the scores of the `hopeful` papers gathered by the first `rest`
  // terms, and clears the cells.
  void Collect(DocId base, size_t rest, size_t hopeful) {
    while (rest > 0 && hopeful > 0) {
      Walker& walker = *active_[--rest];
      rest_sum_ -= walker.bound;
      rest_marks_ &= ~walker.term.mark;
      if (PostingsUpTo(walker, base + (kWindow - 1)) < kScanned * hopeful) {
        ScanFor(&walker, base);
      } else {
        SeekFor(&walker, base);
      }
      hopeful = DropHopeless();
    }
    ForEachTouched([&](DocId at) {
      Offer(base + at, cells_[at]);
      cells_[at] = Cell{};
    });
    touched_ = {};
  }

  template <class Visit>
  void ForEachTouched(const Visit& visit) {
    for (size_t word = 0; word < touched_.size(); ++word) {
      for (uint64_t bits = touched_[word]; bits != 0; bits &= bits - 1) {
        visit(static_cast<DocId>(64 * word) +
              static_cast<DocId>(std::countr_zero(bits)));
      }
    }
  }

  size_t CountTouched() const {
    size_t count = 0;
    for (const uint64_t bits : touched_) {
      count += static_cast<size_t>(std::popcount(bits));
    }
    return count;
  }

  // Forgets papers that cannot become good ones, and counts the others.
  size_t DropHopeless() {
    size_t hopeful = 0;
    ForEachTouched([&](DocId at) {
      Cell& cell = cells_[at];
      if (Hopeless(cell.sum + rest_sum_, cell.marks | rest_marks_)) {
        cell = Cell{};
        touched_[at / 64] &= ~(uint64_t{1} << (at % 64));
      } else {
        ++hopeful;
      }
    });
    return hopeful;
  }

  static size_t PostingsUpTo(const Walker& walker, DocId last) {
    if (walker.cursor.AtEnd()) return 0;
    const auto& blocks = walker.cursor.list().blocks();
    size_t postings = 0;
    for (size_t i = walker.cursor.block_index();
         i < blocks.size() && blocks[i].first <= last; ++i) {
      postings += blocks[i].size;
    }
    return postings;
  }

  // Adds the term's part to a paper gathered already.
  void AddPart(const Walker& walker, FrequencyCode code, DocId doc,
               Cell* cell) const {
    code &= walker.term.fields;
    if (code == 0) return;
    cell->sum += Part(walker.term.weight, Saturated(code, doc));
    cell->marks |= walker.term.mark;
  }

  // Goes through the term's postings in the window: where many papers are left.
  void ScanFor(Walker* walker, DocId base) {
    const DocId last = base + (kWindow - 1);
    PostingCursor& cursor = walker->cursor;
    while (!cursor.AtEnd() && cursor.doc() <= last) {
      const PostingList::Block& block = cursor.block();
      const uint32_t to = last >= block.last
                              ? uint32_t{block.size}
                              : block.Seek(last + 1, cursor.at());
      if (block.wide) {
        ScanBlock<uint32_t>(*walker, block, cursor.at(), to, base);
      } else {
        ScanBlock<uint16_t>(*walker, block, cursor.at(), to, base);
      }
      cursor.MoveTo(to);
    }
  }

  template <class Distance>
  void ScanBlock(const Walker& walker, const PostingList::Block& block,
                 uint32_t from, uint32_t to, DocId base) {
    const auto* distances = reinterpret_cast<const Distance*>(&block.data[0]);
    const FrequencyCode* codes = block.codes();
    for (uint32_t i = from; i < to; ++i) {
      const DocId doc = block.first + distances[i];
      const DocId at = doc - base;
      if ((touched_[at / 64] >> (at % 64) & 1) == 0) continue;
      AddPart(walker, codes[i], doc, &cells_[at]);
    }
  }

  // Looks for each paper in the term's postings: where few are left.
  void SeekFor(Walker* walker, DocId base) {
    PostingCursor& cursor = walker->cursor;
    ForEachTouched([&](DocId at) {
      cursor.Seek(base + at);
      if (cursor.AtEnd() || cursor.doc() != base + at) return;
      AddPart(*walker, cursor.code(), base + at, &cells_[at]);
    });
  }

  void Offer(DocId doc, const Cell& cell) {
    const double text = ToScore(cell.sum);
    const double score = text * coverage_.Factor(cell.marks);
    if (!heap_.Wants(doc, score) || !request_.admits(doc)) return;
    heap_.Add({doc, score, text, cell.marks});
  }

  const InvertedIndex& index_;
  const TopScorer::Request& request_;
  const Coverage& coverage_;
  const ImpactTable& table_;
  const LengthCodes* lengths_;
  // Looked up instead of divided, which takes a fifteenth less time.
  ImpactTable::AbstractParts abstract_parts_;
  Heap heap_;
  std::vector<Walker> walkers_;
  std::vector<Walker*> active_;  // Of the window, by rising bound.
  // What the terms add at most that only complete scores.
  uint64_t rest_sum_ = 0;
  uint32_t rest_marks_ = 0;
  std::vector<Cell> cells_;
  std::array<uint64_t, kWindow / 64> touched_ = {};
};

}  // namespace

TopScorer::Result TopScorer::Find(const Request& request) const {
  if (request.limit == 0 || request.terms.empty()) return {};
  return Search(*index_, request).Run();
}

TextHit TopScorer::Score(const Request& request, DocId doc) const {
  const PaperTerms& terms = index_->TermsOf(doc);
  TextHit hit{.doc = doc};
  uint64_t sum = 0;
  for (const ScoredTerm& term : request.terms) {
    const FrequencyCode code = terms.CodeOf(term.term) & term.fields;
    if (code == 0) continue;
    const float impact = index_->table().Impact(code, index_->Lengths(doc));
    sum += Part(term.weight, index_->table().Saturate(impact));
    hit.marks |= term.mark;
  }
  hit.text = ToScore(sum);
  hit.score = hit.text * request.coverage->Factor(hit.marks);
  return hit;
}

}  // namespace broadsheet::recommend
