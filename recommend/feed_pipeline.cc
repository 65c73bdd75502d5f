#include "recommend/feed_pipeline.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>

#include "recommend/diversifier.h"
#include "recommend/explainer.h"
#include "recommend/model_sources.h"
#include "recommend/taste.h"

namespace broadsheet::recommend {
namespace {

// The best candidates that diversity may choose from.
size_t Shortlist(size_t limit) { return std::max<size_t>(100, 3 * limit); }

ListItem MakeItem(const std::vector<SourceScores>& sources,
                  const Candidate& candidate, bool explain,
                  Explainer* explainer) {
  ListItem item;
  item.doc = candidate.doc;
  item.score = candidate.score;
  item.reason = explainer->Explain(sources, candidate);
  if (!explain) return item;
  for (size_t i = 0; i < sources.size(); ++i) {
    item.components.emplace_back(std::string(sources[i].source->name()),
                                 candidate.parts[i]);
  }
  return item;
}

// The weights while there is no model.
constexpr BlendWeights kPlainBlend = {
    .factors = 1, .neighbours = 0, .lexical = 1, .text = 0};

// Whether most of these papers are of no reader yet.
bool AreNew(const ServingModel& serving, const std::vector<DocId>& docs) {
  size_t trained = 0;
  for (const DocId doc : docs) trained += serving.Trained(doc) ? 1 : 0;
  return 2 * trained < docs.size();
}

const BlendWeights& BlendFor(const FeedContext& context,
                             const std::vector<DocId>& docs) {
  if (context.serving == nullptr) return kPlainBlend;
  if (AreNew(*context.serving, docs)) return kColdBlend;
  return context.serving->model().sparse() ? kSparseBlend : kWarmBlend;
}

// Only given candidates are known before the reader has factors.
float EaseFor(const FeedOptions& options) {
  return options.candidates && AreNew(*options.serving, *options.candidates)
             ? options.serving->model().new_papers_ease()
             : 1;
}

size_t Wanted(const FeedOptions& options) {
  return options.candidates ? 0 : std::max<size_t>(500, 2 * options.limit);
}

std::vector<ScoredDoc> Nominees(const FeedContext& context,
                                const SourceScores& source) {
  const size_t quota = source.source->quota();
  return BestOf(context.model->catalogue(), *source.scores,
                quota > 0 ? quota : context.wanted,
                [&](DocId doc) { return context.filter->Admits(doc); });
}

double FactorOf(const FeedOptions& options, const CandidateSource& source) {
  if (options.arm == nullptr || options.by_relevance) return 1;
  return options.arm->FactorOf(source.name());
}

// A reader made ready for the sources.
struct Prepared {
  Prepared(const ReadModel& model, const FeedReader& reader,
           const Filter& filter, const FeedOptions& options)
      : taste(MakeTaste(model, *reader.record, reader.asked)),
        context{&model,   &filter,         reader.record,  reader.number,
                &taste,   options.as_of,   options.seed,   options.serving,
                &vectors, Wanted(options), options.helpers} {
    if (options.serving == nullptr) return;
    const TextEncoder& encoder = options.serving->model().text();
    std::vector<float> asked = reader.asked_vector;
    if (!reader.asked.empty() && encoder.dimension() > 0) {
      asked.resize(encoder.dimension());
      encoder.Encode(TextTermsOf(reader.asked), asked);
    }
    vectors =
        FoldIn(*options.serving, taste.interests, asked, EaseFor(options));
  }
  Prepared(const Prepared&) = delete;
  Prepared& operator=(const Prepared&) = delete;

  Taste taste;
  ReaderVectors vectors;
  FeedContext context;
};

bool TellsNothing(const Reader& reader, const Taste& taste) {
  const bool follows =
      std::any_of(reader.follows.begin(), reader.follows.end(),
                  [](const auto& follow) { return follow.second.on; });
  const bool likes =
      std::any_of(taste.interests.begin(), taste.interests.end(),
                  [](const Interest& i) { return i.weight > 0; });
  return !follows && !likes && taste.profile.components.empty();
}

}  // namespace

FeedPipeline::FeedPipeline(ScoreMapPool* pool) : pool_(pool) {
  sources_.push_back(std::make_unique<FactorSource>());
  sources_.push_back(std::make_unique<NeighbourSource>());
  sources_.push_back(std::make_unique<CollaborativeSource>());
  sources_.push_back(std::make_unique<ContentSource>());
  sources_.push_back(std::make_unique<TextSource>());
  sources_.push_back(std::make_unique<FollowedSource>());
  sources_.push_back(std::make_unique<TrendingSource>());
  sources_.push_back(std::make_unique<FreshSource>());
  sources_.push_back(std::make_unique<ExplorationSource>());
}

std::vector<SourceScores> FeedPipeline::RunSources(
    const FeedContext& context, const FeedOptions& options) const {
  std::vector<SourceScores> all;
  for (const auto& source : sources_) {
    if (options.by_relevance && !source->relevance()) continue;
    if (!source->Applies(context)) continue;
    const double factor = FactorOf(options, *source);
    if (factor == 0) continue;
    if (!options.only_source.empty() && source->name() != options.only_source) {
      continue;
    }
    all.push_back({source.get(),
                   pool_->Take(context.model->catalogue().size()),
                   factor,
                   {}});
  }
  Share(context.helpers, all.size(), [&](size_t i) {
    all[i].source->Score(context, &*all[i].scores);
    if (!options.candidates) all[i].nominees = Nominees(context, all[i]);
  });
  return all;
}

std::vector<DocId> FeedPipeline::Nominate(
    const FeedContext& context, const std::vector<SourceScores>& sources,
    const FeedOptions& options) const {
  std::vector<DocId> docs;
  if (options.candidates) {
    for (const DocId doc : *options.candidates) {
      if (context.filter->Admits(doc)) docs.push_back(doc);
    }
  } else {
    for (const SourceScores& source : sources) {
      for (const ScoredDoc& doc : source.nominees) docs.push_back(doc.doc);
    }
  }
  return EachOnceById(context.model->catalogue(), std::move(docs));
}

std::vector<Candidate> FeedPipeline::Score(
    const FeedContext& context, const std::vector<SourceScores>& sources,
    const std::vector<DocId>& docs) const {
  Share(context.helpers, sources.size(), [&](size_t i) {
    sources[i].source->Complete(context, docs, &*sources[i].scores);
  });
  return BlendSources(sources, docs, BlendFor(context, docs));
}

std::vector<Candidate> FeedPipeline::Rank(
    const FeedContext& context, const std::vector<SourceScores>& sources,
    const FeedOptions& options) const {
  std::vector<Candidate> candidates =
      Score(context, sources, Nominate(context, sources, options));
  // They come by paper id, so a stable sort breaks ties by it.
  std::stable_sort(
      candidates.begin(), candidates.end(),
      [](const auto& a, const auto& b) { return a.score > b.score; });
  const size_t kept =
      options.by_relevance ? options.limit : Shortlist(options.limit);
  if (candidates.size() > kept) candidates.resize(kept);
  if (options.by_relevance) return candidates;
  return Diversify(
      *context.model, std::move(candidates), options.limit,
      options.arm == nullptr ? DiversityOptions() : options.arm->diversity);
}

std::vector<ListItem> FeedPipeline::Make(const ReadModel& model,
                                         const FeedReader& reader,
                                         const Filter& filter,
                                         const FeedOptions& options) const {
  const Prepared prepared(model, reader, filter, options);
  if (TellsNothing(*reader.record, prepared.taste)) return {};
  const FeedContext& context = prepared.context;
  const auto sources = RunSources(context, options);
  Explainer explainer(context);
  std::vector<ListItem> items;
  for (const Candidate& candidate : Rank(context, sources, options)) {
    items.push_back(MakeItem(sources, candidate, options.explain, &explainer));
  }
  return items;
}

ListItem FeedPipeline::Explain(const ReadModel& model, const FeedReader& reader,
                               DocId doc, const FeedOptions& options) const {
  const Filter filter(&model.catalogue(), {});
  const Prepared prepared(model, reader, filter, options);
  const FeedContext& context = prepared.context;
  const auto sources = RunSources(context, options);
  std::vector<DocId> docs = Nominate(context, sources, options);
  const Catalogue& catalogue = model.catalogue();
  const auto place = std::lower_bound(
      docs.begin(), docs.end(), doc,
      [&](DocId a, DocId b) { return catalogue.id(a) < catalogue.id(b); });
  if (place == docs.end() || *place != doc) docs.insert(place, doc);
  for (const Candidate& candidate : Score(context, sources, docs)) {
    if (candidate.doc != doc) continue;
    Explainer explainer(context);
    return MakeItem(sources, candidate, true, &explainer);
  }
  return {};
}

}  // namespace broadsheet::recommend
