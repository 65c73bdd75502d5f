#include "gateway/web/period_page.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "ctemplate/template.h"
#include "gateway/web/links.h"
#include "gateway/web/tex_text.h"
#include "gateway/web/wording.h"

namespace broadsheet::gateway {
namespace {

using ctemplate::TemplateDictionary;

// Stand below the lead, beside the rail.
constexpr int kSecondStories = 2;
constexpr char kEditorLabel[] = "Chosen by the automatic editor";
constexpr char kSimulatorLabel[] = "Simulated readers";

// The day of `period` that its day and month pages are about.
absl::CivilDay DayWithin(const Period& period, absl::CivilDay today) {
  return std::clamp(today, period.first, period.last);
}

void FillKinds(const PeriodPage& page, absl::CivilDay today,
               TemplateDictionary& body) {
  const absl::CivilDay day = DayWithin(page.period, today);
  for (const auto& [kind, name] : {std::pair{Period::Kind::kDay, "Day"},
                                   std::pair{Period::Kind::kWeek, "Week"},
                                   std::pair{Period::Kind::kMonth, "Month"}}) {
    TemplateDictionary* entry = body.AddSectionDictionary("KIND");
    entry->SetValue("KIND_NAME", name);
    entry->SetValue("KIND_URL", PeriodUrl(PeriodOf(kind, day), page.base));
    entry->SetValue("KIND_CURRENT",
                    kind == page.period.kind ? "page" : "false");
  }
}

// A link to the list of `name` ("2026-W47"), when it is a period's name.
void FillTurn(const std::string& section, const std::string& name,
              const std::string& base, TemplateDictionary& body) {
  const auto period = ParsePeriod(name);
  if (!period.ok()) return;
  TemplateDictionary* turn = body.AddSectionDictionary(section);
  turn->SetValue(section + "_URL", PeriodUrl(*period, base));
  turn->SetValue(section + "_LABEL", PeriodLabel(*period));
}

void AddWay(const std::string& url, const std::string& name,
            TemplateDictionary& empty) {
  TemplateDictionary* way = empty.AddSectionDictionary("WAY");
  way->SetValue("WAY_URL", url);
  way->SetValue("WAY_NAME", name);
}

void AddPeriodWay(const std::string& name, const std::string& base,
                  TemplateDictionary& empty) {
  const auto period = ParsePeriod(name);
  if (!period.ok()) return;
  AddWay(PeriodUrl(*period, base), PeriodTitle(*period), empty);
}

const char* KindName(Period::Kind kind) {
  return kind == Period::Kind::kDay    ? "day"
         : kind == Period::Kind::kWeek ? "week"
                                       : "month";
}

void FillEmpty(const PageFrame& frame, const PeriodPage& page,
               TemplateDictionary& body) {
  TemplateDictionary* empty = body.AddSectionDictionary("EMPTY");
  const std::string kind = KindName(page.period.kind);
  const bool future = page.period.first > frame.today;
  empty->SetValue("EMPTY_LEAD", future ? "This " + kind + " has yet to come."
                                       : "Nothing appeared this " + kind + ".");
  const bool others =
      !page.list.previous_period().empty() || !page.list.next_period().empty();
  empty->SetValue("EMPTY_TEXT",
                  others ? "The nearest lists:"
                         : "No list has appeared yet. Submit a paper, or see "
                           "what there is:");
  AddPeriodWay(page.list.previous_period(), page.base, *empty);
  AddPeriodWay(page.list.next_period(), page.base, *empty);
  AddWay(page.edition.empty() ? "/papers/trending" : page.base + "/trending",
         "Trending papers", *empty);
  if (!others) AddWay("/submit", "Submit a paper", *empty);
}

void FillHead(const PageFrame& frame, const PeriodPage& page,
              TemplateDictionary& body) {
  const v1::ListSubmittedResponse& list = page.list;
  const std::string period = PeriodTitle(page.period);
  body.SetValue("HEADING", page.edition.empty() ? period : page.edition);
  FillTurn("PREVIOUS", list.previous_period(), page.base, body);
  FillTurn("FOLLOWING", list.next_period(), page.base, body);
  FillKinds(page, frame.today, body);
  FillFields(page.editions, "Editions", body);
  if (list.papers_size() == 0) {
    if (!page.edition.empty()) body.SetValue("ORIGIN", period);
    return;
  }
  const std::string label = ListLabel(list);
  const int64_t total = std::max<int64_t>(list.total(), list.papers_size());
  const bool counted = !label.empty() || list.info().origin().empty();
  std::string origin =
      counted ? CountOf(total, "paper", "papers") : list.info().origin();
  if (!page.edition.empty()) origin = absl::StrCat(period, ": ", origin);
  body.SetValue("ORIGIN", origin);
  if (!label.empty()) body.SetValueAndShowSection("LABEL_TEXT", label, "LABEL");
}

bool IsOwn(const PageFrame& frame, const v1::SubmittedPaper& submitted) {
  return frame.identity.is_reader() &&
         submitted.submitter() == frame.identity.reader_id;
}

// As the gateway would decide: the page offers only what would be done.
bool MayRetract(const PageFrame& frame, const Standings& standings,
                const v1::SubmittedPaper& submitted) {
  if (!IsOwn(frame, submitted)) return frame.identity.is_editor();
  const v1::Paper& paper = submitted.listed().paper();
  const auto own = standings.find(paper.id());
  const bool voted = own != standings.end() && own->second.upvoted();
  return paper.upvotes() <= (voted ? 1 : 0);
}

Story SubmittedStory(const PageFrame& frame, const PeriodPage& page,
                     int index) {
  const v1::SubmittedPaper& submitted = page.list.papers(index);
  Story story = {submitted.listed().paper(), "", ""};
  if (MayRetract(frame, page.standings, submitted)) {
    story.retractable = submitted.day();
    story.for_good = !IsOwn(frame, submitted);
  }
  // The label of the list speaks for all of it.
  if (ListLabel(page.list).empty()) {
    story.provenance =
        SubmitterText(submitted.submitter(), submitted.automatic());
  }
  return story;
}

void FillRail(const PeriodPage& page, TemplateDictionary& top) {
  if (page.trending.empty()) return;
  TemplateDictionary* rail = top.AddIncludeDictionary("RAIL");
  rail->SetFilename("rail.tpl");
  for (const v1::ListedPaper& listed : page.trending) {
    const v1::Paper& paper = listed.paper();
    TemplateDictionary* item = rail->AddSectionDictionary("ITEM");
    item->SetValue("URL", PaperUrl(paper.id()));
    item->SetValue("TITLE", TitleOf(paper));
    const std::string authors = PlainText(
        AuthorsLine({paper.authors().begin(), paper.authors().end()}, 1));
    item->SetValue("META", authors);
  }
}

// Adds the stories `begin` to `end` of the list to the section `name`.
void FillStories(const PageFrame& frame, const PeriodPage& page, int begin,
                 int end, const char* name, TemplateDictionary& parent) {
  if (begin >= end) return;
  TemplateDictionary* section = parent.AddSectionDictionary(name);
  for (int i = begin; i < end; ++i) {
    AddStory(frame, page.standings, SubmittedStory(frame, page, i), {i},
             "STORY", *section);
  }
}

void FillList(const PageFrame& frame, const PeriodPage& page,
              TemplateDictionary& body) {
  const int size = page.list.papers_size();
  if (!page.first_page || size == 0) {
    FillStories(frame, page, 0, size, "COLUMNS", body);
    return;
  }
  TemplateDictionary* top = body.AddSectionDictionary("TOP");
  AddStory(frame, page.standings, SubmittedStory(frame, page, 0),
           {0, 0, StorySize::kLead}, "LEAD", *top);
  FillRail(page, *top);
  const int below_lead = std::min(size, 1 + kSecondStories);
  FillStories(frame, page, 1, below_lead, "SECOND", *top);
  FillStories(frame, page, below_lead, size, "COLUMNS", body);
}

void FillPager(const PeriodPage& page, TemplateDictionary& body) {
  if (page.more_url.empty()) return;
  TemplateDictionary* pager = body.AddIncludeDictionary("PAGER");
  pager->SetFilename("pager.tpl");
  pager->SetValueAndShowSection("MORE_URL", page.more_url, "MORE");
}

}  // namespace

std::string SubmitterText(const std::string& submitter, bool automatic) {
  if (submitter.empty()) return "";
  if (!automatic) return "Submitted by " + submitter;
  return IsSimulated(submitter) ? kSimulatorLabel : kEditorLabel;
}

std::string ListLabel(const v1::ListSubmittedResponse& list) {
  bool edited = false;
  bool simulated = false;
  for (const v1::SubmittedPaper& paper : list.papers()) {
    if (!paper.automatic()) return "";
    (IsSimulated(paper.submitter()) ? simulated : edited) = true;
  }
  if (edited && simulated) {
    return absl::StrCat(kSimulatorLabel, " and the automatic editor");
  }
  return edited ? kEditorLabel : simulated ? kSimulatorLabel : "";
}

absl::StatusOr<std::string> WritePeriodPage(const PageWriter& writer,
                                            const PageFrame& frame,
                                            const PeriodPage& page) {
  return writer.Write(frame, "period.tpl", [&](TemplateDictionary& body) {
    FillHead(frame, page, body);
    if (page.list.papers_size() == 0) FillEmpty(frame, page, body);
    FillList(frame, page, body);
    FillPager(page, body);
  });
}

}  // namespace broadsheet::gateway
