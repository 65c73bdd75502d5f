#ifndef BROADSHEET_GATEWAY_WEB_FORM_PAGE_H_
#define BROADSHEET_GATEWAY_WEB_FORM_PAGE_H_

#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "gateway/web/page_writer.h"
#include "gateway/web/ranked_page.h"

namespace broadsheet::gateway {

struct FormField {
  std::string name;
  std::string label;
  // Of <input>: "text", "email", "password", "number"; "textarea".
  std::string type = "text";
  std::string value = "";
  std::string help = "";
  // As HTML has it: "username", "new-password", "email", "off".
  std::string autocomplete = "off";
  bool required = true;
};

// A page that is one form.
struct FormPage {
  std::string heading;
  std::string intro;
  // What was wrong with the form sent before; empty: nothing.
  std::string error = "";
  // What was done; empty: nothing yet.
  std::string notice = "";
  // Our address that takes the form; empty: there is no form any more.
  std::string action = "";
  std::string button = "";
  std::vector<FormField> fields = {};
  std::vector<std::pair<std::string, std::string>> hidden = {};
  std::vector<Link> links = {};
  // Other ways to the same end, before the form.
  std::vector<Link> doors = {};
};

absl::StatusOr<std::string> WriteFormPage(const PageWriter& writer,
                                          const PageFrame& frame,
                                          const FormPage& page);

}  // namespace broadsheet::gateway

#endif  // BROADSHEET_GATEWAY_WEB_FORM_PAGE_H_
