#include "recommend/editor_choice.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <string>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "common/errors.h"
#include "recommend/ranking.h"

namespace broadsheet::recommend {
namespace {

constexpr size_t kTasteMakers = 100;
constexpr size_t kProfileTerms = 256;
constexpr size_t kFullAbstract = 400;  // Bytes.

struct Features {
  double interest = 0;
  double attention = 0;
  double completeness = 0;
};

bool MentionsAny(const std::string& text,
                 std::initializer_list<std::string_view> words) {
  const std::string lower = absl::AsciiStrToLower(text);
  return std::any_of(words.begin(), words.end(), [&](std::string_view word) {
    return absl::StrContains(lower, AsAbsl(word));
  });
}

double Completeness(const v1::Paper& paper) {
  double sum = 0;
  if (paper.abstract().size() >= kFullAbstract) sum += 0.4;
  if (MentionsAny(paper.comment(), {"accepted", "to appear", "published"}) ||
      !paper.journal_ref().empty()) {
    sum += 0.25;
  }
  if (MentionsAny(paper.comment() + paper.abstract(),
                  {"github.com", "gitlab.com", "huggingface.co", "code is",
                   "code available"})) {
    sum += 0.2;
  }
  return sum + 0.05 * std::min(3, std::max(0, paper.categories_size() - 1));
}

// What all readers are interested in now.
ContentVector CommonTaste(const ReadModel& model, absl::Time as_of) {
  TopList top(&model.catalogue(), kTasteMakers);
  const auto listed = [&](DocId doc) { return model.catalogue().listed(doc); };
  for (const auto& [doc, score] :
       model.trends().Best(kTasteMakers, as_of, listed)) {
    top.Offer({doc, score});
  }
  std::vector<std::pair<DocId, double>> weighted;
  for (const ScoredDoc& doc : top.Take()) {
    weighted.emplace_back(doc.doc, std::log1p(doc.score));
  }
  return model.content().Mix(weighted, {}, kProfileTerms);
}

std::map<DocId, Features> Measure(const ReadModel& model, ScoreMapPool* pool,
                                  const std::vector<DocId>& docs,
                                  absl::Time as_of) {
  const auto closeness = pool->Take(model.catalogue().size());
  const ContentVector taste = CommonTaste(model, as_of);
  model.content().Score(taste, &*closeness);
  model.content().Complete(taste, docs, &*closeness);
  std::map<DocId, Features> all;
  Features most{1e-9, 1e-9, 1};
  for (const DocId doc : docs) {
    Features& features = all[doc];
    features.interest = closeness->Score(doc);
    features.attention = std::log1p(model.trends().Score(doc, as_of));
    features.completeness = Completeness(model.catalogue().Read(doc));
    most.interest = std::max(most.interest, features.interest);
    most.attention = std::max(most.attention, features.attention);
  }
  for (auto& [doc, features] : all) {
    features.interest /= most.interest;
    features.attention /= most.attention;
  }
  return all;
}

ListItem MakeItem(const ScoredDoc& doc, const Features& features) {
  ListItem item;
  item.doc = doc.doc;
  item.score = doc.score;
  item.reason.set_kind(v1::Reason::KIND_SUBMITTED);
  item.reason.set_text("chosen by the automatic editor");
  item.components = {{"interest", features.interest},
                     {"attention", features.attention},
                     {"completeness", features.completeness}};
  return item;
}

// Best first, no category over its share while others are left.
std::vector<ScoredDoc> Spread(const ReadModel& model,
                              const std::vector<ScoredDoc>& ranked,
                              size_t limit) {
  const size_t share = std::max<size_t>(2, (limit + 2) / 3);
  std::map<std::string, size_t> taken;
  std::vector<ScoredDoc> chosen;
  std::vector<ScoredDoc> left;
  for (const ScoredDoc& doc : ranked) {
    const auto& categories = model.catalogue().Get(doc.doc).categories;
    const std::string primary(
        categories.empty() ? ""
                           : model.catalogue().CategoryName(categories[0]));
    if (chosen.size() < limit && taken[primary] < share) {
      ++taken[primary];
      chosen.push_back(doc);
    } else {
      left.push_back(doc);
    }
  }
  for (const ScoredDoc& doc : left) {
    if (chosen.size() < limit) chosen.push_back(doc);
  }
  std::sort(chosen.begin(), chosen.end(), ListOrder(&model.catalogue()));
  return chosen;
}

}  // namespace

std::vector<ListItem> ChooseForDay(const ReadModel& model, ScoreMapPool* pool,
                                   int32_t day, absl::Time as_of, size_t limit,
                                   const PaperNames& refused) {
  std::vector<DocId> docs;
  for (const DocId doc : model.catalogue().AnnouncedOn(day)) {
    if (model.IsSubmitted(day, doc)) continue;
    if (!refused.contains(model.catalogue().id(doc))) docs.push_back(doc);
  }
  const auto features = Measure(model, pool, docs, as_of);
  std::vector<ScoredDoc> ranked;
  for (const auto& [doc, f] : features) {
    ranked.push_back(
        {doc, 0.55 * f.interest + 0.3 * f.attention + 0.15 * f.completeness});
  }
  std::sort(ranked.begin(), ranked.end(), ListOrder(&model.catalogue()));
  std::vector<ListItem> items;
  for (const ScoredDoc& doc : Spread(model, ranked, limit)) {
    items.push_back(MakeItem(doc, features.at(doc.doc)));
  }
  return items;
}

}  // namespace broadsheet::recommend
