// How readers' deeds go into a segment, and come out of it.
#include <utility>
#include <vector>

#include "recommend/reader_store.h"
#include "recommend/segment/segment_reader.h"
#include "recommend/segment/segment_texts.h"
#include "recommend/segment/segment_writer.h"

namespace broadsheet::recommend {
namespace {

// More than there are kinds of events.
constexpr uint32_t kMostMarks = 64;

// Whole seconds and nanoseconds: nanoseconds alone do not reach far enough.
void PutTime(absl::Time time, SegmentWriter* out) {
  const int64_t seconds = absl::ToUnixSeconds(time);
  out->Put(seconds);
  out->Put(static_cast<uint32_t>(
      absl::ToInt64Nanoseconds(time - absl::FromUnixSeconds(seconds))));
}

absl::Time GetTime(SegmentReader* in) {
  const auto seconds = in->Get<int64_t>();
  return absl::FromUnixSeconds(seconds) +
         absl::Nanoseconds(in->Get<uint32_t>());
}

void PutMark(const Mark& mark, SegmentWriter* out) {
  out->Put(static_cast<uint8_t>(mark.kind));
  out->Put(
      static_cast<uint8_t>((mark.on ? 1u : 0u) | (mark.ever_on ? 2u : 0u)));
  PutTime(mark.at, out);
  out->PutText(mark.event_id);
}

Mark GetMark(SegmentReader* in) {
  Mark mark;
  mark.kind = static_cast<v1::EventKind>(in->Get<uint8_t>());
  const auto bits = in->Get<uint8_t>();
  mark.on = (bits & 1) != 0;
  mark.ever_on = (bits & 2) != 0;
  mark.at = GetTime(in);
  mark.event_id = in->Text();
  return mark;
}

void PutReader(const Reader& reader, SegmentWriter* out) {
  out->Put(static_cast<uint32_t>(reader.events.size()));
  for (const uint64_t event : reader.events) out->Put(event);
  out->Put(static_cast<uint32_t>(reader.follows.size()));
  for (const auto& [target, follow] : reader.follows) {
    out->PutText(target);
    out->Put(static_cast<uint8_t>(follow.on ? 1 : 0));
    PutTime(follow.at, out);
    out->PutText(follow.event_id);
  }
  out->Put(static_cast<uint32_t>(reader.papers.size()));
  for (const auto& [doc, marks] : reader.papers) {
    out->Put(doc);
    out->Put(static_cast<uint32_t>(marks.marks.size()));
    for (const Mark& mark : marks.marks) PutMark(mark, out);
  }
}

void GetEvents(SegmentReader* in, Reader* reader) {
  const auto events = in->Get<uint32_t>();
  for (uint32_t i = 0; i < events && in->ok(); ++i) {
    reader->events.insert(in->Get<uint64_t>());
  }
}

void GetFollows(SegmentReader* in, Reader* reader) {
  const auto follows = in->Get<uint32_t>();
  for (uint32_t i = 0; i < follows && in->ok(); ++i) {
    std::string target(in->Text());
    Reader::Follow& follow = reader->follows[std::move(target)];
    follow.on = in->Get<uint8_t>() != 0;
    follow.at = GetTime(in);
    follow.event_id = in->Text();
  }
}

}  // namespace

// Without those who were erased: not even their names.
void ReaderStore::Save(SegmentWriter* out) const {
  std::vector<ReaderId> kept;
  for (ReaderId reader = 0; reader < readers_.size(); ++reader) {
    if (!readers_[reader].events.empty()) kept.push_back(reader);
  }
  out->Begin("readers.names");
  SegmentTexts::Save(
      static_cast<uint32_t>(kept.size()),
      [&](uint32_t i) { return ids_.Text(kept[i]); }, out);
  out->Begin("readers");
  out->Put(static_cast<uint32_t>(by_doc_.size()));
  out->Put(size_);
  out->Put(events_);
  for (const ReaderId reader : kept) PutReader(readers_[reader], out);
}

void ReaderStore::Load(SegmentReader* in) {
  in->Open("readers.names");
  ids_.Load(in);
  in->Open("readers");
  const auto papers = in->Get<uint32_t>();
  if (!in->Check(papers <= in->papers())) return;
  size_ = in->Get<int64_t>();
  events_ = in->Get<int64_t>();
  readers_.resize(ids_.size());
  ResizePapers(papers);
  for (ReaderId reader = 0; reader < readers_.size() && in->ok(); ++reader) {
    GetEvents(in, &readers_[reader]);
    GetFollows(in, &readers_[reader]);
    LoadMarks(reader, in);
  }
}

void ReaderStore::LoadMarks(ReaderId reader, SegmentReader* in) {
  const size_t papers = by_doc_.size();
  auto& own = readers_[reader].papers;
  const auto count = in->Get<uint32_t>();
  if (!in->Check(count <= papers)) return;
  own.reserve(count);
  for (uint32_t i = 0; i < count; ++i) {
    const auto doc = in->Get<DocId>();
    const auto marks = in->Get<uint32_t>();
    if (!in->Check(doc < papers && marks <= kMostMarks)) return;
    PaperMarks& kept = own[doc];
    kept.marks.reserve(marks);
    for (uint32_t m = 0; m < marks; ++m) kept.marks.push_back(GetMark(in));
    by_doc_[doc].push_back(reader);
    liked_by_[doc] += kept.liked() ? 1 : 0;
  }
}

}  // namespace broadsheet::recommend
