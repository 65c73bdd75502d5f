#include "storage/event_repository.h"

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "storage/binary_array.h"
#include "storage/change_log.h"
#include "storage/event_rules.h"
#include "storage/paper_names.h"
#include "storage/records.h"
#include "storage/rules.h"
#include "storage/sql_array.h"

namespace broadsheet::storage {
namespace {

using internal::v1::AppendEventsRequest;
using internal::v1::AppendEventsResponse;
using v1::Event;
using v1::EventResult;

constexpr int kMaxBatch = 1000;

using EventKey = std::pair<std::string, std::string>;  // Reader, event id.

void Refuse(const FieldViolation& violation, EventResult* result) {
  result->set_outcome(EventResult::OUTCOME_REFUSED);
  result->set_field(violation.field);
  result->set_rule(violation.rule);
}

// The event of that paper as it is stored and told to followers.
Event Complete(const Event& event, const std::string& paper_id,
               absl::Time now) {
  Event complete = event;
  complete.set_paper_id(paper_id);
  *complete.mutable_at() =
      TimestampOf(event.has_at() ? TimeOf(event.at()) : now);
  return complete;
}

// One run of the transaction of a batch.
class AppendRun {
 public:
  AppendRun(const std::vector<const AppendEventsRequest*>& requests,
            absl::Time now)
      : requests_(requests), now_(now), responses_(requests.size()) {}

  std::vector<AppendEventsResponse> Run(Transaction& tx) {
    const Papers known = KnownPapers(tx);
    for (size_t i = 0; i < requests_.size(); ++i) {
      Accept(*requests_[i], known, &responses_[i]);
    }
    if (!accepted_.empty()) {
      AppendAccepted(tx);
      CountVotes(tx, SetStandings(tx));
      log_.Append(tx);
    }
    const v1::Position position = WritePosition(tx, saw_others_);
    for (auto& response : responses_) *response.mutable_position() = position;
    return std::move(responses_);
  }

 private:
  // The papers that names of events stand for.
  using Papers = std::map<std::string, std::string>;

  Papers KnownPapers(Transaction& tx) const {
    std::set<std::string> asked;
    for (const AppendEventsRequest* request : requests_) {
      for (const Event& event : request->events()) {
        if (!CheckEvent(event, now_)) asked.insert(event.paper_id());
      }
    }
    asked.erase("");
    if (asked.empty()) return {};
    HoldNames(tx);
    return ResolvePapers(tx, asked);
  }

  // One result per event; of equal events in the batch only the first counts.
  void Accept(const AppendEventsRequest& request, const Papers& known,
              AppendEventsResponse* response) {
    for (const Event& event : request.events()) {
      EventResult* result = response->add_results();
      result->set_event_id(event.event_id());
      Violation violation = CheckEvent(event, now_);
      const auto paper = known.find(event.paper_id());
      if (!violation && !event.paper_id().empty() && paper == known.end()) {
        violation = FieldViolation{"paper_id", "is not a known paper"};
      }
      if (violation) {
        Refuse(*violation, result);
        continue;
      }
      result->set_outcome(EventResult::OUTCOME_DUPLICATE);
      accepted_.emplace(
          EventKey(event.reader_id(), event.event_id()),
          std::pair(Complete(event,
                             event.paper_id().empty() ? event.paper_id()
                                                      : paper->second,
                             now_),
                    result));
    }
  }

  void AppendAccepted(Transaction& tx) {
    for (const auto& row : InsertEvents(tx)) {
      const auto& [event, result] =
          accepted_.at(EventKey(row[0].c_str(), row[1].c_str()));
      result->set_outcome(EventResult::OUTCOME_APPENDED);
      appended_.push_back(&event);
      log_.Add(event);
    }
    saw_others_ = appended_.size() < accepted_.size();
  }

  // Answers the keys of those that were not there before.
  pqxx::result InsertEvents(Transaction& tx) const {
    using Type = BinaryArray::Type;
    BinaryArray reader(Type::kText);
    BinaryArray id(Type::kText);
    BinaryArray paper(Type::kText);
    BinaryArray kind(Type::kSmallint);
    BinaryArray at(Type::kTimestamptz);
    BinaryArray target(Type::kText);
    BinaryArray value(Type::kDouble);
    BinaryArray list(Type::kText);
    BinaryArray position(Type::kInteger);
    BinaryArray arm(Type::kText);
    BinaryArray model(Type::kText);
    BinaryArray request(Type::kText);
    for (const auto& [key, entry] : accepted_) {
      const Event& event = entry.first;
      reader.Add(event.reader_id());
      id.Add(event.event_id());
      paper.Add(event.paper_id());
      kind.AddInt(event.kind());
      at.AddTime(TimeOf(event.at()));
      target.Add(event.target());
      value.AddDouble(event.value());
      list.Add(event.list());
      position.AddInt(event.position());
      arm.Add(event.arm());
      model.Add(event.model());
      request.Add(event.request());
    }
    return tx.sql.exec_prepared(
        "append_events", reader.Parameter(), id.Parameter(), paper.Parameter(),
        kind.Parameter(), at.Parameter(), target.Parameter(), value.Parameter(),
        list.Parameter(), position.Parameter(), arm.Parameter(),
        model.Parameter(), request.Parameter(), SqlTime(now_));
  }

  // The latest appended event about each standing, by (at, event id).
  struct Latest {
    absl::Time at;
    const Event* event;
    bool on;
  };
  using StandingKey = std::tuple<std::string, Aspect, std::string>;

  std::map<StandingKey, Latest> LatestStandpoints() const {
    std::map<StandingKey, Latest> latest;
    for (const Event* event : appended_) {
      const absl::Time at = TimeOf(event->at());
      for (const Standpoint& point : StandpointsOf(event->kind())) {
        const StandingKey key(event->reader_id(), point.aspect,
                              SubjectOf(*event));
        const auto [found, added] =
            latest.emplace(key, Latest{at, event, point.on});
        const Latest& past = found->second;
        if (!added && std::tie(past.at, past.event->event_id()) <
                          std::tie(at, event->event_id())) {
          found->second = Latest{at, event, point.on};
        }
      }
    }
    return latest;
  }

  // Answers what changed in the votes for each paper.
  std::map<std::string, int64_t> SetStandings(Transaction& tx) const {
    using Type = BinaryArray::Type;
    BinaryArray reader(Type::kText);
    BinaryArray aspect(Type::kSmallint);
    BinaryArray subject(Type::kText);
    BinaryArray on(Type::kBoolean);
    BinaryArray at(Type::kTimestamptz);
    BinaryArray event_id(Type::kText);
    BinaryArray folder(Type::kText);
    std::map<std::string, int64_t> votes;
    const auto latest = LatestStandpoints();
    if (latest.empty()) return votes;
    for (const auto& [key, point] : latest) {
      reader.Add(std::get<0>(key));
      aspect.AddInt(static_cast<int64_t>(std::get<1>(key)));
      subject.Add(std::get<2>(key));
      on.AddBool(point.on);
      at.AddTime(point.at);
      event_id.Add(point.event->event_id());
      const bool saves = std::get<1>(key) == Aspect::kSave;
      folder.Add(saves ? FolderOf(*point.event) : "");
    }
    for (const auto& row : tx.sql.exec_prepared(
             "set_standings", reader.Parameter(), aspect.Parameter(),
             subject.Parameter(), on.Parameter(), at.Parameter(),
             event_id.Parameter(), folder.Parameter())) {
      if (row[0].as<int>() != static_cast<int>(Aspect::kVote)) continue;
      votes[row[1].c_str()] += row[2].as<int64_t>();
    }
    return votes;
  }

  void CountVotes(Transaction& tx,
                  const std::map<std::string, int64_t>& votes) {
    SqlArray papers, deltas;
    bool any = false;
    for (const auto& [paper, delta] : votes) {
      if (delta == 0) continue;
      papers.AddText(paper);
      deltas.AddInt(delta);
      any = true;
    }
    if (!any) return;
    for (const auto& row :
         tx.sql.exec_prepared("count_votes", papers.Text(), deltas.Text())) {
      log_.Add(PaperFromRow(row));
    }
  }

  const std::vector<const AppendEventsRequest*>& requests_;
  const absl::Time now_;
  std::vector<AppendEventsResponse> responses_;
  // By key, which is the order of writing: writers never wait in a circle.
  std::map<EventKey, std::pair<Event, EventResult*>> accepted_;
  std::vector<const Event*> appended_;
  ChangeLog log_;
  bool saw_others_ = false;
};

}  // namespace

absl::StatusOr<AppendEventsResponse> EventRepository::Append(
    const CallContext& call, const AppendEventsRequest& request) {
  absl::Status size = CheckCount("events", request.events_size(), kMaxBatch);
  if (!size.ok()) return size;
  auto responses = AppendAll(call, {&request});
  if (!responses.ok()) return responses.status();
  return std::move(responses->front());
}

absl::StatusOr<std::vector<AppendEventsResponse>> EventRepository::AppendAll(
    const CallContext& call,
    const std::vector<const AppendEventsRequest*>& requests) {
  using Responses = std::vector<AppendEventsResponse>;
  return database_->Write(call,
                          [&](Transaction& tx) -> absl::StatusOr<Responses> {
                            return AppendRun(requests, clock_->Now()).Run(tx);
                          });
}

}  // namespace broadsheet::storage
