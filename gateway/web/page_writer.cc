#include "gateway/web/page_writer.h"

#include "common/days.h"
#include "ctemplate/template.h"
#include "gateway/web/links.h"
#include "gateway/web/wording.h"

namespace broadsheet::gateway {
namespace {

using ctemplate::TemplateDictionary;

constexpr char kDescription[] =
    "Broadsheet, a self-hosted daily newspaper of science: what is new, what "
    "others read, and what is for you.";

void AddSection(const PageFrame& frame, const char* key, const char* name,
                const std::string& url, TemplateDictionary& page) {
  TemplateDictionary* section = page.AddSectionDictionary("SECTION");
  section->SetValue("SECTION_NAME", name);
  section->SetValue("SECTION_URL", url);
  section->SetValue("SECTION_CURRENT", frame.section == key ? "page" : "false");
}

void FillSections(const PageFrame& frame, TemplateDictionary& page) {
  AddSection(frame, "today", "Today", "/", page);
  AddSection(frame, "week", "Week",
             PeriodUrl(PeriodOf(Period::Kind::kWeek, frame.today)), page);
  AddSection(frame, "month", "Month",
             PeriodUrl(PeriodOf(Period::Kind::kMonth, frame.today)), page);
  AddSection(frame, "trending", "Trending", "/papers/trending", page);
  AddSection(frame, "feed", "For you", "/feed", page);
  if (frame.identity.is_reader() || frame.keeps) {
    AddSection(frame, "library", "Library", "/library", page);
  }
}

void FillIdentity(const PageFrame& frame, TemplateDictionary& page) {
  if (frame.identity.anonymous()) {
    page.ShowSection("SIGNED_OUT");
    return;
  }
  page.ShowSection("SIGNED_IN");
  page.SetValue("READER", frame.identity.is_operator()
                              ? "Operator"
                              : frame.identity.reader_id);
}

void FillFrame(const PageFrame& frame, TemplateDictionary& page) {
  page.SetValue("TITLE", frame.title.empty() ? "Broadsheet"
                                             : frame.title + " · Broadsheet");
  page.SetValue("BODY_CLASS", frame.title.empty() ? "front" : "inner");
  page.SetValue("DESCRIPTION",
                frame.description.empty() ? kDescription : frame.description);
  page.SetValue("TODAY", FormatDay(frame.today));
  page.SetValue("QUERY", frame.query);
  if (!frame.degraded.empty()) {
    page.SetValueAndShowSection("NOTICE_TEXT", AsSentence(frame.degraded),
                                "NOTICE");
  }
  // These reach the included templates too.
  page.SetTemplateGlobalValue("TODAY_LONG", LongDay(frame.today));
  page.SetTemplateGlobalValue("CSRF", frame.csrf);
  page.SetTemplateGlobalValue("NEXT", frame.path);
  page.SetTemplateGlobalValue("SIGN_IN_URL", SignInUrl(frame));
}

void FillFeeds(const PageFrame& frame, TemplateDictionary& page) {
  if (frame.feed.empty()) return;
  const auto url = [&](const char* ending) {
    return WithQuery(frame.feed + ending, {{"q", frame.feed_query}});
  };
  TemplateDictionary* head = page.AddSectionDictionary("FEEDS");
  head->SetValue("ATOM_URL", url(".atom"));
  head->SetValue("RSS_URL", url(".rss"));
  head->SetValue("JSON_URL", url(".json"));
  page.SetValueAndShowSection("FEED_URL", url(".atom"), "FEED");
}

}  // namespace

std::string SignInUrl(const PageFrame& frame) {
  return WithQuery("/sign-in", {{"next", frame.path == "/" ? "" : frame.path}});
}

absl::StatusOr<std::string> PageWriter::Write(const PageFrame& frame,
                                              const std::string& body,
                                              const Fill& fill) const {
  TemplateDictionary page("page");
  FillFrame(frame, page);
  FillSections(frame, page);
  FillIdentity(frame, page);
  FillFeeds(frame, page);
  page.SetValue("STYLE_URL", assets_->Url("site.css"));
  page.SetValue("SCRIPT_URL", assets_->Url("site.js"));
  if (frame.math && math_ != nullptr && !math_->empty()) {
    TemplateDictionary* math = page.AddSectionDictionary("MATH");
    math->SetValue("KATEX_STYLE_URL", math_->Url("katex.min.css"));
    math->SetValue("KATEX_SCRIPT_URL", math_->Url("katex.min.js"));
    math->SetValue("MATH_SCRIPT_URL", assets_->Url("math.js"));
  }
  if (!frame.script.empty()) {
    page.SetValueAndShowSection("OWN_SCRIPT_URL", assets_->Url(frame.script),
                                "OWN_SCRIPT");
  }
  TemplateDictionary* inside = page.AddIncludeDictionary("BODY");
  inside->SetFilename(body);
  fill(*inside);
  return templates_->Render("frame.tpl", page);
}

}  // namespace broadsheet::gateway
