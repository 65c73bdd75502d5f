#include "recommend/search/match.h"

#include <algorithm>
#include <bit>
#include <cstdint>
#include <utility>

namespace broadsheet::recommend {
namespace {

// A set of papers.
class DocSet {
 public:
  void Add(DocId doc) {
    if (bits_.size() <= doc / 64) bits_.resize(doc / 64 + 1);
    bits_[doc / 64] |= uint64_t{1} << (doc % 64);
  }
  // By number, until `visit` answers false.
  template <class Visit>
  void ForEach(const Visit& visit) const {
    for (size_t i = 0; i < bits_.size(); ++i) {
      for (uint64_t word = bits_[i]; word != 0; word &= word - 1) {
        const auto bit = static_cast<DocId>(std::countr_zero(word));
        if (!visit(static_cast<DocId>(64 * i) + bit)) return;
      }
    }
  }

 private:
  std::vector<uint64_t> bits_;
};

size_t Frequency(const InvertedIndex& index, TermId term) {
  return index.Postings(term).size();
}

TermId RarestTerm(const InvertedIndex& index,
                  const MatchAlternative& alternative) {
  return *std::min_element(alternative.terms.begin(), alternative.terms.end(),
                           [&](TermId a, TermId b) {
                             return Frequency(index, a) < Frequency(index, b);
                           });
}

// Papers to look at for a group.
size_t CostOf(const InvertedIndex& index, const MatchGroup& group) {
  size_t cost = 0;
  for (const auto& alternative : group.any_of) {
    cost += Frequency(index, RarestTerm(index, alternative));
  }
  return cost;
}

bool PhraseMatches(const InvertedIndex& index,
                   const MatchAlternative& alternative, DocId doc) {
  return !alternative.phrase || alternative.terms.size() < 2 ||
         index.TermsOf(doc).HasPhrase(alternative.terms, alternative.fields);
}

// An alternative on its way through papers of rising number.
class Walk {
 public:
  Walk(const InvertedIndex& index, const MatchAlternative& alternative)
      : index_(index), alternative_(alternative) {
    for (const TermId term : alternative.terms) {
      cursors_.emplace_back(&index.Postings(term));
    }
  }

  bool Matches(DocId doc) {
    for (PostingCursor& cursor : cursors_) {
      cursor.Seek(doc);
      if (cursor.AtEnd() || cursor.doc() != doc ||
          (cursor.code() & alternative_.fields) == 0) {
        return false;
      }
    }
    return PhraseMatches(index_, alternative_, doc);
  }

 private:
  const InvertedIndex& index_;
  const MatchAlternative& alternative_;
  std::vector<PostingCursor> cursors_;
};

bool AnyMatches(std::vector<Walk>& walks, DocId doc) {
  return std::any_of(walks.begin(), walks.end(),
                     [doc](Walk& walk) { return walk.Matches(doc); });
}

// Candidates of an alternative: the papers with its rarest term.
template <class Visit>
bool VisitTerm(const PostingList& list, const Visit& visit) {
  for (const auto& block : list.blocks()) {
    for (uint32_t i = 0; i < block.size; ++i) {
      if (!visit(block.doc(i))) return false;
    }
  }
  return true;
}

template <class Visit>
void VisitCandidates(const InvertedIndex& index, const MatchGroup& group,
                     const Visit& visit) {
  if (group.any_of.size() == 1) {
    VisitTerm(index.Postings(RarestTerm(index, group.any_of[0])), visit);
    return;
  }
  DocSet docs;
  for (const auto& alternative : group.any_of) {
    VisitTerm(index.Postings(RarestTerm(index, alternative)), [&](DocId doc) {
      docs.Add(doc);
      return true;
    });
  }
  docs.ForEach(visit);
}

}  // namespace

bool Matches(const InvertedIndex& index, const MatchGroup& group, DocId doc) {
  const PaperTerms& terms = index.TermsOf(doc);
  return std::any_of(
      group.any_of.begin(), group.any_of.end(),
      [&](const MatchAlternative& alternative) {
        return std::all_of(alternative.terms.begin(), alternative.terms.end(),
                           [&](TermId term) {
                             return (terms.CodeOf(term) & alternative.fields) !=
                                    0;
                           }) &&
               PhraseMatches(index, alternative, doc);
      });
}

void VisitMatches(const InvertedIndex& index,
                  const std::vector<const MatchGroup*>& groups,
                  const std::function<bool(DocId)>& visit) {
  std::vector<std::pair<size_t, const MatchGroup*>> order;
  for (const MatchGroup* group : groups) {
    if (group->any_of.empty()) return;
    order.emplace_back(CostOf(index, *group), group);
  }
  if (order.empty()) return;
  std::stable_sort(
      order.begin(), order.end(),
      [](const auto& a, const auto& b) { return a.first < b.first; });
  std::vector<std::vector<Walk>> walks;
  for (const auto& [cost, group] : order) {
    auto& walk = walks.emplace_back();
    for (const auto& alternative : group->any_of) {
      walk.emplace_back(index, alternative);
    }
  }
  VisitCandidates(index, *order[0].second, [&](DocId doc) {
    const bool all = std::all_of(
        walks.begin(), walks.end(),
        [doc](std::vector<Walk>& walk) { return AnyMatches(walk, doc); });
    return !all || visit(doc);
  });
}

void VisitUnion(const InvertedIndex& index,
                const std::vector<const MatchGroup*>& groups,
                const std::function<bool(DocId)>& visit) {
  DocSet docs;
  for (const MatchGroup* group : groups) {
    if (group->any_of.empty()) continue;
    VisitMatches(index, {group}, [&](DocId doc) {
      docs.Add(doc);
      return true;
    });
  }
  docs.ForEach(visit);
}

}  // namespace broadsheet::recommend
