#ifndef BROADSHEET_RECOMMEND_TEST_ROWS_H_
#define BROADSHEET_RECOMMEND_TEST_ROWS_H_

// Rows for tests.

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "broadsheet/v1/event.pb.h"
#include "broadsheet/v1/paper.pb.h"
#include "broadsheet/v1/reader_service.pb.h"
#include "recommend/engine.h"

namespace broadsheet::recommend {

// 2026-07-02 12:00 UTC.
inline const absl::Time kTestNow = absl::FromUnixSeconds(1'782'993'600);

inline v1::Paper MakePaper(std::string id, std::string title,
                           std::string abstract = "",
                           std::string announced = "2026-07-01") {
  v1::Paper paper;
  paper.set_id(std::move(id));
  paper.set_title(std::move(title));
  paper.set_abstract(std::move(abstract));
  paper.set_announced(std::move(announced));
  paper.add_categories("cs.LG");
  paper.set_revision(1);
  return paper;
}

// `age` before kTestNow.
inline v1::Event MakeEvent(const std::string& reader, v1::EventKind kind,
                           const std::string& paper,
                           absl::Duration age = absl::Hours(1)) {
  v1::Event event;
  event.set_reader_id(reader);
  event.set_kind(kind);
  event.set_paper_id(paper);
  const int64_t second = absl::ToUnixSeconds(kTestNow - age);
  event.mutable_at()->set_seconds(second);
  event.set_event_id(absl::StrCat(reader, "/", paper, "/", kind, "/", second));
  return event;
}

inline v1::Submission MakeSubmission(std::string paper, std::string day,
                                     std::string submitter) {
  v1::Submission submission;
  submission.set_paper_id(std::move(paper));
  submission.set_day(std::move(day));
  submission.set_submitter(std::move(submitter));
  submission.mutable_at()->set_seconds(absl::ToUnixSeconds(kTestNow));
  return submission;
}

inline v1::Position MakePosition(uint64_t commit,
                                 const std::string& epoch = "e1") {
  v1::Position position;
  position.set_epoch(epoch);
  position.set_commit(commit);
  return position;
}

inline Row MakeRow(v1::Paper paper) {
  TextAnalyzer analyzer;
  return AnalyzePaper(std::move(paper), &analyzer);
}

}  // namespace broadsheet::recommend

#endif  // BROADSHEET_RECOMMEND_TEST_ROWS_H_
