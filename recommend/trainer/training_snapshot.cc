#include "recommend/trainer/training_snapshot.h"

#include <algorithm>
#include <thread>
#include <tuple>
#include <utility>

#include "absl/strings/str_cat.h"

namespace broadsheet::recommend {
namespace {

constexpr unsigned kMaxThreads = 2;
// The interest of a save.
constexpr double kSave = 5;
constexpr uint32_t kNoPaper = ~uint32_t{0};

int Threads() {
  return static_cast<int>(
      std::clamp(std::thread::hardware_concurrency(), 1u, kMaxThreads));
}

// Where a sentence ends: behind a full stop and before a space and a capital.
size_t SentenceEnd(std::string_view text, size_t begin) {
  for (size_t i = begin; i + 2 < text.size(); ++i) {
    const bool stop = text[i] == '.' || text[i] == '!' || text[i] == '?';
    if (stop && text[i + 1] == ' ' && text[i + 2] >= 'A' &&
        text[i + 2] <= 'Z') {
      return i + 1;
    }
  }
  return text.size();
}

}  // namespace

TrainingSnapshot::TrainingSnapshot()
    : analyzer_(Threads()),
      model_(std::make_unique<ReadModel>(ReadModelOptions{.suggests = false})) {
}

std::vector<uint32_t> TrainingSnapshot::Terms(std::string_view text) {
  std::vector<uint32_t> terms;
  tokens_.Analyze(text, &buffer_);
  for (const Token& token : buffer_) {
    if (!token.stop) terms.push_back(vocabulary_.Intern(token.text));
  }
  return terms;
}

void TrainingSnapshot::AddPaper(const v1::Paper& paper) {
  if (paper.withdrawn()) return;
  const auto doc = model_->catalogue().Find(paper.id());
  if (!doc) return;
  TrainingPaper learned;
  learned.id = paper.id();
  learned.title = Terms(paper.title());
  const std::string_view abstract = paper.abstract();
  for (size_t begin = 0; begin < abstract.size();) {
    const size_t end = SentenceEnd(abstract, begin);
    const auto sentence = Terms(abstract.substr(begin, end - begin));
    learned.body.insert(learned.body.end(), sentence.begin(), sentence.end());
    if (!sentence.empty()) {
      learned.sentence_ends.push_back(
          static_cast<uint32_t>(learned.body.size()));
    }
    begin = end;
  }
  if (paper_of_doc_.size() <= *doc) paper_of_doc_.resize(*doc + 1, kNoPaper);
  paper_of_doc_[*doc] = static_cast<uint32_t>(data_.papers.size());
  doc_of_paper_.push_back(*doc);
  data_.papers.push_back(std::move(learned));
}

absl::Status TrainingSnapshot::Take(
    const internal::v1::GetSnapshotResponse& chunk) {
  const std::vector<const v1::Paper*> papers(chunk.papers().pointer_begin(),
                                             chunk.papers().pointer_end());
  for (const AnalyzedPaper& paper : analyzer_.Analyze(papers)) {
    model_->Apply(paper);
    AddPaper(paper.paper);
  }
  for (const v1::Event& event : chunk.events()) {
    const bool follow = event.kind() == v1::EVENT_KIND_FOLLOW ||
                        event.kind() == v1::EVENT_KIND_UNFOLLOW;
    const auto doc = model_->catalogue().Find(event.paper_id());
    if (follow || doc) readers_.Apply(event, follow ? 0 : *doc);
    arms_.Count(event);
  }
  for (const auto& vector : chunk.vectors()) model_->Apply(vector);
  received_papers_ += chunk.papers_size();
  received_vectors_ += chunk.vectors_size();
  received_events_ += chunk.events_size();
  if (!chunk.has_trailer()) return absl::OkStatus();
  trailer_ = chunk.trailer();
  ended_ = true;
  CollectWishes();
  data_.vocabulary.reserve(vocabulary_.size());
  for (uint32_t term = 0; term < vocabulary_.size(); ++term) {
    data_.vocabulary.emplace_back(vocabulary_.Text(term));
  }
  data_.position = trailer_.horizon().SerializeAsString();
  return absl::OkStatus();
}

absl::Status TrainingSnapshot::CheckComplete() const {
  if (ended_ && trailer_.papers() == received_papers_ &&
      trailer_.vectors() == received_vectors_ &&
      trailer_.events() == received_events_) {
    return absl::OkStatus();
  }
  return absl::DataLossError("the snapshot is not whole");
}

double TrainingSnapshot::EncodedBy(const std::string& encoder) const {
  if (doc_of_paper_.empty()) return 0;
  const auto hashes = model_->encoded().TextHashesOf(encoder);
  const auto encoded = std::ranges::count_if(doc_of_paper_, [&](DocId doc) {
    return doc < hashes.size() && hashes[doc] != 0;
  });
  return static_cast<double>(encoded) /
         static_cast<double>(doc_of_paper_.size());
}

void TrainingSnapshot::UseEncoder(const std::string& encoder) {
  data_.encoded.encoder = encoder;
  data_.encoded.dimension = model_->encoded().DimensionOf(encoder);
  data_.encoded.read = [this](uint32_t paper, std::span<float> vector) {
    return model_->encoded().Read(data_.encoded.encoder, doc_of_paper_[paper],
                                  vector);
  };
}

void TrainingSnapshot::CollectWishes() {
  for (DocId doc = 0; doc < paper_of_doc_.size(); ++doc) {
    if (paper_of_doc_[doc] == kNoPaper) continue;
    for (const ReaderId reader : readers_.ReadersOf(doc)) {
      const PaperMarks& marks = readers_.Get(reader).papers.at(doc);
      const double interest = InterestOf(marks);
      if (interest <= 0) continue;
      wishes_.push_back({reader, doc, interest / kSave, LatestOf(marks)});
    }
  }
  const Catalogue& catalogue = model_->catalogue();
  std::sort(wishes_.begin(), wishes_.end(), [&](const Wish& a, const Wish& b) {
    if (a.reader != b.reader) {
      return readers_.Name(a.reader) < readers_.Name(b.reader);
    }
    return std::tie(a.at, catalogue.id(a.doc)) <
           std::tie(b.at, catalogue.id(b.doc));
  });
}

const TrainingData& TrainingSnapshot::Data(const std::vector<bool>& without) {
  data_.interactions.clear();
  data_.reader_count = 0;
  for (size_t i = 0; i < wishes_.size(); ++i) {
    if (i == 0 || wishes_[i].reader != wishes_[i - 1].reader) {
      ++data_.reader_count;
    }
    if (i < without.size() && without[i]) continue;
    data_.interactions.push_back({data_.reader_count - 1,
                                  paper_of_doc_[wishes_[i].doc],
                                  static_cast<float>(wishes_[i].weight)});
  }
  return data_;
}

absl::StatusOr<std::unique_ptr<TrainingSnapshot>> LoadTrainingSnapshot(
    ChangeSource* source, const std::function<absl::Status()>& tick) {
  auto snapshot = std::make_unique<TrainingSnapshot>();
  const absl::Status loaded = source->GetSnapshot([&](const auto& chunk) {
    if (absl::Status go_on = tick(); !go_on.ok()) return go_on;
    return snapshot->Take(chunk);
  });
  if (!loaded.ok()) return loaded;
  if (absl::Status s = snapshot->CheckComplete(); !s.ok()) return s;
  return snapshot;
}

}  // namespace broadsheet::recommend
