// How a read model goes into a segment, and comes out of it.
#include <unicode/uversion.h>

#include <algorithm>
#include <span>
#include <string_view>
#include <thread>
#include <utility>

#include "absl/strings/str_cat.h"
#include "recommend/read_model.h"
#include "recommend/segment/segment_file.h"
#include "recommend/segment/segment_reader.h"
#include "recommend/segment/segment_writer.h"
#include "recommend/text_analyzer.h"

namespace broadsheet::recommend {
namespace {

bool AreBelow(size_t limit, std::span<const DocId> docs) {
  return std::ranges::all_of(docs, [limit](DocId doc) { return doc < limit; });
}

}  // namespace

std::string ReadModel::OptionsKey() const {
  const EventWeights& weights = options_.event_weights;
  return absl::StrCat(
      "half_life=", absl::ToInt64Microseconds(options_.trend_half_life),
      "us upvote=", weights.upvote, " save=", weights.save,
      " share=", weights.share, " read=", weights.read,
      " click=", weights.click, " view=", weights.view,
      " suggests=", options_.suggests, " analysis=", kAnalysisVersion,
      " icu=", U_ICU_VERSION);
}

void ReadModel::Save(SegmentWriter* out) const {
  out->Begin("options");
  out->PutText(OptionsKey());
  out->Put(static_cast<uint32_t>(catalogue_.size()));
  catalogue_.Save(out);
  index_.Save(out);
  editions_.Save(out);
  readers_.Save(out);
  trends_.Save(out);
  facts_.Save(out);
  spelling_.Save(out);
  keywords_.Save(out);
  encoded_.Save(out);
  titles_.Save("titles", out);
  author_names_.Save("author_names", out);
  SaveLists(out);
}

void ReadModel::SaveLists(SegmentWriter* out) const {
  out->Begin("read_model");
  out->PutText(horizon_.SerializeAsString());
  out->PutText(promoted_.SerializeAsString());
  out->Put(suggested_authors_);
  out->Put(submissions_);
  out->PutArray(fingerprints_);
  out->PutArray(upvotes_);
  out->Put(static_cast<uint32_t>(submitted_.size()));
  for (const auto& [day, list] : submitted_) {
    out->Put(day);
    out->Put(list.counts);
    out->BeginArray<DocId>(list.papers.size());
    for (const DocId doc : list.papers) out->Put(doc);
  }
}

absl::Status ReadModel::Load(std::shared_ptr<const SegmentFile> segment) {
  segment_ = std::move(segment);
  SegmentReader names(segment_.get());
  names.Open("options");
  const std::string_view key = names.Text();
  if (names.ok() && key != OptionsKey()) {
    return absl::FailedPreconditionError(absl::StrCat(
        "the segment was made with ", absl::string_view(key.data(), key.size()),
        "; here are ", OptionsKey()));
  }
  const auto papers = names.Get<uint32_t>();
  // No more than have an id: memory is taken by this number.
  if (!names.Check(papers <= segment_->Section("catalogue.names").size())) {
    return names.status();
  }
  // Two halves that know nothing of each other.
  SegmentReader rest(segment_.get());
  names.SetPapers(papers);
  rest.SetPapers(papers);
  std::thread other([&] { LoadRest(&rest); });
  LoadNames(&names);
  other.join();
  return names.ok() ? rest.status() : names.status();
}

void ReadModel::LoadNames(SegmentReader* in) {
  catalogue_.Load(in);
  if (!in->Check(catalogue_.size() == in->papers())) return;
  keywords_.Load(in);
  editions_.Load(in);
  titles_.Load("titles", in->papers(), in);
  author_names_.Load("author_names", catalogue_.authors(), in);
}

void ReadModel::LoadRest(SegmentReader* in) {
  LoadLists(in);
  index_.Load(in);
  readers_.Load(in);
  trends_.Load(in);
  facts_.Load(in);
  spelling_.Load(in);
  encoded_.Load(in);
}

void ReadModel::LoadLists(SegmentReader* in) {
  in->Open("read_model");
  const std::string_view horizon = in->Text();
  const std::string_view promoted = in->Text();
  in->Check(horizon_.ParseFromArray(horizon.data(),
                                    static_cast<int>(horizon.size())) &&
            promoted_.ParseFromArray(promoted.data(),
                                     static_cast<int>(promoted.size())));
  suggested_authors_ = in->Get<AuthorId>();
  submissions_ = in->Get<int64_t>();
  const auto fingerprints = in->Array<uint64_t>();
  const auto upvotes = in->Array<int64_t>();
  if (!in->Check(fingerprints.size() <= in->papers() &&
                 upvotes.size() <= in->papers())) {
    return;
  }
  fingerprints_.assign(fingerprints.begin(), fingerprints.end());
  upvotes_.assign(upvotes.begin(), upvotes.end());
  const auto days = in->Get<uint32_t>();
  for (uint32_t i = 0; i < days && in->ok(); ++i) {
    DayList& list = submitted_[in->Get<int32_t>()];
    list.counts = in->Get<DayCounts>();
    const auto docs = in->Array<DocId>();
    if (!in->Check(AreBelow(in->papers(), docs))) return;
    list.papers.insert(docs.begin(), docs.end());
  }
}

}  // namespace broadsheet::recommend
