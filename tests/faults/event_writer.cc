#include "tests/faults/event_writer.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/time/clock.h"

namespace broadsheet::faults {
namespace {

using v1::ReaderService;

constexpr size_t kReaders = 6;
constexpr size_t kLargeBatch = 40;
constexpr size_t kDays = 20;
constexpr absl::Duration kShortestTry = absl::Milliseconds(300);
constexpr absl::Duration kLongestTry = absl::Seconds(6);

// After any of them the paper leaves the reader's feed.
const std::vector<v1::EventKind> kReactions = {
    v1::EVENT_KIND_VIEW,  v1::EVENT_KIND_CLICK,   v1::EVENT_KIND_READ,
    v1::EVENT_KIND_SAVE,  v1::EVENT_KIND_DISLIKE, v1::EVENT_KIND_HIDE,
    v1::EVENT_KIND_UPVOTE};
const std::vector<v1::EventKind> kOthers = {
    v1::EVENT_KIND_UPVOTE,     v1::EVENT_KIND_UPVOTE, v1::EVENT_KIND_UNVOTE,
    v1::EVENT_KIND_UNSAVE,     v1::EVENT_KIND_UNHIDE, v1::EVENT_KIND_UNDISLIKE,
    v1::EVENT_KIND_IMPRESSION, v1::EVENT_KIND_SHARE,  v1::EVENT_KIND_FOLLOW,
    v1::EVENT_KIND_UNFOLLOW};

// PostgreSQL's precision.
google::protobuf::Timestamp Micros(absl::Time time) {
  google::protobuf::Timestamp stamp;
  const int64_t micros = absl::ToUnixMicros(time);
  stamp.set_seconds(micros / 1000000);
  stamp.set_nanos(static_cast<int32_t>(micros % 1000000) * 1000);
  return stamp;
}

bool IsFollow(v1::EventKind kind) {
  return kind == v1::EVENT_KIND_FOLLOW || kind == v1::EVENT_KIND_UNFOLLOW;
}

}  // namespace

EventWriter::EventWriter(int number, uint64_t seed, const Clients* clients,
                         Journal* journal)
    : number_(number),
      clients_(clients),
      journal_(journal),
      draws_(seed),
      reads_(clients, journal, &draws_) {}

void EventWriter::Round() {
  const size_t choice = draws_.Below(100);
  if (choice < 45) {
    AppendSome(1 + draws_.Below(4));
  } else if (choice < 55) {
    AppendSome(kLargeBatch);
  } else if (choice < 70) {
    Submit();
  } else if (choice < 95) {
    React();
  } else {
    reads_.CheckPages();
  }
  absl::SleepFor(
      draws_.Between(absl::Milliseconds(10), absl::Milliseconds(50)));
}

std::string EventWriter::AnyReader() {
  return absl::StrCat("reader-", number_, "-", draws_.Below(kReaders));
}

std::string EventWriter::NewId() {
  return absl::StrCat("w", number_, "-", ++ids_);
}

v1::Event EventWriter::MakeEvent(const std::string& reader,
                                 const std::string& paper, v1::EventKind kind,
                                 absl::Time at) {
  v1::Event event;
  event.set_event_id(NewId());
  event.set_reader_id(reader);
  event.set_kind(kind);
  *event.mutable_at() = Micros(at);
  if (IsFollow(kind)) {
    event.set_target(absl::StrCat("author:Author ", draws_.Below(9)));
  } else {
    event.set_paper_id(paper);
  }
  return event;
}

// Up to a minute old: state must not follow the order of arrival.
v1::Event EventWriter::AnyEvent() {
  const auto& kinds = draws_.Chance(50) ? kReactions : kOthers;
  const absl::Duration age =
      draws_.Between(absl::Milliseconds(1), absl::Minutes(1));
  return MakeEvent(AnyReader(), journal_->PickPaper(&draws_),
                   draws_.Pick(kinds), absl::Now() - age);
}

template <class Call>
auto EventWriter::Insist(const std::string& what, Call call) {
  while (true) {
    auto response = call(draws_.Between(kShortestTry, kLongestTry));
    if (response.ok() || abandoned()) return response;
    journal_->Count(what + " sent again");
    if (!IsTrouble(response.status())) {
      journal_->Violation(absl::StrCat(
          what, " failed for good: ", response.status().ToString()));
    }
    absl::SleepFor(
        draws_.Between(absl::Milliseconds(20), absl::Milliseconds(300)));
  }
}

v1::Position EventWriter::Append(const std::vector<v1::Event>& events) {
  v1::RecordEventsRequest request;
  for (const v1::Event& event : events) *request.add_events() = event;
  const auto response = Insist("events", [&](absl::Duration limit) {
    return clients_->Call(clients_->readers(),
                          &ReaderService::Stub::RecordEvents, request, limit);
  });
  if (!response.ok()) return {};
  TakeResults(events, *response);
  return response->position();
}

void EventWriter::TakeResults(const std::vector<v1::Event>& events,
                              const v1::RecordEventsResponse& response) {
  if (response.results_size() != static_cast<int>(events.size())) {
    journal_->Violation("another number of results than of events");
    return;
  }
  for (size_t i = 0; i < events.size(); ++i) {
    const v1::EventResult& result = response.results(static_cast<int>(i));
    if (result.outcome() == v1::EventResult::OUTCOME_APPENDED ||
        result.outcome() == v1::EventResult::OUTCOME_DUPLICATE) {
      journal_->Acknowledged(events[i]);
    } else {
      journal_->Violation(absl::StrCat("an event was refused: ", result.field(),
                                       " ", result.rule()));
    }
  }
}

void EventWriter::AppendSome(size_t count) {
  if (journal_->PickPaper(&draws_).empty()) return;
  std::vector<v1::Event> events;
  while (events.size() < count) events.push_back(AnyEvent());
  Append(events);
}

void EventWriter::Submit() {
  v1::SubmitPaperRequest request;
  request.set_request_id(NewId());
  request.set_paper_id(journal_->PickPaper(&draws_));
  request.set_reader_id(AnyReader());
  request.set_day(absl::StrFormat("2026-01-%02d",
                                  1 + static_cast<int>(draws_.Below(kDays))));
  if (request.paper_id().empty()) return;
  const auto response = Insist("submission", [&](absl::Duration limit) {
    return clients_->Call(clients_->readers(),
                          &ReaderService::Stub::SubmitPaper, request, limit);
  });
  if (!response.ok()) return;
  if (response->submission().paper_id() != request.paper_id() ||
      response->submission().day() != request.day()) {
    journal_->Violation("a submission was answered with another one");
  }
  journal_->Acknowledged(
      {request.paper_id(), request.day(), request.reader_id()});
}

void EventWriter::React() {
  const std::string reader = AnyReader();
  const std::vector<std::string> feed = reads_.Feed(reader);
  if (feed.empty()) return;
  const std::string paper = draws_.Pick(feed);
  const v1::Position position =
      Append({MakeEvent(reader, paper, draws_.Pick(kReactions), absl::Now())});
  if (!position.epoch().empty()) reads_.CheckLeftFeed(reader, paper, position);
}

}  // namespace broadsheet::faults
