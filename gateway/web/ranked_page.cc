#include "gateway/web/ranked_page.h"

#include <algorithm>

#include "ctemplate/template.h"
#include "gateway/web/categories.h"
#include "gateway/web/links.h"

namespace broadsheet::gateway {
namespace {

using ctemplate::TemplateDictionary;

// A few large fields of each kind of science; every chip on a paper leads to
// the others.
constexpr const char* kFields[] = {
    "cs.AI",   "cs.LG",  "cs.CL",       "cs.CV",    "cs.RO",   "stat.ME",
    "math.PR", "hep-th", "astro-ph.CO", "quant-ph", "q-bio.NC"};

std::string FieldUrl(const std::string& category) {
  return WithQuery("/papers/trending", {{"category", category}});
}

void FillEmpty(const RankedPage& page, TemplateDictionary& body) {
  TemplateDictionary* empty = body.AddSectionDictionary("EMPTY");
  empty->SetValue("EMPTY_LEAD", page.empty_lead);
  empty->SetValue("EMPTY_TEXT", page.empty_text);
  for (const Link& way : page.ways) {
    TemplateDictionary* entry = empty->AddSectionDictionary("WAY");
    entry->SetValue("WAY_URL", way.url);
    entry->SetValue("WAY_NAME", way.name);
  }
}

void FillHint(const RankedPage& page, TemplateDictionary& body) {
  if (page.hint.empty()) return;
  TemplateDictionary* hint = body.AddSectionDictionary("HINT");
  hint->SetValue("HINT_TEXT", page.hint);
  hint->SetValue("HINT_URL", page.hint_link.url);
  hint->SetValue("HINT_LINK", page.hint_link.name);
}

void FillTools(const RankedPage& page, TemplateDictionary& body) {
  if (!page.follow.target.empty()) {
    TemplateDictionary* follow = body.AddSectionDictionary("FOLLOW");
    follow->SetValue("FOLLOW_URL",
                     page.follow.following ? "/unfollow" : "/follow");
    follow->SetValue("FOLLOW_TARGET", page.follow.target);
    follow->SetValue("FOLLOW_LABEL",
                     page.follow.following ? "Following" : "Follow");
    follow->SetValue("FOLLOWING", page.follow.following ? "true" : "false");
  }
  if (page.tools.empty()) return;
  TemplateDictionary* tools = body.AddSectionDictionary("TOOLS");
  for (const Link& tool : page.tools) {
    TemplateDictionary* entry = tools->AddSectionDictionary("TOOL");
    entry->SetValue("TOOL_URL", tool.url);
    entry->SetValue("TOOL_NAME", tool.name);
  }
}

void FillForm(const ListForm& form, const char* section,
              TemplateDictionary& body) {
  if (form.action.empty()) return;
  TemplateDictionary* fields = body.AddSectionDictionary(section);
  fields->SetValue("FORM_URL", form.action);
  fields->SetValue("FORM_LABEL", form.label);
  fields->SetValue("FORM_VALUE", form.value);
  fields->SetValue("FORM_BUTTON", form.button);
}

void FillSearch(const RankedPage& page, TemplateDictionary& body) {
  if (!page.did_you_mean.url.empty()) {
    TemplateDictionary* spelling = body.AddSectionDictionary("DID_YOU_MEAN");
    spelling->SetValue("SPELLING_URL", page.did_you_mean.url);
    spelling->SetValue("SPELLING", page.did_you_mean.name);
  }
  if (page.sorts.empty()) return;
  TemplateDictionary* search = body.AddSectionDictionary("SEARCH");
  for (const Link& sort : page.sorts) {
    TemplateDictionary* entry = search->AddSectionDictionary("SORT");
    entry->SetValue("SORT_URL", sort.url);
    entry->SetValue("SORT_NAME", sort.name);
    entry->SetValue("SORT_CURRENT", sort.current ? "true" : "false");
  }
}

void FillFacets(const RankedPage& page, TemplateDictionary& body) {
  if (page.facets.empty()) return;
  body.SetValue("LIST_CLASS", "faceted");
  TemplateDictionary* facets = body.AddSectionDictionary("FACETS");
  for (const FacetGroup& group : page.facets) {
    TemplateDictionary* facet = facets->AddSectionDictionary("FACET");
    facet->SetValue("FACET_NAME", group.name);
    for (const FacetGroup::Value& value : group.values) {
      TemplateDictionary* entry = facet->AddSectionDictionary("VALUE");
      entry->SetValue("VALUE_URL", value.link.url);
      entry->SetValue("VALUE_NAME", value.link.name);
      entry->SetValue("VALUE_COUNT", value.count);
    }
  }
}

void FillPager(const RankedPage& page, TemplateDictionary& body) {
  if (page.first_url.empty() && page.more_url.empty()) return;
  TemplateDictionary* pager = body.AddIncludeDictionary("PAGER");
  pager->SetFilename("pager.tpl");
  if (!page.first_url.empty()) {
    pager->SetValueAndShowSection("FIRST_URL", page.first_url, "FIRST");
  }
  if (!page.more_url.empty()) {
    pager->SetValueAndShowSection("MORE_URL", page.more_url, "MORE");
  }
}

void FillBody(const PageFrame& frame, const RankedPage& page,
              TemplateDictionary& body) {
  body.SetValue("HEADING", page.heading);
  body.SetValue("ORIGIN", page.origin);
  FillHint(page, body);
  FillFields(page.fields, page.fields_label, body);
  FillTools(page, body);
  FillForm(page.own_search, "OWN_SEARCH", body);
  FillForm(page.text_form, "TEXT_FORM", body);
  FillSearch(page, body);
  FillFacets(page, body);
  if (page.stories.empty() && !page.empty_lead.empty()) FillEmpty(page, body);
  int number = 0;
  for (const Story& story : page.stories) {
    const int rank = page.first_rank > 0 ? page.first_rank + number : 0;
    AddStory(frame, page.standings, story, {number, rank}, "STORY", body);
    ++number;
  }
  FillPager(page, body);
}

}  // namespace

void FillFields(const std::vector<Link>& fields, const char* label,
                TemplateDictionary& body) {
  if (fields.empty()) return;
  TemplateDictionary* section = body.AddSectionDictionary("FIELDS");
  section->SetValue("FIELDS_LABEL", label);
  for (const Link& field : fields) {
    TemplateDictionary* entry = section->AddSectionDictionary("FIELD");
    entry->SetValue("FIELD_URL", field.url);
    entry->SetValue("FIELD_NAME", field.name);
    entry->SetValue("FIELD_CURRENT", field.current ? "page" : "false");
  }
}

absl::StatusOr<std::string> WriteRankedPage(const PageWriter& writer,
                                            const PageFrame& frame,
                                            const RankedPage& page) {
  return writer.Write(frame, "ranked.tpl", [&](TemplateDictionary& body) {
    FillBody(frame, page, body);
  });
}

std::vector<Link> TrendingFields(const std::string& category) {
  std::vector<Link> fields = {
      {"/papers/trending", "All fields", category.empty()}};
  for (const char* field : kFields) {
    fields.push_back({FieldUrl(field), CategoryName(field), category == field});
  }
  const bool offered = std::ranges::any_of(fields, &Link::current);
  if (!offered) {
    fields.push_back({FieldUrl(category), CategoryName(category), true});
  }
  return fields;
}

}  // namespace broadsheet::gateway
