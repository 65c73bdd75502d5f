#include "recommend/search/search_plan.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <tuple>

#include "common/paper_id.h"
#include "recommend/text_analyzer.h"

namespace broadsheet::recommend {
namespace {

constexpr size_t kMaxTerms = 32;
// Of the words that a paper matches in its score.
constexpr double kCoverageWeight = 0.5;
// Of a corrected word, beside the one that was written.
constexpr float kCorrectedWeight = 0.8f;
// A word that more papers have is right, and one whose other forms more have.
constexpr uint32_t kRareWord = 3;
constexpr size_t kRareTerm = 20;
// Pairs of neighbours that a query may have written apart.
constexpr size_t kMaxJoined = 8;

FrequencyCode FieldsOf(QueryField field) {
  switch (field) {
    case QueryField::kTitle:
      return kTitleBits;
    case QueryField::kAbstract:
      return kAbstractBits;
    case QueryField::kAuthor:
      return kAuthorsBit;
    default:
      return kAllFields;
  }
}

// A DOI without what may stand before it; empty when it is none.
std::string_view DoiOf(std::string_view text) {
  for (const std::string_view prefix :
       {"https://doi.org/", "http://doi.org/", "https://dx.doi.org/",
        "doi:", "DOI:"}) {
    if (text.starts_with(prefix)) text.remove_prefix(prefix.size());
  }
  while (!text.empty() && text[0] == ' ') text.remove_prefix(1);
  const bool doi = text.starts_with("10.") && text.size() > 7 &&
                   text.find('/') != std::string_view::npos &&
                   text.find(' ') == std::string_view::npos;
  return doi ? text : std::string_view();
}

std::string_view Trim(std::string_view text) {
  while (!text.empty() && static_cast<unsigned char>(text.front()) <= ' ') {
    text.remove_prefix(1);
  }
  while (!text.empty() && static_cast<unsigned char>(text.back()) <= ' ') {
    text.remove_suffix(1);
  }
  return text;
}

class Planner {
 public:
  Planner(const ReadModel& model, std::string_view text, Query query,
          const SearchParts& parts)
      : model_(model),
        index_(model.index()),
        text_(text),
        query_(std::move(query)),
        parts_(parts) {}

  SearchPlan Make() {
    plan_.filters = std::move(query_.filters);
    plan_.sort = query_.sort;
    plan_.notes = std::move(query_.notes);
    only_stop_words_ = HasOnlyStopWords();
    for (const QueryClause& clause : query_.clauses) AddClause(clause);
    JoinNeighbours();
    FindNames();
    ChooseTerms();
    MakePairs();
    PutInOrder();
    FindMeaning();
    if (!corrected_.empty()) plan_.did_you_mean = CorrectedText();
    return std::move(plan_);
  }

 private:
  // A term that one of the words looks for.
  using TermKey = std::pair<std::string, FrequencyCode>;
  struct Wanted {
    TermId term;
    float weight;  // Its idf inside.
  };
  struct Alternative {
    std::vector<TermKey> terms;
    bool phrase = false;
  };
  struct Word {
    std::vector<Alternative> any_of;
    bool required = false;
    // As written, folded; of single plain words only.
    std::string plain;
    std::string term;
  };

  // Into tokens_, without what is there for texts to be found by.
  void Analyze(std::string_view text) {
    analyzer_.Analyze(text, &tokens_);
    std::erase_if(tokens_, [](const Token& token) { return token.letters; });
  }

  bool HasOnlyStopWords() {
    for (const QueryClause& clause : query_.clauses) {
      if (clause.excluded) continue;
      for (const QueryWord& word : clause.any_of) {
        Analyze(word.text);
        if (!std::all_of(tokens_.begin(), tokens_.end(),
                         [](const Token& t) { return t.stop; })) {
          return false;
        }
      }
    }
    return true;
  }

  void AddClause(const QueryClause& clause) {
    if (clause.excluded) return AddExcluded(clause);
    if (clause.any_of.size() == 1 && !clause.required()) {
      return AddPlain(clause.any_of[0]);
    }
    Word word;
    word.required = clause.required();
    for (const QueryWord& one : clause.any_of) AddWord(one, &word);
    if (!word.any_of.empty()) words_.push_back(std::move(word));
  }

  // Each written word of the text is one to match.
  void AddPlain(const QueryWord& one) {
    Analyze(one.text);
    std::map<int, Word> words;
    std::vector<std::string> written;
    analyzer_.ForEachPart(
        [&](std::string_view part) { written.emplace_back(part); });
    size_t part = 0;
    for (const Token& token : tokens_) {
      const size_t place = part;
      if (!token.joined) ++part;
      if (token.stop && !only_stop_words_) continue;
      Word& word = words[token.word];
      if (token.joined || word.any_of.empty()) word.any_of.emplace_back();
      // The parts come first, then the joined word.
      auto& alternative =
          token.joined ? word.any_of.back() : word.any_of.front();
      alternative.terms.emplace_back(token.text, kAllFields);
      word.term = token.text;
      word.plain = token.joined || place >= written.size() ||
                           alternative.terms.size() > 1
                       ? ""
                       : written[place];
    }
    size_t at = one.at;
    for (auto& [number, word] : words) {
      if (parts_.spelling) Correct(one.at + one.text.size(), &at, &word);
      words_.push_back(std::move(word));
    }
  }

  // All of the words, wherever they are; a phrase's side by side.
  void AddWord(const QueryWord& written, Word* word) {
    Analyze(written.text);
    const FrequencyCode fields = FieldsOf(written.field);
    Alternative parts{{}, written.phrase};
    std::vector<Alternative> joined;
    int words = 0;
    for (const Token& token : tokens_) {
      words = token.word + 1;
      if (token.joined) {
        joined.push_back({{{token.text, fields}}, false});
      } else if (!token.stop || only_stop_words_) {
        parts.terms.emplace_back(token.text, fields);
      }
    }
    if (parts.terms.empty()) return;
    if (only_stop_words_) parts.phrase = false;  // Their order is not kept.
    word->any_of.push_back(std::move(parts));
    if (words == 1 && !joined.empty()) {
      word->any_of.push_back(std::move(joined[0]));
    }
  }

  void AddExcluded(const QueryClause& clause) {
    Word word;
    for (const QueryWord& one : clause.any_of) AddWord(one, &word);
    MatchGroup group = GroupOf(word);
    if (!group.any_of.empty()) plan_.excluded.push_back(std::move(group));
  }

  // Adds the word that was probably meant. It is looked for in the text from
  // `*at` to `end`; the next one then is behind it.
  void Correct(size_t end, size_t* at, Word* word) {
    const std::string_view written = FindWritten(word->plain, *at, end);
    if (!written.empty()) *at = PlaceOf(written) + written.size();
    const Spelling& spelling = model_.spelling();
    if (SpellingKey(word->plain) == 0) return;
    if (spelling.Count(word->plain) > kRareWord) return;
    const auto id = index_.Find(word->term);
    if (id && index_.Postings(*id).size() > kRareTerm) return;
    if (IsName(written)) return;
    const auto correction = spelling.Correct(word->plain);
    if (correction.text.empty()) return;
    if (!written.empty()) corrected_.emplace_back(written, correction.text);
    TextAnalyzer analyzer;
    std::vector<Token> tokens;
    analyzer.Analyze(correction.text, &tokens);
    if (tokens.empty() || tokens[0].text == word->term) return;
    word->any_of.push_back({{{tokens[0].text, kAllFields}}, false});
    corrections_.insert(tokens[0].text);
  }

  // Where the whole word stands between the two bytes of the text, as it is
  // written there; empty when folding changed more of it than capitals.
  std::string_view FindWritten(const std::string& word, size_t begin,
                               size_t end) const {
    const auto same = [](char a, char b) {
      return (IsCapital(a) ? a - 'A' + 'a' : a) == b;
    };
    while (!word.empty() && begin + word.size() <= end) {
      const std::string_view written = text_.substr(begin, word.size());
      const size_t behind = begin + word.size();
      if (std::equal(written.begin(), written.end(), word.begin(), same) &&
          (begin == 0 || !IsInWord(text_[begin - 1])) &&
          (behind == text_.size() || !IsInWord(text_[behind]))) {
        return written;
      }
      ++begin;
    }
    return {};
  }

  size_t PlaceOf(std::string_view written) const {
    return static_cast<size_t>(written.data() - text_.data());
  }

  static bool IsCapital(char c) { return c >= 'A' && c <= 'Z'; }
  static bool IsSmall(char c) { return c >= 'a' && c <= 'z'; }
  static bool IsInWord(char c) {
    return IsCapital(c) || IsSmall(c) || (c >= '0' && c <= '9') ||
           static_cast<unsigned char>(c) >= 0x80;
  }

  // "mTOR" and "LIDAR" are what they are, however much they look like others;
  // who writes everything in capitals means nothing by it.
  bool IsName(std::string_view written) const {
    return !written.empty() &&
           std::any_of(written.begin() + 1, written.end(), IsCapital) &&
           std::any_of(text_.begin(), text_.end(), IsSmall);
  }

  // From behind: what is in front keeps its place.
  std::string CorrectedText() const {
    std::string text(text_);
    for (auto one = corrected_.rbegin(); one != corrected_.rend(); ++one) {
      text.replace(PlaceOf(one->first), one->first.size(), one->second);
    }
    return text;
  }

  // "pre training" finds "pretraining", "qwen 2.5" finds "Qwen2.5".
  void JoinNeighbours() {
    size_t joined = 0;
    for (size_t i = 0; i + 1 < words_.size() && joined < kMaxJoined; ++i) {
      Word& first = words_[i];
      Word& second = words_[i + 1];
      if (first.plain.empty() || second.plain.empty()) continue;
      Analyze(first.plain + second.plain);
      if (tokens_.size() != 1) continue;
      const auto id = index_.Find(tokens_[0].text);
      if (!id || index_.Postings(*id).size() < 2) continue;
      ++joined;
      const Alternative alternative{{{tokens_[0].text, kAllFields}}, false};
      first.any_of.push_back(alternative);
      second.any_of.push_back(alternative);
    }
  }

  MatchGroup GroupOf(const Word& word) const {
    MatchGroup group;
    for (const Alternative& alternative : word.any_of) {
      MatchAlternative match;
      match.phrase = alternative.phrase;
      match.fields = alternative.terms[0].second;
      for (const TermKey& key : alternative.terms) {
        const auto id = index_.Find(key.first);
        if (!id || index_.Postings(*id).size() == 0) break;
        match.terms.push_back(*id);
      }
      if (match.terms.size() == alternative.terms.size()) {
        group.any_of.push_back(std::move(match));
      }
    }
    return group;
  }

  // The marks of terms: the weightiest ones, in an order free of history.
  void ChooseTerms() {
    std::map<TermKey, Wanted> wanted;
    for (const Word& word : words_) {
      for (const Alternative& alternative : word.any_of) {
        for (const TermKey& key : alternative.terms) {
          const auto id = index_.Find(key.first);
          if (!id || index_.Postings(*id).size() == 0) continue;
          const bool corrected = corrections_.contains(key.first);
          const float weight =
              index_.Idf(*id) * (corrected ? kCorrectedWeight : 1.0f);
          wanted.try_emplace(key, Wanted{*id, weight});
        }
      }
    }
    std::vector<std::pair<TermKey, Wanted>> order(wanted.begin(), wanted.end());
    std::stable_sort(order.begin(), order.end(),
                     [](const auto& a, const auto& b) {
                       return a.second.weight > b.second.weight;
                     });
    if (order.size() > kMaxTerms) order.resize(kMaxTerms);
    std::map<TermKey, uint32_t> marks;
    uint32_t mark = 1;
    for (const auto& [key, one] : order) {
      plan_.terms.push_back({one.term, one.weight, mark, key.second});
      plan_.marked.push_back(key.first);
      marks[key] = mark;
      mark <<= 1;
    }
    for (const Word& word : words_) AddGroup(word, marks);
  }

  void AddGroup(const Word& word, const std::map<TermKey, uint32_t>& marks) {
    std::vector<uint32_t> alternatives;
    bool cut = false;
    for (const Alternative& alternative : word.any_of) {
      uint32_t all = 0;
      bool whole = true;
      for (const TermKey& key : alternative.terms) {
        const auto found = marks.find(key);
        if (found == marks.end()) {
          whole = false;
          const auto id = index_.Find(key.first);
          cut = cut || (id && index_.Postings(*id).size() > 0);
        } else {
          all |= found->second;
        }
      }
      if (whole) alternatives.push_back(all);
    }
    // A word that only fell to the limit of terms does not count.
    if (alternatives.empty() && cut && !word.required) return;
    plan_.coverage.AddWord(std::move(alternatives), IdfOf(word));
    (word.required ? plan_.required : plan_.words).push_back(GroupOf(word));
  }

  // Whether some paper may have all its terms.
  bool IsKnown(const Alternative& alternative) const {
    return std::all_of(alternative.terms.begin(), alternative.terms.end(),
                       [this](const TermKey& key) {
                         const auto id = index_.Find(key.first);
                         return id && index_.Postings(*id).size() > 0;
                       });
  }

  // Of the form that most papers have, which its rarest term tells.
  double IdfOf(const Word& word) const {
    double least = std::log(2.0 * static_cast<double>(index_.docs()) + 2);
    for (const Alternative& alternative : word.any_of) {
      if (!IsKnown(alternative)) continue;
      double rarest = 0;
      for (const TermKey& key : alternative.terms) {
        rarest = std::max<double>(rarest, index_.Idf(*index_.Find(key.first)));
      }
      least = std::min(least, rarest);
    }
    return least;
  }

  // Each word as the first of its forms that some paper has.
  void PutInOrder() {
    for (const Word& word : words_) {
      const auto known =
          std::find_if(word.any_of.begin(), word.any_of.end(),
                       [this](const Alternative& a) { return IsKnown(a); });
      if (known == word.any_of.end()) {
        plan_.in_order.push_back(kNoTerm);
        continue;
      }
      for (const TermKey& key : known->terms) {
        plan_.in_order.push_back(*index_.Find(key.first));
      }
    }
  }

  void MakePairs() {
    for (size_t i = 0; i + 1 < words_.size(); ++i) {
      if (words_[i].any_of.empty() || words_[i + 1].any_of.empty()) continue;
      const auto& first = words_[i].any_of[0].terms;
      const auto& second = words_[i + 1].any_of[0].terms;
      const auto a = index_.Find(first.back().first);
      const auto b = index_.Find(second.front().first);
      if (!a || !b) continue;
      plan_.pairs.push_back({*a, *b, std::min(index_.Idf(*a), index_.Idf(*b))});
    }
  }

  void FindMeaning() {
    for (const Word& word : words_) {
      for (const Alternative& alternative : word.any_of) {
        for (const TermKey& key : alternative.terms) {
          plan_.meaning.push_back(key.first);
        }
      }
    }
  }

  void FindNames() {
    if (!parts_.exact) return;
    plan_.title_key = analyzer_.Key(text_);
    plan_.author = model_.catalogue().FindAuthor(plan_.title_key);
    const bool two_words = plan_.title_key.find(' ') != std::string::npos;
    if (!two_words) plan_.author.reset();
    const std::string_view name = Trim(text_);
    const auto id = NormalizePaperId(name, "");
    if (id.ok()) {
      if (const auto doc = model_.catalogue().Find(*id)) {
        plan_.by_id.push_back(*doc);
      }
    }
    for (const DocId doc : model_.facts().WithDoi(DoiOf(name))) {
      if (std::find(plan_.by_id.begin(), plan_.by_id.end(), doc) ==
          plan_.by_id.end()) {
        plan_.by_id.push_back(doc);
      }
    }
  }

  const ReadModel& model_;
  const InvertedIndex& index_;
  const std::string_view text_;
  Query query_;
  const SearchParts parts_;
  TextAnalyzer analyzer_;
  std::vector<Token> tokens_;
  bool only_stop_words_ = false;
  std::vector<Word> words_;
  std::set<std::string> corrections_;  // Terms of corrected words.
  // Written words in order, and what was meant by each.
  std::vector<std::pair<std::string_view, std::string>> corrected_;
  SearchPlan plan_;
};

}  // namespace

SearchPlan::SearchPlan() : coverage(kCoverageWeight) {}

SearchPlan MakeSearchPlan(const ReadModel& model, std::string_view text,
                          Query query, const SearchParts& parts) {
  return Planner(model, text, std::move(query), parts).Make();
}

}  // namespace broadsheet::recommend
