#include "gateway/web/form_page.h"

#include "absl/strings/str_cat.h"
#include "ctemplate/template.h"

namespace broadsheet::gateway {
namespace {

using ctemplate::TemplateDictionary;

void AddField(const FormField& field, TemplateDictionary& form) {
  TemplateDictionary* entry = form.AddSectionDictionary("FIELD");
  const bool area = field.type == "textarea";
  entry->SetValue("ID", absl::StrCat("field-", field.name));
  entry->SetValue("LABEL", field.label);
  TemplateDictionary* input =
      entry->AddSectionDictionary(area ? "AREA" : "INPUT");
  input->SetValue("NAME", field.name);
  input->SetValue("TYPE", field.type);
  input->SetValue("VALUE", field.value);
  input->SetValue("AUTOCOMPLETE", field.autocomplete);
  if (field.required) input->ShowSection("REQUIRED");
  if (field.help.empty()) return;
  input->ShowSection("DESCRIBED");
  entry->SetValueAndShowSection("HELP_TEXT", field.help, "HELP");
}

void AddDoors(const std::vector<Link>& doors, TemplateDictionary& body) {
  TemplateDictionary* part = body.AddSectionDictionary("DOORS");
  for (const Link& link : doors) {
    TemplateDictionary* door = part->AddSectionDictionary("DOOR");
    door->SetValue("DOOR_URL", link.url);
    door->SetValue("DOOR_NAME", link.name);
  }
}

}  // namespace

absl::StatusOr<std::string> WriteFormPage(const PageWriter& writer,
                                          const PageFrame& frame,
                                          const FormPage& page) {
  return writer.Write(frame, "form.tpl", [&](TemplateDictionary& body) {
    body.SetValue("HEADING", page.heading);
    body.SetValue("INTRO", page.intro);
    if (!page.error.empty()) {
      body.SetValueAndShowSection("ERROR_TEXT", page.error, "ERROR");
    }
    if (!page.notice.empty()) {
      body.SetValueAndShowSection("DONE_TEXT", page.notice, "DONE");
    }
    if (!page.doors.empty()) AddDoors(page.doors, body);
    if (!page.action.empty()) {
      TemplateDictionary* form = body.AddSectionDictionary("FORM");
      form->SetValue("ACTION", page.action);
      form->SetValue("BUTTON", page.button);
      for (const auto& [name, value] : page.hidden) {
        TemplateDictionary* hidden = form->AddSectionDictionary("KEPT");
        hidden->SetValue("KEPT_NAME", name);
        hidden->SetValue("KEPT_VALUE", value);
      }
      for (const FormField& field : page.fields) AddField(field, *form);
    }
    for (const Link& link : page.links) {
      TemplateDictionary* way = body.AddSectionDictionary("WAY");
      way->SetValue("WAY_URL", link.url);
      way->SetValue("WAY_NAME", link.name);
    }
  });
}

}  // namespace broadsheet::gateway
