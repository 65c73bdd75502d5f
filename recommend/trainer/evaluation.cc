#include "recommend/trainer/evaluation.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <utility>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_cat.h"
#include "common/errors.h"
#include "recommend/feed_pipeline.h"
#include "recommend/ranking.h"
#include "recommend/score_map.h"
#include "recommend/serving_build.h"

namespace broadsheet::recommend {
namespace {

constexpr size_t kListed = 300;
constexpr size_t kShort = 20;

// What a ranking did over all readers.
struct Figures {
  std::vector<double> recall20;
  std::vector<double> recall300;
  std::vector<double> ndcg20;
  std::vector<double> reciprocal;
  std::vector<double> novelty;
  absl::flat_hash_set<DocId> shown;
};

void PutEvents(const TrainingSnapshot& snapshot, const Holdout& holdout,
               ReadModel* model) {
  for (const AskedReader& asked : holdout.readers) {
    for (const size_t place : asked.kept) {
      const Wish& wish = snapshot.wishes()[place];
      const PaperMarks& marks =
          snapshot.readers().Get(asked.reader).papers.at(wish.doc);
      for (const Mark& mark : marks.marks) {
        if (!mark.on) continue;
        v1::Event event;
        event.set_reader_id(std::string(snapshot.readers().Name(asked.reader)));
        event.set_paper_id(model->catalogue().id(wish.doc));
        event.set_kind(mark.kind);
        event.set_event_id(mark.event_id);
        event.mutable_at()->set_seconds(absl::ToUnixSeconds(mark.at));
        model->Apply(event);
      }
    }
  }
}

void PutModel(std::shared_ptr<const Model> trained, ReadModel* model) {
  auto serving = std::make_shared<ServingModel>(std::move(trained), "new");
  AddAllPapers(*model, serving.get());
  model->models().Set(std::move(serving));
}

// One evaluation's parts.
class Evaluator {
 public:
  Evaluator(const TrainingSnapshot& snapshot, const ReadModel& model,
            const Holdout& holdout, const EvaluationOptions& options)
      : snapshot_(snapshot),
        model_(model),
        options_(options),
        pipeline_(&pool_),
        popularity_(model.catalogue().size()) {
    for (size_t i = 0; i < snapshot.wishes().size(); ++i) {
      if (!holdout.held_out[i]) ++popularity_[snapshot.wishes()[i].doc];
    }
  }

  void Ask(const AskedReader& asked) {
    absl::flat_hash_set<DocId> wanted;
    for (const size_t place : asked.held_out) {
      wanted.insert(snapshot_.wishes()[place].doc);
    }
    const auto reader =
        model_.readers().Find(snapshot_.readers().Name(asked.reader));
    if (!reader) return;
    for (const std::string& ranking : options_.rankings) {
      Count(Rank(ranking, *reader), wanted, &figures_[ranking]);
    }
  }

  void Report(v1::Evaluation* evaluation) {
    for (const std::string& name : options_.rankings) {
      const Figures& figures = figures_[name];
      auto* ranking = evaluation->add_rankings();
      ranking->set_name(name);
      *ranking->add_metrics() = MeanMetric("recall@20", figures.recall20);
      *ranking->add_metrics() = MeanMetric("recall@300", figures.recall300);
      *ranking->add_metrics() = MeanMetric("ndcg@20", figures.ndcg20);
      *ranking->add_metrics() = MeanMetric("mrr", figures.reciprocal);
      *ranking->add_metrics() = MeanMetric("novelty@20", figures.novelty);
      auto* coverage = ranking->add_metrics();
      coverage->set_name("coverage@20");
      coverage->set_value(
          static_cast<double>(figures.shown.size()) /
          std::max<double>(1,
                           static_cast<double>(model_.catalogue().papers())));
    }
  }

 private:
  std::vector<DocId> Rank(const std::string& ranking, ReaderId number) {
    const Reader& reader = model_.readers().Get(number);
    const Filter filter(&model_.catalogue(),
                        {.reader = &reader, .drop_seen = true});
    if (ranking == "popularity" || ranking == "random") {
      return RankAlike(ranking == "random", number, filter);
    }
    FeedOptions options{.by_relevance = true,
                        .limit = kListed,
                        .serving = model_.models().current()};
    if (ranking != "blend") options.only_source = ranking;
    std::vector<DocId> docs;
    for (const ListItem& item :
         pipeline_.Make(model_, {&reader, number, {}}, filter, options)) {
      docs.push_back(item.doc);
    }
    return docs;
  }

  // By readers, or by lot.
  std::vector<DocId> RankAlike(bool by_lot, ReaderId number,
                               const Filter& filter) {
    TopList top(&model_.catalogue(), kListed);
    const std::string salt = absl::StrCat(
        options_.seed, "/", AsAbsl(model_.readers().Name(number)), "/");
    for (DocId doc = 0; doc < popularity_.size(); ++doc) {
      if (!filter.Admits(doc)) continue;
      const double score =
          by_lot ? static_cast<double>(
                       PaperKey(salt + model_.catalogue().id(doc)) >> 11)
                 : popularity_[doc];
      top.Offer({doc, score});
    }
    std::vector<DocId> docs;
    for (const ScoredDoc& doc : top.Take()) docs.push_back(doc.doc);
    return docs;
  }

  void Count(const std::vector<DocId>& docs,
             const absl::flat_hash_set<DocId>& wanted, Figures* figures) {
    RankedHits hits;
    hits.wanted = wanted.size();
    double novelty = 0;
    const auto readers = static_cast<double>(snapshot_.readers().size());
    for (size_t i = 0; i < docs.size(); ++i) {
      if (wanted.contains(docs[i])) hits.places.push_back(i);
      if (i >= kShort) continue;
      figures->shown.insert(docs[i]);
      novelty += std::log2((readers + 1) / (popularity_[docs[i]] + 1.0));
    }
    figures->recall20.push_back(Recall(hits, kShort));
    figures->recall300.push_back(Recall(hits, kListed));
    figures->ndcg20.push_back(Ndcg(hits, kShort));
    figures->reciprocal.push_back(ReciprocalRank(hits));
    const double listed = static_cast<double>(std::min(kShort, docs.size()));
    figures->novelty.push_back(listed > 0 ? novelty / listed : 0);
  }

  const TrainingSnapshot& snapshot_;
  const ReadModel& model_;
  const EvaluationOptions& options_;
  ScoreMapPool pool_;
  FeedPipeline pipeline_;
  std::vector<uint32_t> popularity_;
  std::map<std::string, Figures> figures_;
};

}  // namespace

double Recall(const RankedHits& hits, size_t k) {
  if (hits.wanted == 0) return 0;
  const auto found = std::count_if(hits.places.begin(), hits.places.end(),
                                   [k](size_t place) { return place < k; });
  return static_cast<double>(found) / static_cast<double>(hits.wanted);
}

double Ndcg(const RankedHits& hits, size_t k) {
  double gain = 0;
  double best = 0;
  for (const size_t place : hits.places) {
    if (place < k) gain += 1 / std::log2(static_cast<double>(place) + 2);
  }
  for (size_t i = 0; i < std::min(k, hits.wanted); ++i) {
    best += 1 / std::log2(static_cast<double>(i) + 2);
  }
  return best > 0 ? gain / best : 0;
}

double ReciprocalRank(const RankedHits& hits) {
  if (hits.places.empty()) return 0;
  const size_t first =
      *std::min_element(hits.places.begin(), hits.places.end());
  return 1 / (static_cast<double>(first) + 1);
}

v1::ModelMetric MeanMetric(std::string name,
                           const std::vector<double>& values) {
  v1::ModelMetric metric;
  metric.set_name(std::move(name));
  if (values.empty()) return metric;
  const auto count = static_cast<double>(values.size());
  double sum = 0;
  for (const double value : values) sum += value;
  const double mean = sum / count;
  double squares = 0;
  for (const double value : values) squares += (value - mean) * (value - mean);
  const double error =
      count > 1 ? 1.96 * std::sqrt(squares / (count - 1) / count) : 0;
  metric.set_value(mean);
  metric.set_low(mean - error);
  metric.set_high(mean + error);
  return metric;
}

absl::StatusOr<v1::Evaluation> Evaluate(
    TrainingSnapshot* snapshot, const Holdout& holdout,
    std::shared_ptr<const Model> model, const EvaluationOptions& options,
    const std::function<absl::Status()>& tick) {
  PutEvents(*snapshot, holdout, &snapshot->model());
  if (model != nullptr) PutModel(std::move(model), &snapshot->model());
  Evaluator evaluator(*snapshot, snapshot->model(), holdout, options);
  for (const AskedReader& asked : holdout.readers) {
    if (absl::Status go_on = tick(); !go_on.ok()) return go_on;
    evaluator.Ask(asked);
  }
  v1::Evaluation evaluation;
  evaluation.set_readers(static_cast<int64_t>(holdout.readers.size()));
  evaluation.set_held_out(static_cast<int64_t>(holdout.size));
  evaluator.Report(&evaluation);
  return evaluation;
}

}  // namespace broadsheet::recommend
