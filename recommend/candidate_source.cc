#include "recommend/candidate_source.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/civil_time.h"
#include "common/errors.h"
#include "recommend/attention.h"
#include "recommend/co_reading.h"
#include "recommend/text_analyzer.h"

namespace broadsheet::recommend {
namespace {

// Followed authors write less than categories hold.
constexpr float kFollowedAuthor = 2;
constexpr float kFollowedCategory = 1;
constexpr double kFollowedDays = 14;
// Freshness and exploration look no further back.
constexpr int32_t kFreshDays = 14;
constexpr int32_t kExploredDays = 30;
constexpr size_t kMaxVisited = 5000;
// Of one followed category.
constexpr size_t kLeastVisited = 50;
constexpr size_t kMostVisited = 1000;

// 1 today, a half after `half_life` days; undated papers are of no age.
float Recency(const PaperEntry& entry, int32_t today, double half_life) {
  if (entry.announced == kNoDay) return 0.05f;
  const int32_t age = std::max(0, today - entry.announced);
  return static_cast<float>(std::exp2(-age / half_life)) + 0.05f;
}

// Visits listed papers announced in the last `days` days, newest day first.
template <class Visit>
void VisitRecent(const FeedContext& context, int32_t days, Visit visit) {
  const int32_t today = DayOf(context.as_of);
  size_t visited = 0;
  context.model->catalogue().VisitDays(
      today + 1, [&](int32_t day, const std::vector<DocId>& docs) {
        if (day < today - days || visited > kMaxVisited) return false;
        for (const DocId doc : docs) visit(doc, std::max(0, today - day));
        visited += docs.size();
        return true;
      });
}

// What a reader follows, as the catalogue knows it.
class Followed {
 public:
  explicit Followed(const FeedContext& context)
      : catalogue_(context.model->catalogue()), today_(DayOf(context.as_of)) {
    TextAnalyzer analyzer;
    for (const auto& [target, follow] : context.reader->follows) {
      if (!follow.on) continue;
      const std::string_view name = target;
      if (name.starts_with("author:")) {
        Add(catalogue_.FindAuthor(analyzer.Key(name.substr(7))), &authors_);
      } else if (name.starts_with("category:")) {
        Add(catalogue_.FindCategory(name.substr(9)), &categories_);
      }
    }
  }

  const std::vector<AuthorId>& authors() const { return authors_; }
  const std::vector<CategoryId>& categories() const { return categories_; }

  // 0 for a paper that is of none of them.
  float Score(DocId doc) const {
    const PaperEntry& entry = catalogue_.Get(doc);
    const float weight =
        kFollowedAuthor * Common(entry.authors, authors_) +
        kFollowedCategory * Common(entry.categories, categories_);
    return weight > 0 ? weight * Recency(entry, today_, kFollowedDays) : 0;
  }

 private:
  // Two targets may name the same author.
  template <class Id>
  static void Add(std::optional<Id> id, std::vector<Id>* ids) {
    if (id && std::find(ids->begin(), ids->end(), *id) == ids->end()) {
      ids->push_back(*id);
    }
  }

  template <class Id>
  static float Common(const std::vector<Id>& of_paper,
                      const std::vector<Id>& followed) {
    return static_cast<float>(
        std::count_if(of_paper.begin(), of_paper.end(), [&](Id id) {
          return std::find(followed.begin(), followed.end(), id) !=
                 followed.end();
        }));
  }

  const Catalogue& catalogue_;
  int32_t today_;
  std::vector<AuthorId> authors_;
  std::vector<CategoryId> categories_;
};

// Visits the latest papers of a category until `wanted` are admitted; of a day
// with that one all, within bounds.
template <class Visit>
void VisitLatest(const FeedContext& context, CategoryId category, size_t wanted,
                 size_t most, const Visit& visit) {
  size_t visited = 0;
  size_t admitted = 0;
  int32_t last = kNoDay;
  context.model->catalogue().VisitCategory(
      category, [&](DocId doc, int32_t day) {
        if (admitted >= wanted && (day != last || day == kNoDay)) return false;
        last = day;
        visit(doc);
        if (context.filter->Admits(doc)) ++admitted;
        return ++visited < most;
      });
}

}  // namespace

int32_t DayOf(absl::Time time) {
  return static_cast<int32_t>(absl::ToCivilDay(time, absl::UTCTimeZone()) -
                              absl::CivilDay(1970, 1, 1));
}

void CandidateSource::Complete(const FeedContext&, const std::vector<DocId>&,
                               ScoreMap*) const {}

bool CollaborativeSource::Applies(const FeedContext& context) const {
  return context.serving == nullptr || !context.serving->has_factors();
}

void ContentSource::Score(const FeedContext& context, ScoreMap* scores) const {
  context.model->content().Score(context.taste->profile, scores);
}

void ContentSource::Complete(const FeedContext& context,
                             const std::vector<DocId>& docs,
                             ScoreMap* scores) const {
  context.model->content().Complete(context.taste->profile, docs, scores);
}

void CollaborativeSource::Score(const FeedContext& context,
                                ScoreMap* scores) const {
  CoReading(context.model)
      .Score(context.taste->interests, context.reader_number, scores);
}

bool FollowedSource::Applies(const FeedContext& context) const {
  return std::any_of(context.reader->follows.begin(),
                     context.reader->follows.end(),
                     [](const auto& follow) { return follow.second.on; });
}

void FollowedSource::Score(const FeedContext& context, ScoreMap* scores) const {
  const Catalogue& catalogue = context.model->catalogue();
  const Followed followed(context);
  const auto add = [&](DocId doc) {
    if (scores->Marks(doc) == 0) scores->Add(doc, followed.Score(doc));
  };
  for (const AuthorId author : followed.authors()) {
    for (const DocId doc : catalogue.ByAuthor(author)) add(doc);
  }
  const size_t categories = followed.categories().size();
  if (context.wanted == 0 || categories == 0) return;
  const size_t most =
      std::clamp(kMaxVisited / categories, kLeastVisited, kMostVisited);
  for (const CategoryId category : followed.categories()) {
    VisitLatest(context, category, quota(), most, add);
  }
}

void FollowedSource::Complete(const FeedContext& context,
                              const std::vector<DocId>& docs,
                              ScoreMap* scores) const {
  const Followed followed(context);
  for (const DocId doc : docs) {
    if (scores->Marks(doc) != 0) continue;
    const float score = followed.Score(doc);
    if (score > 0) scores->Add(doc, score);
  }
}

void TrendingSource::Score(const FeedContext& context, ScoreMap* scores) const {
  if (context.wanted == 0) return;
  const auto add = [&](const std::vector<TrendCounters::Attention>& best) {
    for (const auto& [doc, score] : best) {
      if (scores->Marks(doc) != 0) continue;
      scores->Add(doc, static_cast<float>(std::log1p(score)));
    }
  };
  add(MostAttended(*context.model, *context.filter, quota(), context.as_of));
  const Followed followed(context);
  if (followed.categories().empty()) return;
  add(MostAttendedIn(followed.categories(), *context.model, *context.filter,
                     quota(), context.as_of));
}

void TrendingSource::Complete(const FeedContext& context,
                              const std::vector<DocId>& docs,
                              ScoreMap* scores) const {
  const TrendCounters& trends = context.model->trends();
  const double moment = trends.At(context.as_of);
  for (const DocId doc : docs) {
    if (scores->Marks(doc) != 0) continue;
    const double score = trends.ScoreAt(doc, moment);
    if (score > 0) scores->Add(doc, static_cast<float>(std::log1p(score)));
  }
}

void FreshSource::Score(const FeedContext& context, ScoreMap* scores) const {
  VisitRecent(context, kFreshDays, [&](DocId doc, int32_t age) {
    scores->Add(doc, 1.0f / static_cast<float>(1 + age));
  });
}

void ExplorationSource::Score(const FeedContext& context,
                              ScoreMap* scores) const {
  const std::string_view name =
      context.reader_number
          ? context.model->readers().Name(*context.reader_number)
          : "";
  const std::string salt = absl::StrCat(AsAbsl(name), "/", context.seed, "/",
                                        DayOf(context.as_of), "/");
  VisitRecent(context, kExploredDays, [&](DocId doc, int32_t) {
    const uint64_t lot =
        PaperKey(salt + context.model->catalogue().id(doc)) >> 40;
    scores->Add(doc, static_cast<float>(lot + 1) / (1 << 24));
  });
}

}  // namespace broadsheet::recommend
