#include "recommend/read_model.h"

#include "common/stable_hash.h"

namespace broadsheet::recommend {
namespace {

// A reader's submission is attention; the automatic editor's is none.
constexpr int64_t kSubmissionAttention = 5;

absl::Time ToTime(const google::protobuf::Timestamp& time) {
  return absl::FromUnixSeconds(time.seconds()) +
         absl::Nanoseconds(time.nanos());
}

uint64_t TextFingerprint(const v1::Paper& paper) {
  uint64_t print = paper.withdrawn() ? 1 : 0;
  const auto add = [&print](const std::string& text) {
    print = StableHash(text, print);
  };
  add(paper.title());
  add(paper.abstract());
  for (const std::string& author : paper.authors()) add(author);
  add("");
  for (const std::string& keyword : paper.keywords()) add(keyword);
  return print | 1;  // 0 is "never indexed".
}

}  // namespace

ReadModel::ReadModel(const ReadModelOptions& options)
    : content_(&index_),
      editions_(&catalogue_, &index_),
      options_(options),
      trends_(options.trend_half_life) {}

void ReadModel::Apply(const AnalyzedPaper& paper) {
  const DocId doc = catalogue_.Intern(paper.paper.id());
  const PaperEntry& entry = catalogue_.Get(doc);
  if (paper.paper.revision() < entry.revision) return;
  if (fingerprints_.size() <= doc) fingerprints_.resize(doc + 1);
  const uint64_t fingerprint = TextFingerprint(paper.paper);
  const bool same_text = fingerprints_[doc] == fingerprint;
  fingerprints_[doc] = fingerprint;
  if (!same_text) ForgetWords(doc);
  if (options_.suggests && entry.listed) titles_.Remove(entry.title_key, doc);
  catalogue_.Put(doc, paper);
  if (options_.suggests && entry.listed) titles_.Add(entry.title_key, doc);
  facts_.Put(doc, paper.paper);
  if (!same_text) Reindex(doc, paper);
  editions_.Update(doc);
  for (const auto& [changed, change] :
       readers_.Move(doc, catalogue_.SurvivorOf(doc))) {
    CountChange(changed, change);
  }
}

void ReadModel::Apply(const internal::v1::Artifact& promoted) {
  if (promoted.kind() == "model") promoted_ = promoted;
}

// Of the text that the catalogue still holds.
void ReadModel::ForgetWords(DocId doc) {
  if (!options_.suggests || !catalogue_.listed(doc)) return;
  TextAnalyzer analyzer;
  spelling_.Remove(WordsOf(catalogue_.Read(doc), &analyzer));
}

void ReadModel::Reindex(DocId doc, const AnalyzedPaper& paper) {
  if (paper.terms.empty()) {
    index_.Remove(doc);
  } else {
    index_.Put(doc, paper.terms, paper.lengths, paper.stream);
  }
  keywords_.Put(doc, paper.keyword_keys);
  models_.Update(doc, {paper.paper.id(), TextTermsOf(paper.terms), &encoded_});
  if (!options_.suggests) return;
  spelling_.Add(paper.words);
  SuggestAuthors(doc);
}

void ReadModel::Apply(const internal::v1::PaperVector& vector) {
  const DocId doc = catalogue_.Intern(vector.paper_id());
  encoded_.Put(doc, vector);
  if (!models_.Uses(vector.encoder())) return;
  models_.Update(doc,
                 {catalogue_.id(doc), TextTermsOf(index_, doc), &encoded_});
}

void ReadModel::SuggestAuthors(DocId doc) {
  for (const AuthorId author : catalogue_.Get(doc).authors) {
    if (author < suggested_authors_) continue;
    author_names_.Add(catalogue_.AuthorKey(author), author);
    suggested_authors_ = author + 1;
  }
}

void ReadModel::Apply(const v1::Event& event) {
  DocId doc = 0;
  if (!event.paper_id().empty()) {
    doc = catalogue_.SurvivorOf(catalogue_.Intern(event.paper_id()));
  }
  const auto change = readers_.Apply(event, doc);
  if (change) CountChange(doc, *change);
}

void ReadModel::Apply(const ErasedReader& erased) {
  for (const auto& [doc, change] : readers_.Forget(erased.reader_id)) {
    CountChange(doc, change);
  }
}

void ReadModel::CountChange(DocId doc, const MarkChange& change) {
  const int64_t weight = options_.event_weights.Of(change.kind);
  if (change.before) trends_.Add(doc, -weight, *change.before);
  if (change.after) trends_.Add(doc, weight, *change.after);
  if (change.kind != v1::EVENT_KIND_UPVOTE) return;
  if (upvotes_.size() <= doc) upvotes_.resize(doc + 1);
  upvotes_[doc] += (change.after ? 1 : 0) - (change.before ? 1 : 0);
}

void ReadModel::Apply(const v1::Submission& submission) {
  const int32_t day = DayNumber(submission.day());
  const DocId doc = catalogue_.Intern(submission.paper_id());
  DayList& list = submitted_[day];
  if (!list.papers.insert(doc).second) return;
  ++submissions_;
  ++(submission.submitter() == kEditorReader ? list.counts.by_editor
                                             : list.counts.by_others);
  if (!submission.automatic()) {
    trends_.Add(doc, kSubmissionAttention, ToTime(submission.at()));
  }
}

void ReadModel::Apply(const Retracted& retracted) {
  const v1::Submission& submission = retracted.submission;
  const auto list = submitted_.find(DayNumber(submission.day()));
  const DocId doc = catalogue_.Intern(submission.paper_id());
  if (list == submitted_.end() || list->second.papers.erase(doc) == 0) return;
  --submissions_;
  DayCounts& counts = list->second.counts;
  --(submission.submitter() == kEditorReader ? counts.by_editor
                                             : counts.by_others);
  if (!submission.automatic()) {
    trends_.Add(doc, -kSubmissionAttention, ToTime(submission.at()));
  }
}

DayCounts ReadModel::SubmittedOn(int32_t day) const {
  const auto found = submitted_.find(day);
  return found == submitted_.end() ? DayCounts{} : found->second.counts;
}

bool ReadModel::IsSubmitted(int32_t day, DocId doc) const {
  const auto found = submitted_.find(day);
  return found != submitted_.end() && found->second.papers.contains(doc);
}

v1::Position ReadModel::LastInside() const {
  v1::Position position = horizon_;
  if (position.commit() > 0) position.set_commit(position.commit() - 1);
  return position;
}

v1::Paper ReadModel::ReadPaper(DocId doc) const {
  v1::Paper paper = catalogue_.Read(doc);
  paper.set_upvotes(Upvotes(doc));
  return paper;
}

}  // namespace broadsheet::recommend
