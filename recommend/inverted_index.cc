#include "recommend/inverted_index.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <utility>

#include "common/stable_hash.h"
#include "recommend/models/byte_kernels.h"
#include "recommend/models/prefetch.h"

namespace broadsheet::recommend {
namespace {

// Lengths up to here are exact; above, 16 steps make a doubling.
constexpr uint32_t kExactLength = 32;
constexpr uint32_t kSteps = 16;
// Bounds that are so much too high find a new reference.
constexpr float kMaxGrowth = 1.08f;
// Postings looked at for new bounds with each paper.
constexpr size_t kRefreshed = 4096;
// Postings ahead whose papers are asked for: they are far apart in memory.
constexpr uint32_t kAhead = 16;
constexpr size_t kMaxReferences = 200;
// Terms of a paper that are asked for before they are needed.
constexpr size_t kTermsAhead = 4;
// Document frequencies whose logarithms are kept.
constexpr uint32_t kLogs = 4096;

uint8_t EncodeLength(uint32_t length) {
  if (length < kExactLength) return static_cast<uint8_t>(length);
  uint32_t octave = 0;
  while (length >= 2 * kExactLength) {
    length /= 2;
    ++octave;
  }
  const uint32_t step = (length - kExactLength) * kSteps / kExactLength;
  return static_cast<uint8_t>(kExactLength + kSteps * octave + step);
}

// The middle of those that have the code.
constexpr uint32_t DecodeLength(uint32_t code) {
  if (code < kExactLength) return code;
  const uint32_t octave = (code - kExactLength) / kSteps;
  const uint32_t step = (code - kExactLength) % kSteps;
  const uint32_t size = kExactLength / kSteps << octave;
  return (kExactLength << octave) + step * size + size / 2;
}

constexpr std::array<float, ImpactTable::kLengths> DecodedLengths() {
  std::array<float, ImpactTable::kLengths> lengths{};
  for (uint32_t code = 0; code < lengths.size(); ++code) {
    lengths[code] = static_cast<float>(DecodeLength(code));
  }
  return lengths;
}

void FillTable(float weight, float b, float mean,
               std::array<float, ImpactTable::kLengths>* table) {
  static constexpr auto kLengths = DecodedLengths();
  const float slope = mean > 0 ? b / mean : 0;
  const float base = mean > 0 ? 1 - b : 1;
  for (size_t code = 0; code < kLengths.size(); ++code) {
    (*table)[code] = weight / (base + slope * kLengths[code]);
  }
}

// How much an impact can grow when the mean length of a field goes from one to
// the other. A field without a mean ignores lengths, which makes up to
// 1 / (1 - b) of difference.
float GrowthOf(float from, float to) {
  constexpr float kMost = 4;
  if (to <= 0) return 1;
  return from > 0 ? to / from : kMost;
}

FrequencyCode EncodeFrequency(const Frequency& frequency) {
  const auto abstract = std::min<uint32_t>(frequency.abstract, 15);
  const auto title = std::min<uint32_t>(frequency.title, 3);
  return static_cast<FrequencyCode>(
      abstract | title << 4 | (frequency.authors > 0 ? kAuthorsBit : 0u) |
      (frequency.keywords > 0 ? kKeywordsBit : 0u));
}

Frequency DecodeFrequency(FrequencyCode code) {
  Frequency frequency;
  frequency.abstract = static_cast<uint16_t>(AbstractCount(code));
  frequency.title = static_cast<uint8_t>(TitleCount(code));
  frequency.authors = (code & kAuthorsBit) != 0 ? 1 : 0;
  frequency.keywords = (code & kKeywordsBit) != 0 ? 1 : 0;
  return frequency;
}

}  // namespace

ImpactTable::ImpactTable(const Bm25Parameters& parameters, const Means& means)
    : k1_(parameters.k1) {
  FillTable(parameters.abstract_weight, parameters.abstract_b, means[0],
            &abstract_);
  FillTable(parameters.title_weight, parameters.title_b, means[1], &title_);
  FillTable(parameters.authors_weight, parameters.authors_b, means[2],
            &authors_);
  FillTable(parameters.keywords_weight, parameters.keywords_b, means[3],
            &keywords_);
}

InvertedIndex::InvertedIndex() : table_(Bm25Parameters(), means_) {
  for (uint32_t df = 0; df < kLogs; ++df) {
    log_frequencies_.push_back(LogFrequency(df));
  }
  AddReference();
}

TermId InvertedIndex::InternTerm(const std::string& text) {
  const TermId id = terms_.Intern(text);
  if (postings_.size() <= id) {
    postings_.resize(id + 1);
    frequencies_.resize(id + 1);
    ranks_.push_back(StableHash(text));
    references_.resize(id + 1,
                       static_cast<uint16_t>(reference_tables_.size() - 1));
  }
  return id;
}

InvertedIndex::NumberedTerms InvertedIndex::Number(
    const std::vector<PaperTerm>& terms) {
  NumberedTerms numbered;
  numbered.reserve(terms.size());
  for (size_t i = 0; i < terms.size(); ++i) {
    if (i + kTermsAhead < terms.size()) {
      terms_.Fetch(terms[i + kTermsAhead].text);
    }
    numbered.emplace_back(InternTerm(terms[i].text),
                          EncodeFrequency(terms[i].frequency));
  }
  return numbered;
}

// The lists of a paper's terms lie anywhere in memory: each is asked for, step
// by step, while earlier ones are written.
void InvertedIndex::FetchPostings(const NumberedTerms& terms, size_t at) const {
  const auto list = [&](size_t ahead) -> const PostingList* {
    return at + ahead < terms.size() ? &postings_[terms[at + ahead].first]
                                     : nullptr;
  };
  if (const auto* far = list(3 * kTermsAhead)) Prefetch(far);
  if (const auto* nearer = list(2 * kTermsAhead)) nearer->FetchLastBlock();
  if (const auto* next = list(kTermsAhead)) next->FetchEnd();
}

void InvertedIndex::Put(DocId doc, const std::vector<PaperTerm>& terms,
                        const FieldLengths& lengths,
                        const std::vector<uint16_t>& stream) {
  Remove(doc);
  if (by_doc_.size() <= doc) {
    by_doc_.resize(doc + 1);
    lengths_.resize(doc + 1);
    inside_.resize(doc + 1);
  }
  const LengthCodes codes{
      EncodeLength(lengths.abstract), EncodeLength(lengths.title),
      EncodeLength(lengths.authors), EncodeLength(lengths.keywords)};
  inside_[doc] = true;
  lengths_[doc] = codes;
  CountLengths(codes, 1);
  const auto numbered = Number(terms);
  for (size_t i = 0; i < numbered.size(); ++i) {
    FetchPostings(numbered, i);
    const auto [id, code] = numbered[i];
    const ImpactTable& table = reference_tables_[references_[id]].table;
    postings_[id].Insert(doc, code, table.Impact(code, codes));
    ++frequencies_[id];
  }
  by_doc_[doc] = PaperTerms(numbered, stream);
  RefreshBounds();
}

void InvertedIndex::Remove(DocId doc) {
  if (doc >= inside_.size() || !inside_[doc]) return;
  for (const TermId term : by_doc_[doc].terms()) {
    postings_[term].Erase(doc);
    --frequencies_[term];
  }
  CountLengths(lengths_[doc], -1);
  inside_[doc] = false;
  lengths_[doc] = {};
  by_doc_[doc] = PaperTerms();
}

void InvertedIndex::CountLengths(LengthCodes lengths, int64_t sign) {
  AddLengths(lengths, sign);
  UpdateMeans();
}

void InvertedIndex::AddLengths(LengthCodes lengths, int64_t sign) {
  docs_ += sign;
  words_[0] += sign * DecodeLength(lengths.abstract);
  words_[1] += sign * DecodeLength(lengths.title);
  words_[2] += sign * DecodeLength(lengths.authors);
  words_[3] += sign * DecodeLength(lengths.keywords);
}

void InvertedIndex::UpdateMeans() {
  log_docs_ = std::log(static_cast<double>(docs_) + 1);
  for (size_t i = 0; i < means_.size(); ++i) {
    means_[i] = docs_ == 0 ? 0.0f
                           : static_cast<float>(static_cast<double>(words_[i]) /
                                                static_cast<double>(docs_));
  }
  table_ = ImpactTable(Bm25Parameters(), means_);
  for (size_t i = 0; i < reference_tables_.size(); ++i) {
    float growth = 1;
    for (size_t field = 0; field < means_.size(); ++field) {
      const float then = reference_tables_[i].means[field];
      growth = std::max(growth, GrowthOf(then, means_[field]));
    }
    growth_[i] = growth * 1.0001f;  // Rounding.
  }
  if (ReferenceIsOld()) AddReference();
}

bool InvertedIndex::ReferenceIsOld() const {
  if (growth_.back() > kMaxGrowth) return true;
  const ImpactTable::Means& then = reference_tables_.back().means;
  for (size_t field = 0; field < then.size(); ++field) {
    if (GrowthOf(means_[field], then[field]) > kMaxGrowth) return true;
  }
  return false;
}

void InvertedIndex::AddReference() {
  if (reference_tables_.size() >= kMaxReferences) return;
  reference_tables_.push_back({means_, table_});
  growth_.push_back(1.0001f);
  next_refresh_ = 0;
}

// Moves some lists to the latest reference.
void InvertedIndex::RefreshBounds() {
  const auto latest = static_cast<uint16_t>(reference_tables_.size() - 1);
  const ImpactTable& table = reference_tables_[latest].table;
  size_t seen = 0;
  for (; next_refresh_ < postings_.size() && seen < kRefreshed;
       ++next_refresh_) {
    ++seen;
    if (references_[next_refresh_] == latest) continue;
    references_[next_refresh_] = latest;
    seen += postings_[next_refresh_].size();
    postings_[next_refresh_].Rebound([&](DocId doc, FrequencyCode code) {
      return table.Impact(code, lengths_[doc]);
    });
  }
  if (next_refresh_ < postings_.size() || latest == 0) return;
  // Nothing is of an earlier one any more.
  std::fill(references_.begin(), references_.end(), uint16_t{0});
  reference_tables_.erase(reference_tables_.begin(),
                          std::prev(reference_tables_.end()));
  growth_.erase(growth_.begin(), growth_.end() - 1);
}

double InvertedIndex::LogFrequency(uint32_t df) { return std::log(df + 0.5); }

const PaperTerms& InvertedIndex::TermsOf(DocId doc) const {
  static const auto* const kNone = new PaperTerms();
  return doc < by_doc_.size() ? by_doc_[doc] : *kNone;
}

std::vector<InvertedIndex::DocTerm> InvertedIndex::Terms(DocId doc) const {
  const PaperTerms& packed = TermsOf(doc);
  std::vector<DocTerm> terms;
  terms.reserve(packed.terms().size());
  for (size_t i = 0; i < packed.terms().size(); ++i) {
    terms.push_back({packed.terms()[i], DecodeFrequency(packed.codes()[i])});
  }
  return terms;
}

// visit(paper, code) for each posting; what it needs of later ones is asked for
// meanwhile.
template <class Visit>
void InvertedIndex::VisitPostings(const PostingList::Block& block,
                                  const ScoreMap& scores,
                                  const Visit& visit) const {
  const FrequencyCode* codes = block.codes();
  for (uint32_t i = 0; i < block.size; ++i) {
    if (i + kAhead < block.size) {
      const DocId later = block.doc(i + kAhead);
      Prefetch(&lengths_[later]);
      scores.Fetch(later);
    }
    visit(block.doc(i), codes[i]);
  }
}

void InvertedIndex::Accumulate(std::span<const WeightedTerm> terms,
                               const Bm25Parameters& parameters,
                               ScoreMap* scores) const {
  const ImpactTable table = MakeTable(parameters);
  ImpactTable::AbstractParts parts;
  table.FillAbstractParts(&parts);
  for (const WeightedTerm& term : terms) {
    const float weight = term.weight * Idf(term.term);
    const auto& blocks = postings_[term.term].blocks();
    for (size_t b = 0; b < blocks.size(); ++b) {
      if (b + 1 < blocks.size()) {
        FetchBytes(&blocks[b + 1].data[0], blocks[b + 1].packed_bytes());
      }
      VisitPostings(blocks[b], *scores, [&](DocId doc, FrequencyCode code) {
        const LengthCodes lengths = lengths_[doc];
        const float part = code <= kAbstractBits
                               ? parts[code][lengths.abstract]
                               : table.Saturate(table.Impact(code, lengths));
        if (part > 0) scores->Add(doc, weight * part, term.marks);
      });
    }
  }
}

size_t InvertedIndex::PostingBytes() const {
  size_t bytes = postings_.size() * sizeof(PostingList);
  for (const PostingList& list : postings_) bytes += list.MemoryBytes();
  return bytes;
}

size_t InvertedIndex::PaperBytes() const {
  size_t bytes = by_doc_.size() * sizeof(PaperTerms);
  for (const PaperTerms& terms : by_doc_) bytes += terms.bytes().size();
  return bytes;
}

}  // namespace broadsheet::recommend
