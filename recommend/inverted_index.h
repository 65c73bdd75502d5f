#ifndef BROADSHEET_RECOMMEND_INVERTED_INDEX_H_
#define BROADSHEET_RECOMMEND_INVERTED_INDEX_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "recommend/score_map.h"
#include "recommend/vocabulary.h"

namespace broadsheet::recommend {

using TermId = Vocabulary::Id;

// How often a term occurs in each field; capped at the types' limits.
struct Frequency {
  uint16_t abstract = 0;
  uint8_t title = 0;
  uint8_t authors = 0;

  bool operator==(const Frequency&) const = default;
};

// The words of each field of one paper.
struct FieldLengths {
  uint16_t abstract = 0;
  uint16_t title = 0;
  uint16_t authors = 0;
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
struct Bm25Parameters {
  float k1 = 1.2f;
  float title_weight = 3;
  float abstract_weight = 1;
  float authors_weight = 2;
  float title_b = 0.5f;
  float abstract_b = 0.75f;
  float authors_b = 0.5f;
};

// Which papers contain a term, in memory, updated in place: replacing a paper
// leaves nothing of the old text behind. All statistics (papers, document
// frequencies, mean lengths) are exact counts over the papers now inside, so
// they do not depend on the order of insertions. Not thread-safe; const methods
// may run at the same time.
class InvertedIndex {
 public:
  struct Posting {
    DocId doc;
    Frequency frequency;
  };
  struct DocTerm {
    TermId term;
    Frequency frequency;
  };

  // Inserts or replaces a paper. The terms' texts are distinct.
  void Put(DocId doc, const std::vector<PaperTerm>& terms,
           const FieldLengths& lengths);
  // Does nothing when the paper is not inside.
  void Remove(DocId doc);

  // Papers inside.
  int64_t docs() const { return docs_; }
  std::optional<TermId> Find(std::string_view term) const {
    return terms_.Find(term);
  }
  const std::string& Text(TermId term) const { return terms_.Text(term); }
  // ln(1 + (N - df + 0.5) / (df + 0.5)), above 0.
  float Idf(TermId term) const;
  // Papers with the term, by number.
  const std::vector<Posting>& Postings(TermId term) const {
    return postings_[term];
  }
  // The terms of a paper, in no particular order; empty when not inside.
  const std::vector<DocTerm>& Terms(DocId doc) const;

  // Adds the scores of one term to `scores`, which has room for all papers.
  void Accumulate(const WeightedTerm& term, const Bm25Parameters& parameters,
                  ScoreMap* scores) const;
  // What Accumulate adds for one paper with that frequency.
  float Score(TermId term, DocId doc, const Frequency& frequency,
              const Bm25Parameters& parameters) const;

 private:
  struct Doc {
    bool inside = false;
    FieldLengths lengths;
    std::vector<DocTerm> terms;
  };
  // Per field, 1 / mean length.
  struct Norms {
    float title;
    float abstract;
    float authors;
  };

  Norms MakeNorms() const;
  static float Saturate(const Frequency& frequency, const FieldLengths& lengths,
                        const Norms& norms, const Bm25Parameters& parameters);
  void InsertPosting(TermId term, const Posting& posting);
  void ErasePosting(TermId term, DocId doc);
  void CountLengths(const FieldLengths& lengths, int64_t sign);

  Vocabulary terms_;
  std::vector<std::vector<Posting>> postings_;  // By term.
  std::vector<Doc> by_doc_;
  int64_t docs_ = 0;
  int64_t title_words_ = 0;
  int64_t abstract_words_ = 0;
  int64_t authors_words_ = 0;
};

}  // namespace broadsheet::recommend

#endif  // BROADSHEET_RECOMMEND_INVERTED_INDEX_H_
