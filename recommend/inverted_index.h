#ifndef BROADSHEET_RECOMMEND_INVERTED_INDEX_H_
#define BROADSHEET_RECOMMEND_INVERTED_INDEX_H_

#include <array>
#include <cstdint>
#include <deque>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "recommend/score_map.h"
#include "recommend/search/paper_terms.h"
#include "recommend/search/posting_list.h"
#include "recommend/vocabulary.h"

namespace broadsheet::recommend {

class SegmentReader;
class SegmentWriter;

// How often a term occurs in each field; capped at the types' limits.
struct Frequency {
  uint16_t abstract = 0;
  uint8_t title = 0;
  uint8_t authors = 0;
  uint8_t keywords = 0;

  bool operator==(const Frequency&) const = default;
};

// The words of each field of one paper.
struct FieldLengths {
  uint16_t abstract = 0;
  uint16_t title = 0;
  uint16_t authors = 0;
  uint16_t keywords = 0;
};

// A term of one paper before the index has numbered it.
struct PaperTerm {
  std::string text;
  Frequency frequency;
};

// A term of a query. Weights multiply the term's idf.
struct WeightedTerm {
  TermId term = 0;
  float weight = 1;
  // The marks that matching papers get in the score map; not 0.
  uint32_t marks = 1;
};

// BM25F: S. Robertson, H. Zaragoza, M. Taylor, "Simple BM25 extension to
// multiple weighted fields", CIKM 2004; with the length of each field
// normalised apart. A term t adds to the score of paper d
//
//   idf(t) * f / (k1 + f),
//   f = sum over fields: weight * tf / (1 - b + b * length / mean length).
//
// Lengths above 32 words are rounded by up to 3 %, frequencies capped as in
// FrequencyCode.
struct Bm25Parameters {
  float k1 = 1.2f;
  float title_weight = 3;
  float abstract_weight = 1;
  float authors_weight = 2;
  float keywords_weight = 1;
  float title_b = 0.5f;
  float abstract_b = 0.75f;
  float authors_b = 0.5f;
  float keywords_b = 0.5f;
};

// The lengths of a paper's fields, rounded to a byte each.
struct LengthCodes {
  uint8_t abstract = 0;
  uint8_t title = 0;
  uint8_t authors = 0;
  uint8_t keywords = 0;
};

// What one occurrence counts for, by field and length: a function of the
// parameters and of the mean lengths.
class ImpactTable {
 public:
  static constexpr size_t kLengths = 256;
  // Mean lengths of abstract, title, authors, keywords.
  using Means = std::array<float, 4>;

  ImpactTable(const Bm25Parameters& parameters, const Means& means);

  // f of Bm25Parameters.
  float Impact(FrequencyCode code, LengthCodes lengths) const {
    float f =
        abstract_[lengths.abstract] * static_cast<float>(AbstractCount(code));
    if (code <= kAbstractBits) return f;
    f += title_[lengths.title] * static_cast<float>(TitleCount(code));
    if ((code & kAuthorsBit) != 0) f += authors_[lengths.authors];
    if ((code & kKeywordsBit) != 0) f += keywords_[lengths.keywords];
    return f;
  }
  float Saturate(float impact) const { return impact / (k1_ + impact); }

  // What most postings add, by how often a term is in the abstract and by the
  // code of that one's length: Saturate of Impact, the same number.
  using AbstractParts =
      std::array<std::array<float, kLengths>, kAbstractBits + 1>;
  void FillAbstractParts(AbstractParts* parts) const {
    for (size_t count = 0; count < parts->size(); ++count) {
      for (size_t length = 0; length < kLengths; ++length) {
        (*parts)[count][length] =
            Saturate(abstract_[length] * static_cast<float>(count));
      }
    }
  }

 private:
  float k1_;
  std::array<float, kLengths> abstract_;
  std::array<float, kLengths> title_;
  std::array<float, kLengths> authors_;
  std::array<float, kLengths> keywords_;
};

// Which papers contain a term, in memory, updated in place: replacing a paper
// leaves nothing of the old text behind. All statistics (papers, document
// frequencies, mean lengths) are exact counts over the papers now inside, so
// they do not depend on the order of insertions; how postings lie in blocks
// does, and shows in no result. Not thread-safe; const methods may run at the
// same time.
class InvertedIndex {
 public:
  struct DocTerm {
    TermId term;
    Frequency frequency;
  };

  InvertedIndex();

  // Inserts or replaces a paper. The terms' texts are distinct. `stream`: see
  // PaperTerms, with places in `terms`.
  void Put(DocId doc, const std::vector<PaperTerm>& terms,
           const FieldLengths& lengths,
           const std::vector<uint16_t>& stream = {});
  // Does nothing when the paper is not inside.
  void Remove(DocId doc);

  // Papers inside.
  int64_t docs() const { return docs_; }
  std::optional<TermId> Find(std::string_view term) const {
    return terms_.Find(term);
  }
  std::string_view Text(TermId term) const { return terms_.Text(term); }
  // Orders terms alike on every replica, at one look: a hash of the text.
  uint64_t Rank(TermId term) const { return ranks_[term]; }
  // ln(1 + (N - df + 0.5) / (df + 0.5)), above 0.
  float Idf(TermId term) const {
    const uint32_t df = frequencies_[term];
    const double of_df =
        df < log_frequencies_.size() ? log_frequencies_[df] : LogFrequency(df);
    return static_cast<float>(log_docs_ - of_df);
  }
  // Papers with the term, by number.
  const PostingList& Postings(TermId term) const { return postings_[term]; }
  // The terms of a paper, in no particular order; empty when not inside.
  std::vector<DocTerm> Terms(DocId doc) const;
  const PaperTerms& TermsOf(DocId doc) const;
  LengthCodes Lengths(DocId doc) const { return lengths_[doc]; }
  // All papers' lengths, by number.
  const LengthCodes* lengths() const { return lengths_.data(); }

  // With today's mean lengths.
  ImpactTable MakeTable(const Bm25Parameters& parameters) const {
    return ImpactTable(parameters, means_);
  }
  // The same for default parameters, made already.
  const ImpactTable& table() const { return table_; }
  // At least the impact of each posting of the list or block with that bound,
  // by table().
  float ImpactBound(TermId term, float bound) const {
    return bound * growth_[references_[term]];
  }

  // Adds the scores of the terms, one after another, to `scores`, which has
  // room for all papers.
  void Accumulate(std::span<const WeightedTerm> terms,
                  const Bm25Parameters& parameters, ScoreMap* scores) const;

  // Postings and papers' terms go on to lie in the segment, which must outlive
  // this, until they change. Load only when empty.
  void Save(SegmentWriter* out) const;
  void Load(SegmentReader* in);

  // Distinct terms met.
  size_t terms() const { return terms_.size(); }
  // Bytes of postings, of the papers' terms.
  size_t PostingBytes() const;
  size_t PaperBytes() const;

 private:
  template <class Visit>
  void VisitPostings(const PostingList::Block& block, const ScoreMap& scores,
                     const Visit& visit) const;

  void CountLengths(LengthCodes lengths, int64_t sign);
  void AddLengths(LengthCodes lengths, int64_t sign);
  void UpdateMeans();
  bool ReferenceIsOld() const;
  void AddReference();
  void RefreshBounds();
  using NumberedTerms = std::vector<std::pair<TermId, FrequencyCode>>;

  NumberedTerms Number(const std::vector<PaperTerm>& terms);
  void FetchPostings(const NumberedTerms& terms, size_t at) const;
  TermId InternTerm(const std::string& text);
  void SavePostings(SegmentWriter* out) const;
  void LoadPostings(SegmentReader* in);
  void SavePapers(SegmentWriter* out) const;
  void LoadPapers(SegmentReader* in);
  static double LogFrequency(uint32_t df);

  Vocabulary terms_;
  // A deque, for growing never to copy millions of lists while answers wait.
  std::deque<PostingList> postings_;  // By term.
  // Their sizes, side by side: idf is asked for most often, of terms that lie
  // far apart.
  std::vector<uint32_t> frequencies_;    // By term.
  std::vector<uint64_t> ranks_;          // By term.
  std::vector<double> log_frequencies_;  // ln(df + 0.5), of small ones.
  double log_docs_ = 0;                  // ln(N + 1)
  std::deque<PaperTerms> by_doc_;
  std::vector<LengthCodes> lengths_;  // By paper.
  std::vector<bool> inside_;
  int64_t docs_ = 0;
  // Of abstract, title, authors, keywords; in rounded lengths.
  std::array<int64_t, 4> words_ = {};
  ImpactTable::Means means_ = {};
  ImpactTable table_;

  // Bounds of postings are impacts at the mean lengths of a time: that of the
  // reference whose number is the list's. A mean that has grown to g times
  // makes no impact grow more than that, which corrects the bounds; when that
  // is much, a new reference is made and the lists move to it little by little.
  struct Reference {
    ImpactTable::Means means;
    ImpactTable table;
  };
  std::vector<Reference> reference_tables_;
  std::vector<float> growth_;        // By reference.
  std::deque<uint16_t> references_;  // By term.
  TermId next_refresh_ = 0;
};

}  // namespace broadsheet::recommend

#endif  // BROADSHEET_RECOMMEND_INVERTED_INDEX_H_
