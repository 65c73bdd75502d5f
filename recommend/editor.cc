#include "recommend/editor.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/days.h"
#include "common/errors.h"
#include "recommend/editor_choice.h"

namespace broadsheet::recommend {
namespace {

constexpr int kMaxDays = 366;
constexpr absl::Duration kRunLimit = absl::Seconds(60);

int32_t NumberOf(absl::CivilDay day) {
  return static_cast<int32_t>(day - absl::CivilDay(1970, 1, 1));
}

absl::StatusOr<absl::CivilDay> ReadDay(std::string_view field,
                                       std::string_view text) {
  const auto day = ParseDay(text);
  if (day.ok()) return *day;
  return InvalidField(field, AsStd(day.status().message()));
}

bool Contains(const v1::EditedDay& day, const std::string& paper) {
  return std::any_of(day.papers().begin(), day.papers().end(),
                     [&](const v1::ListedPaper& other) {
                       return other.paper().id() == paper;
                     });
}

}  // namespace

Editor::Editor(const Engine* engine, EditorStore* store, const Clock* clock,
               const Logger& log, const EditorOptions& options)
    : engine_(engine),
      store_(store),
      clock_(clock),
      log_(log),
      options_(options) {}

Editor::~Editor() { Stop(); }

absl::StatusOr<v1::RunEditorResponse> Editor::Run(
    const CallContext& call, const v1::RunEditorRequest& request) {
  const auto first = ReadDay("first_day", request.first_day());
  if (!first.ok()) return first.status();
  const auto last = ReadDay("last_day", request.last_day());
  if (!last.ok()) return last.status();
  if (*last < *first) {
    return InvalidField("last_day", "is before first_day");
  }
  if (*last - *first >= kMaxDays) {
    return InvalidField("last_day", "is over 366 days after first_day");
  }
  if (auto s = engine_->Check({}); !s.ok()) return s;
  v1::RunEditorResponse response;
  v1::Position position;
  for (absl::CivilDay day = *first; day <= *last; ++day) {
    if (auto s = call.Alive(); !s.ok()) return s;
    auto edited = Edit(call, day, request.dry_run(), &position);
    if (!edited.ok()) return edited.status();
    *response.add_days() = *std::move(edited);
  }
  if (position.commit() > 0) *response.mutable_position() = position;
  return response;
}

absl::Status Editor::RunToday(const CallContext& call) {
  const absl::Time now = clock_->Now();
  const absl::CivilDay today = DayAt(now, options_.zone);
  if (absl::ToCivilHour(now, options_.zone).hour() < options_.hour) {
    return absl::OkStatus();
  }
  if (!engine_->ready() || Choose(today, now).papers().empty()) {
    return absl::OkStatus();
  }
  v1::Position position;
  const auto edited = Edit(call, today, false, &position);
  if (edited.ok() && edited->papers_size() > 0) {
    log_.Info("made today's list",
              {{"day", edited->day()},
               {"papers", absl::StrCat(edited->papers_size())}});
  }
  // Another replica's editor is as good.
  if (ReasonOf(edited.status()) == "LEASE_HELD") return absl::OkStatus();
  return edited.status();
}

absl::StatusOr<v1::EditedDay> Editor::Edit(const CallContext& call,
                                           absl::CivilDay day, bool dry_run,
                                           v1::Position* last) {
  std::lock_guard lock(running_);
  const absl::Time at = TimeOf(day);
  if (dry_run) return Choose(day, at);
  if (auto s = store_->AcquireLease(call); !s.ok()) return s;
  auto edited = SubmitBest(call, day, at, last);
  store_->ReleaseLease(call);
  return edited;
}

absl::Time Editor::TimeOf(absl::CivilDay day) const {
  const absl::Time due =
      absl::FromCivil(absl::CivilHour(day) + options_.hour, options_.zone);
  const absl::Time now = clock_->Now();
  return DayAt(now, options_.zone) == day ? now : std::min(due, now);
}

v1::EditedDay Editor::Choose(absl::CivilDay day, absl::Time as_of) {
  v1::EditedDay edited;
  edited.set_day(FormatDay(day));
  const auto model = engine_->Read();
  const auto submitted = model->SubmittedOn(NumberOf(day));
  const int left = options_.papers - static_cast<int>(submitted.by_editor);
  if (submitted.by_others > 0 || left <= 0) return edited;
  for (const ListItem& item :
       ChooseForDay(*model, &pool_, NumberOf(day), as_of,
                    static_cast<size_t>(left), RefusedOn(edited.day()))) {
    auto* paper = edited.add_papers();
    *paper->mutable_paper() = model->ReadPaper(item.doc);
    paper->set_score(item.score);
    *paper->mutable_reason() = item.reason;
    for (const auto& [name, value] : item.components) {
      auto* component = paper->add_components();
      component->set_name(name);
      component->set_value(value);
    }
  }
  return edited;
}

absl::StatusOr<v1::EditedDay> Editor::SubmitBest(const CallContext& call,
                                                 absl::CivilDay day,
                                                 absl::Time at,
                                                 v1::Position* last) {
  v1::EditedDay made;
  made.set_day(FormatDay(day));
  for (bool again = true; again;) {
    if (auto s = call.Alive(); !s.ok()) return s;
    const auto refused = SubmitAll(call, Choose(day, at), at, &made, last);
    if (!refused.ok()) return refused.status();
    again = *refused;
  }
  return made;
}

// The model may not have what was submitted a moment ago: then it is chosen
// again, and submitted already.
absl::StatusOr<bool> Editor::SubmitAll(const CallContext& call,
                                       const v1::EditedDay& chosen,
                                       absl::Time at, v1::EditedDay* made,
                                       v1::Position* last) {
  bool refused = false;
  for (const v1::ListedPaper& paper : chosen.papers()) {
    const auto stands = Submit(call, paper, chosen.day(), at, last);
    if (!stands.ok()) return stands.status();
    const std::string& id = paper.paper().id();
    if (!*stands) {
      Refuse(chosen.day(), id);
      refused = true;
    } else if (!Contains(*made, id)) {
      *made->add_papers() = paper;
    }
  }
  return refused;
}

absl::StatusOr<bool> Editor::Submit(const CallContext& call,
                                    const v1::ListedPaper& paper,
                                    const std::string& day, absl::Time at,
                                    v1::Position* last) {
  v1::Submission submission;
  submission.set_paper_id(paper.paper().id());
  submission.set_day(day);
  submission.set_submitter(kEditorReader);
  submission.mutable_at()->set_seconds(absl::ToUnixSeconds(at));
  submission.set_score(paper.score());
  submission.set_automatic(true);
  const auto submitted = store_->Submit(
      call, absl::StrCat("editor/", day, "/", paper.paper().id()), submission);
  if (absl::IsFailedPrecondition(submitted.status())) return false;
  if (!submitted.ok()) return submitted.status();
  if (submitted->stands) *last = submitted->position;
  return submitted->stands;
}

PaperNames Editor::RefusedOn(const std::string& day) const {
  std::lock_guard lock(mu_);
  const auto found = refused_.find(day);
  return found == refused_.end() ? PaperNames() : found->second;
}

// What is forgotten is refused again.
void Editor::Refuse(const std::string& day, const std::string& paper) {
  std::lock_guard lock(mu_);
  if (refused_.size() > static_cast<size_t>(kMaxDays) &&
      !refused_.contains(day))
    refused_.clear();
  refused_[day].insert(paper);
}

void Editor::Start() {
  thread_ = std::thread([this] {
    std::unique_lock lock(mu_);
    while (!stopping_) {
      lock.unlock();
      const CallContext call(absl::Now() + kRunLimit);
      const absl::Status status = RunToday(call);
      if (!status.ok()) {
        log_.Warning("today's list was not made", {{"why", status.ToString()}});
      }
      lock.lock();
      wake_.wait_for(lock, absl::ToChronoNanoseconds(options_.interval),
                     [this] { return stopping_; });
    }
  });
}

void Editor::Stop() {
  {
    std::lock_guard lock(mu_);
    stopping_ = true;
  }
  wake_.notify_all();
  if (thread_.joinable()) thread_.join();
}

}  // namespace broadsheet::recommend
