#include "recommend/candidate_source.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/civil_time.h"
#include "common/errors.h"
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

void FollowedSource::Score(const FeedContext& context, ScoreMap* scores) const {
  const Catalogue& catalogue = context.model->catalogue();
  const int32_t today = DayOf(context.as_of);
  TextAnalyzer analyzer;
  const auto add = [&](const std::vector<DocId>& docs, float weight) {
    for (const DocId doc : docs) {
      scores->Add(doc,
                  weight * Recency(catalogue.Get(doc), today, kFollowedDays));
    }
  };
  for (const auto& [target, follow] : context.reader->follows) {
    if (!follow.on) continue;
    const std::string_view name = target;
    if (name.starts_with("author:")) {
      const auto author = catalogue.FindAuthor(analyzer.Key(name.substr(7)));
      if (author) add(catalogue.ByAuthor(*author), kFollowedAuthor);
    } else if (name.starts_with("category:")) {
      const auto category = catalogue.FindCategory(name.substr(9));
      if (category) add(catalogue.InCategory(*category), kFollowedCategory);
    }
  }
}

void TrendingSource::Score(const FeedContext& context, ScoreMap* scores) const {
  const auto admit = [&](DocId doc) { return context.filter->Admits(doc); };
  const size_t wanted = context.wanted == 0 ? 0 : quota();
  for (const auto& [doc, score] :
       context.model->trends().Best(wanted, context.as_of, admit)) {
    scores->Add(doc, static_cast<float>(std::log1p(score)));
  }
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
