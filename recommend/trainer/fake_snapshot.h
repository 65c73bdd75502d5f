#ifndef BROADSHEET_RECOMMEND_TRAINER_FAKE_SNAPSHOT_H_
#define BROADSHEET_RECOMMEND_TRAINER_FAKE_SNAPSHOT_H_

// For tests.

#include <algorithm>
#include <atomic>
#include <string>

#include "absl/strings/str_cat.h"
#include "recommend/change_source.h"
#include "recommend/test_models.h"

namespace broadsheet::recommend {

// A storage that has the papers of two subjects, and 20 readers of each who
// saved half of its papers.
class FakeSnapshot final : public ChangeSource {
 public:
  explicit FakeSnapshot(bool with_papers = true) : with_papers_(with_papers) {}

  absl::Status GetSnapshot(const OnSnapshot& on_message) override {
    ++loads;
    internal::v1::GetSnapshotResponse chunk;
    if (with_papers_) AddRows(&chunk);
    chunk.MergeFrom(more);
    auto* trailer = chunk.mutable_trailer();
    trailer->set_papers(chunk.papers_size());
    trailer->set_vectors(chunk.vectors_size());
    trailer->set_events(chunk.events_size());
    *trailer->mutable_horizon() = MakePosition(7);
    return on_message(chunk);
  }
  // The rows of `later`, then nothing more.
  absl::Status WatchChanges(const internal::v1::Cursor& cursor,
                            const OnChanges& on_message) override {
    internal::v1::WatchChangesResponse message;
    if (cursor.xid() < later.cursor().xid()) message = later;
    message.set_caught_up(true);
    if (message.cursor().xid() == 0) *message.mutable_cursor() = cursor;
    *message.mutable_horizon() =
        MakePosition(std::max<uint64_t>(7, message.cursor().xid()));
    return on_message(message);
  }
  void Cancel() override {}

  // Rows besides.
  internal::v1::GetSnapshotResponse more;
  // What the feed brings.
  internal::v1::WatchChangesResponse later;

  std::atomic<int> loads = 0;

 private:
  static void AddRows(internal::v1::GetSnapshotResponse* chunk) {
    for (int subject = 0; subject < 2; ++subject) {
      for (int i = 0; i < kSubjectPapers; ++i) {
        *chunk->add_papers() = SubjectPaper(subject, i);
      }
    }
    for (int reader = 0; reader < 40; ++reader) {
      for (int i = 0; i < kSubjectPapers; ++i) {
        if ((reader / 2 * 7 + i * 5) % 11 < 5) continue;
        *chunk->add_events() = MakeEvent(
            absl::StrCat("reader", reader), v1::EVENT_KIND_SAVE,
            SubjectPaperId(reader % 2, i), absl::Hours(i * 13 % 17 + 1));
      }
    }
  }

  const bool with_papers_;
};

}  // namespace broadsheet::recommend

#endif  // BROADSHEET_RECOMMEND_TRAINER_FAKE_SNAPSHOT_H_
