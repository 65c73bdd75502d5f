#include "recommend/inverted_index.h"

#include <algorithm>
#include <cmath>

namespace broadsheet::recommend {
namespace {

auto LowerBound(std::vector<InvertedIndex::Posting>& postings, DocId doc) {
  return std::lower_bound(
      postings.begin(), postings.end(), doc,
      [](const auto& posting, DocId value) { return posting.doc < value; });
}

float InverseMean(int64_t words, int64_t docs) {
  return words == 0 ? 0.0f
                    : static_cast<float>(static_cast<double>(docs) /
                                         static_cast<double>(words));
}

float FieldWeight(float weight, float b, uint32_t tf, uint32_t length,
                  float inverse_mean) {
  if (tf == 0) return 0;
  const float ratio = static_cast<float>(length) * inverse_mean;
  return weight * static_cast<float>(tf) / (1 - b + b * ratio);
}

}  // namespace

void InvertedIndex::Put(DocId doc, const std::vector<PaperTerm>& terms,
                        const FieldLengths& lengths) {
  Remove(doc);
  if (by_doc_.size() <= doc) by_doc_.resize(doc + 1);
  Doc& entry = by_doc_[doc];
  entry.inside = true;
  entry.lengths = lengths;
  entry.terms.reserve(terms.size());
  for (const PaperTerm& term : terms) {
    const TermId id = terms_.Intern(term.text);
    if (postings_.size() <= id) postings_.resize(id + 1);
    entry.terms.push_back({id, term.frequency});
    InsertPosting(id, {doc, term.frequency});
  }
  CountLengths(lengths, 1);
}

void InvertedIndex::Remove(DocId doc) {
  if (doc >= by_doc_.size() || !by_doc_[doc].inside) return;
  Doc& entry = by_doc_[doc];
  for (const DocTerm& term : entry.terms) ErasePosting(term.term, doc);
  CountLengths(entry.lengths, -1);
  entry = Doc{};
}

void InvertedIndex::CountLengths(const FieldLengths& lengths, int64_t sign) {
  docs_ += sign;
  title_words_ += sign * lengths.title;
  abstract_words_ += sign * lengths.abstract;
  authors_words_ += sign * lengths.authors;
}

void InvertedIndex::InsertPosting(TermId term, const Posting& posting) {
  auto& postings = postings_[term];
  if (postings.empty() || postings.back().doc < posting.doc) {
    postings.push_back(posting);
  } else {
    postings.insert(LowerBound(postings, posting.doc), posting);
  }
}

void InvertedIndex::ErasePosting(TermId term, DocId doc) {
  auto& postings = postings_[term];
  postings.erase(LowerBound(postings, doc));
}

float InvertedIndex::Idf(TermId term) const {
  const double df = static_cast<double>(postings_[term].size());
  const double docs = static_cast<double>(docs_);
  return static_cast<float>(std::log1p((docs - df + 0.5) / (df + 0.5)));
}

const std::vector<InvertedIndex::DocTerm>& InvertedIndex::Terms(
    DocId doc) const {
  static const auto* const kNone = new std::vector<DocTerm>();
  return doc < by_doc_.size() ? by_doc_[doc].terms : *kNone;
}

InvertedIndex::Norms InvertedIndex::MakeNorms() const {
  return {InverseMean(title_words_, docs_), InverseMean(abstract_words_, docs_),
          InverseMean(authors_words_, docs_)};
}

float InvertedIndex::Saturate(const Frequency& frequency,
                              const FieldLengths& lengths, const Norms& norms,
                              const Bm25Parameters& parameters) {
  const float f =
      FieldWeight(parameters.title_weight, parameters.title_b, frequency.title,
                  lengths.title, norms.title) +
      FieldWeight(parameters.abstract_weight, parameters.abstract_b,
                  frequency.abstract, lengths.abstract, norms.abstract) +
      FieldWeight(parameters.authors_weight, parameters.authors_b,
                  frequency.authors, lengths.authors, norms.authors);
  return f / (parameters.k1 + f);
}

void InvertedIndex::Accumulate(const WeightedTerm& term,
                               const Bm25Parameters& parameters,
                               ScoreMap* scores) const {
  const float weight = term.weight * Idf(term.term);
  const Norms norms = MakeNorms();
  for (const Posting& posting : postings_[term.term]) {
    const float part = Saturate(posting.frequency, by_doc_[posting.doc].lengths,
                                norms, parameters);
    if (part > 0) scores->Add(posting.doc, weight * part, term.marks);
  }
}

float InvertedIndex::Score(TermId term, DocId doc, const Frequency& frequency,
                           const Bm25Parameters& parameters) const {
  return Idf(term) *
         Saturate(frequency, by_doc_[doc].lengths, MakeNorms(), parameters);
}

}  // namespace broadsheet::recommend
