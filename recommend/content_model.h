#ifndef BROADSHEET_RECOMMEND_CONTENT_MODEL_H_
#define BROADSHEET_RECOMMEND_CONTENT_MODEL_H_

#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "recommend/inverted_index.h"
#include "recommend/score_map.h"

namespace broadsheet::recommend {

// What a paper, or a reader, is about: weighted terms, strongest first, of
// length 1 (or empty). Equal weights go by the terms' rank. In a bag they are
// in no order: what is made of it must not depend on one.
struct ContentVector {
  struct Component {
    TermId term;
    float weight;
  };
  std::vector<Component> components;
};

// Tells how close papers are by what they say. Thread-safe.
class ContentModel {
 public:
  virtual ~ContentModel() = default;

  // The vector of a paper, of at most `limit` components; empty when its text
  // is not known.
  virtual ContentVector VectorOf(DocId doc, size_t limit) const = 0;
  // The same as a bag, which costs less.
  virtual ContentVector BagOf(DocId doc, size_t limit) const = 0;
  // The same of a text that is no paper's.
  virtual ContentVector VectorOf(const std::vector<PaperTerm>& terms,
                                 size_t limit) const = 0;
  // The weighted sum of papers' vectors, and of `asked` with weight 1, cut to
  // `limit` positive components.
  virtual ContentVector Mix(const std::vector<std::pair<DocId, double>>& papers,
                            const ContentVector& asked, size_t limit) const = 0;
  // Adds the closeness of papers to `query`: 0 and up, comparable within one
  // query only. It may leave out what very common components add, to all papers
  // alike; Complete adds that to some papers.
  virtual void Score(const ContentVector& query, ScoreMap* scores) const = 0;
  // After Score, with the same query: makes the scores of `docs`, which are
  // different, complete.
  virtual void Complete(const ContentVector& query,
                        const std::vector<DocId>& docs,
                        ScoreMap* scores) const = 0;
  // What Score gives a paper about exactly what `query` is.
  virtual double Ceiling(const ContentVector& query) const = 0;
};

// The cosines between vectors and others, many at a time: postings of the
// vectors' terms, so that terms of one alone cost one look for all. All may be
// bags: sums are of integers, alike in any order. Not thread-safe; To may run
// at the same time.
class Cosines {
 public:
  Cosines() = default;
  explicit Cosines(const ContentVector& vector) { Add(vector); }

  void Add(const ContentVector& vector);
  // Vectors added.
  size_t size() const { return size_; }
  // Of `vector` and each of these, in the order in which they were added.
  std::vector<double> To(const ContentVector& vector) const;

 private:
  static constexpr uint32_t kNone = ~uint32_t{0};
  struct Posting {
    uint32_t vector;
    int32_t weight;  // In units of 1 / kOne.
    uint32_t next;   // Of the same term, in postings_; or kNone.
  };

  size_t size_ = 0;
  std::vector<Posting> postings_;
  absl::flat_hash_map<TermId, uint32_t> last_;  // Of the term's, by term.
};

// Sparse lexical vectors: (1 + ln tf) * idf over title and abstract, scored as
// a weighted BM25F query on the index that search uses. On citation links this
// equals TF-IDF cosine and needs no per-paper norms, which would change with
// every paper added.
class LexicalContentModel final : public ContentModel {
 public:
  // So many postings are read without a hurry: about 1 ms. In a corpus of some
  // 50,000 papers these are all of a query's, and scores are complete at once.
  static constexpr size_t kPostings = 150'000;

  // `index` must outlive this and stay unchanged during calls. `postings`:
  // those that one Score reads at most; rare terms are read first, which tell
  // most for a posting.
  explicit LexicalContentModel(const InvertedIndex* index,
                               size_t postings = kPostings)
      : index_(index), postings_(postings) {}

  ContentVector VectorOf(DocId doc, size_t limit) const override;
  ContentVector BagOf(DocId doc, size_t limit) const override;
  ContentVector VectorOf(const std::vector<PaperTerm>& terms,
                         size_t limit) const override;
  ContentVector Mix(const std::vector<std::pair<DocId, double>>& papers,
                    const ContentVector& asked, size_t limit) const override;
  void Score(const ContentVector& query, ScoreMap* scores) const override;
  void Complete(const ContentVector& query, const std::vector<DocId>& docs,
                ScoreMap* scores) const override;
  double Ceiling(const ContentVector& query) const override;

 private:
  // The components whose postings Score reads, and the others; both in the
  // order of the query.
  struct Shares {
    std::vector<ContentVector::Component> read;
    std::vector<ContentVector::Component> rest;
  };
  Shares Divide(const ContentVector& query) const;

  std::vector<ContentVector::Component> ComponentsOf(DocId doc) const;
  // Whether a goes before b in a vector.
  bool IsStronger(const ContentVector::Component& a,
                  const ContentVector::Component& b) const;
  // The strongest, scaled to length 1.
  ContentVector Cut(std::vector<ContentVector::Component> components,
                    size_t limit) const;
  // The same in order.
  ContentVector Finish(std::vector<ContentVector::Component> components,
                       size_t limit) const;

  // Adds the component of a term, unless it tells nothing.
  void AddComponent(TermId term, uint32_t count,
                    std::vector<ContentVector::Component>* components) const;

  const InvertedIndex* index_;
  size_t postings_;
};

}  // namespace broadsheet::recommend

#endif  // BROADSHEET_RECOMMEND_CONTENT_MODEL_H_
