#include "recommend/explainer.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/time/civil_time.h"
#include "common/days.h"
#include "common/errors.h"
#include "common/text.h"
#include "recommend/co_reading.h"
#include "recommend/ranking.h"
#include "recommend/text_analyzer.h"

namespace broadsheet::recommend {
namespace {

// The latest papers of the reader that can be named as reasons.
constexpr size_t kMaxOwn = 60;
constexpr size_t kOwnTerms = 64;
constexpr size_t kMaxNamed = 3;
constexpr size_t kTitleBytes = 120;

// The source that adds most to the score, of those that know the paper: a
// source that does not may still add more than others take away. The number of
// sources when none does.
size_t MainSource(const std::vector<SourceScores>& sources,
                  const Candidate& candidate) {
  size_t best = sources.size();
  for (size_t i = 0; i < sources.size(); ++i) {
    if (sources[i].scores->Score(candidate.doc) <= 0) continue;
    if (best == sources.size() || candidate.parts[i] > candidate.parts[best]) {
      best = i;
    }
  }
  return best;
}

std::vector<DocId> Strongest(const ReadModel& model,
                             const std::vector<ScoredDoc>& scored) {
  TopList top(&model.catalogue(), kMaxNamed);
  for (const ScoredDoc& doc : scored) {
    if (doc.score > 0) top.Offer(doc);
  }
  std::vector<DocId> docs;
  for (const ScoredDoc& doc : top.Take()) docs.push_back(doc.doc);
  return docs;
}

}  // namespace

Explainer::Explainer(const FeedContext& context) : context_(context) {
  for (const Interest& interest : context.taste->interests) {
    if (own_.size() == kMaxOwn) break;
    if (interest.weight <= 0) continue;
    own_.push_back({interest.doc, interest.weight});
  }
}

v1::Reason Explainer::Explain(const std::vector<SourceScores>& sources,
                              const Candidate& candidate) {
  const size_t best = MainSource(sources, candidate);
  if (best == sources.size()) {
    return FreshReason(*context_.model, candidate.doc);
  }
  v1::Reason reason;
  reason.set_kind(sources[best].source->reason());
  switch (reason.kind()) {
    case v1::Reason::KIND_SIMILAR:
      ExplainByOwn(ClosestByContent(candidate.doc), &reason);
      break;
    case v1::Reason::KIND_COLLABORATIVE:
      ExplainByOwn(ClosestByReaders(candidate.doc), &reason);
      break;
    case v1::Reason::KIND_FOLLOWED:
      ExplainFollowed(candidate.doc, &reason);
      break;
    case v1::Reason::KIND_TRENDING:
      return TrendingReason(*context_.model, candidate.doc);
    case v1::Reason::KIND_FRESH:
      return FreshReason(*context_.model, candidate.doc);
    default:
      reason.set_text("something different, to learn what you like");
  }
  return reason;
}

std::vector<DocId> Explainer::ClosestByContent(DocId doc) {
  const ContentModel& content = context_.model->content();
  while (closeness_.size() < own_.size()) {
    const Own& own = own_[closeness_.size()];
    closeness_.Add(content.BagOf(own.doc, kOwnTerms));
  }
  const std::vector<double> cosines =
      closeness_.To(content.BagOf(doc, kOwnTerms));
  std::vector<ScoredDoc> scored;
  for (size_t i = 0; i < own_.size(); ++i) {
    scored.push_back({own_[i].doc, own_[i].weight * cosines[i]});
  }
  return Strongest(*context_.model, scored);
}

std::vector<DocId> Explainer::ClosestByReaders(DocId doc) const {
  const CoReading readers(context_.model);
  std::vector<ScoredDoc> scored;
  for (const Own& own : own_) {
    scored.push_back(
        {own.doc,
         own.weight * readers.Closeness(own.doc, doc, context_.reader_number)});
  }
  std::vector<DocId> strongest = Strongest(*context_.model, scored);
  return strongest.empty() ? ClosestByFactors(doc) : strongest;
}

std::vector<DocId> Explainer::ClosestByFactors(DocId doc) const {
  if (context_.serving == nullptr) return {};
  const PaperVectors& factors = context_.serving->factors();
  std::vector<float> vector(factors.dimension());
  if (!factors.Read(doc, vector)) return {};
  std::vector<ScoredDoc> scored;
  for (const Own& own : own_) {
    scored.push_back({own.doc, own.weight * factors.Score(vector, own.doc)});
  }
  return Strongest(*context_.model, scored);
}

std::string Explainer::Deed(DocId own) const {
  const PaperMarks& marks = context_.reader->papers.at(own);
  if (marks.Has(v1::EVENT_KIND_SAVE)) return "saved";
  if (marks.Has(v1::EVENT_KIND_UPVOTE)) return "upvoted";
  if (marks.Has(v1::EVENT_KIND_SHARE)) return "shared";
  if (marks.Has(v1::EVENT_KIND_READ)) return "read";
  return "looked at";
}

void Explainer::ExplainByOwn(const std::vector<DocId>& own,
                             v1::Reason* reason) const {
  const bool by_readers = reason->kind() == v1::Reason::KIND_COLLABORATIVE;
  if (own.empty()) {
    reason->set_text(by_readers ? "liked by readers of papers you like"
                                : "close to papers you like");
    return;
  }
  const std::string title = ShortTitle(*context_.model, own[0]);
  reason->set_text(
      by_readers ? absl::StrCat("liked by readers of ", title, ", which you ",
                                Deed(own[0]))
                 : absl::StrCat("because you ", Deed(own[0]), " ", title));
  for (const DocId doc : own) {
    reason->add_paper_ids(context_.model->catalogue().id(doc));
  }
}

void Explainer::ExplainFollowed(DocId doc, v1::Reason* reason) const {
  const Catalogue& catalogue = context_.model->catalogue();
  const PaperEntry& entry = catalogue.Get(doc);
  const auto is_on = [&](const std::string& target) {
    const auto found = context_.reader->follows.find(target);
    return found != context_.reader->follows.end() && found->second.on;
  };
  TextAnalyzer analyzer;
  for (const auto& [target, follow] : context_.reader->follows) {
    if (!follow.on || target.rfind("author:", 0) != 0) continue;
    const std::string name = target.substr(7);
    const auto author = catalogue.FindAuthor(analyzer.Key(name));
    if (author && std::find(entry.authors.begin(), entry.authors.end(),
                            *author) != entry.authors.end()) {
      reason->set_topic(name);
    }
  }
  for (const CategoryId category : entry.categories) {
    const std::string name(catalogue.CategoryName(category));
    if (reason->topic().empty() && is_on("category:" + name)) {
      reason->set_topic(name);
    }
  }
  reason->set_text(absl::StrCat("because you follow ", reason->topic()));
}

v1::Reason TrendingReason(const ReadModel& model, DocId doc) {
  v1::Reason reason;
  reason.set_kind(v1::Reason::KIND_TRENDING);
  const Catalogue& catalogue = model.catalogue();
  const auto& categories = catalogue.Get(doc).categories;
  std::string text = "trending now";
  if (!categories.empty()) {
    const auto primary = catalogue.CategoryName(categories[0]);
    reason.set_topic(std::string(primary));
    text = absl::StrCat("trending in ", AsAbsl(primary));
  }
  const int64_t upvotes = model.Upvotes(doc);
  if (upvotes > 0) {
    absl::StrAppend(&text, ": ", upvotes,
                    upvotes == 1 ? " upvote" : " upvotes");
  }
  reason.set_text(text);
  return reason;
}

v1::Reason FreshReason(const ReadModel& model, DocId doc) {
  v1::Reason reason;
  reason.set_kind(v1::Reason::KIND_FRESH);
  const int32_t day = model.catalogue().Get(doc).announced;
  reason.set_text(
      day == kNoDay
          ? "in the catalogue"
          : absl::StrCat("announced on ",
                         FormatDay(absl::CivilDay(1970, 1, 1) + day)));
  return reason;
}

v1::Reason SimilarReason(const ReadModel& model, DocId to) {
  v1::Reason reason;
  reason.set_kind(v1::Reason::KIND_SIMILAR);
  reason.set_text(absl::StrCat("similar to ", ShortTitle(model, to)));
  reason.add_paper_ids(model.catalogue().id(to));
  return reason;
}

std::string ShortTitle(const ReadModel& model, DocId doc) {
  const PaperEntry& entry = model.catalogue().Get(doc);
  const std::string_view title = CutUtf8(entry.title, kTitleBytes);
  if (title.empty()) return entry.id;
  if (title.size() == entry.title.size()) return entry.title;
  return absl::StrCat(AsAbsl(title), "\u2026");
}

}  // namespace broadsheet::recommend
