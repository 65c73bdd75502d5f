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

// What a reader follows, as the catalogue knows it, each once: two targets may
// name the same author.
struct Followed {
  explicit Followed(const FeedContext& context) {
    const Catalogue& catalogue = context.model->catalogue();
    TextAnalyzer analyzer;
    for (const auto& [target, follow] : context.reader->follows) {
      if (!follow.on) continue;
      const std::string_view name = target;
      if (name.starts_with("author:")) {
        Add(catalogue.FindAuthor(analyzer.Key(name.substr(7))), &authors);
      } else if (name.starts_with("category:")) {
        Add(catalogue.FindCategory(name.substr(9)), &categories);
      }
    }
    SortOnce(&authors);
    SortOnce(&categories);
  }

  std::vector<AuthorId> authors;
  std::vector<CategoryId> categories;

 private:
  template <class Id>
  static void Add(std::optional<Id> id, std::vector<Id>* ids) {
    if (id) ids->push_back(*id);
  }
  template <class Id>
  static void SortOnce(std::vector<Id>* ids) {
    std::sort(ids->begin(), ids->end());
    ids->erase(std::unique(ids->begin(), ids->end()), ids->end());
  }
};

// Scores of followed papers. Ids are not alike on all replicas, but whatever
// their order, sums are: those of authors are of equal parts, and that of the
// categories, which is marked, comes last.
class FollowedScores {
 public:
  FollowedScores(const FeedContext& context, ScoreMap* scores)
      : catalogue_(context.model->catalogue()),
        today_(DayOf(context.as_of)),
        followed_(context),
        scores_(scores) {}

  const Followed& followed() const { return followed_; }

  // All papers of the authors. Papers may have thousands of these, so they are
  // not looked through for them.
  void AddAuthors() {
    for (const AuthorId author : followed_.authors) {
      for (const DocId doc : catalogue_.ByAuthor(author)) {
        scores_->Add(doc, kFollowedAuthor * RecencyOf(doc), kByAuthor);
      }
    }
  }
  // What the categories of a paper add, once.
  void AddCategories(DocId doc) {
    if ((scores_->Marks(doc) & kByCategory) != 0) return;
    const auto& own = catalogue_.Get(doc).categories;
    const auto common = std::count_if(own.begin(), own.end(), [&](auto id) {
      return std::binary_search(followed_.categories.begin(),
                                followed_.categories.end(), id);
    });
    if (common == 0) return;
    scores_->Add(
        doc, kFollowedCategory * static_cast<float>(common) * RecencyOf(doc),
        kByCategory);
  }

 private:
  static constexpr uint32_t kByAuthor = 1;
  static constexpr uint32_t kByCategory = 2;

  float RecencyOf(DocId doc) const {
    return Recency(catalogue_.Get(doc), today_, kFollowedDays);
  }

  const Catalogue& catalogue_;
  const int32_t today_;
  const Followed followed_;
  ScoreMap* scores_;
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
  FollowedScores add(context, scores);
  add.AddAuthors();
  const std::vector<CategoryId>& categories = add.followed().categories;
  if (context.wanted == 0 || categories.empty()) return;
  const size_t most =
      std::clamp(kMaxVisited / categories.size(), kLeastVisited, kMostVisited);
  std::vector<DocId> docs = scores->touched();
  for (const CategoryId category : categories) {
    VisitLatest(context, category, quota(), most,
                [&](DocId doc) { docs.push_back(doc); });
  }
  for (const DocId doc : docs) add.AddCategories(doc);
}

void FollowedSource::Complete(const FeedContext& context,
                              const std::vector<DocId>& docs,
                              ScoreMap* scores) const {
  FollowedScores add(context, scores);
  for (const DocId doc : docs) add.AddCategories(doc);
}

void TrendingSource::Score(const FeedContext& context, ScoreMap* scores) const {
  if (context.wanted == 0) return;
  // Not all that are level with the last one: they could be too many for
  // quota(), and the followed categories' would be left out.
  const auto add = [&](const std::vector<TrendCounters::Attention>& attended) {
    TopList best(&context.model->catalogue(), kEach);
    for (const auto& [doc, score] : attended) best.Offer({doc, score});
    for (const auto& [doc, score] : best.Take()) {
      if (scores->Marks(doc) != 0) continue;
      scores->Add(doc, static_cast<float>(std::log1p(score)));
    }
  };
  add(MostAttended(*context.model, *context.filter, kEach, context.as_of));
  const Followed followed(context);
  if (followed.categories.empty()) return;
  add(MostAttendedIn(followed.categories, *context.model, *context.filter,
                     kEach, context.as_of));
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
