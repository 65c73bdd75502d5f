#include "gateway/web/templates.h"

#include <string_view>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "common/errors.h"
#include "ctemplate/template.h"

namespace broadsheet::gateway {
namespace {

constexpr std::string_view kPragma = "{{%AUTOESCAPE context=\"HTML\"}}";

// The only place where HTML goes into a page as it is: comments, which the
// gateway has made from Markdown and sanitised.
constexpr std::string_view kRawTemplate = "comment_html.tpl";
constexpr std::string_view kRawContent =
    "{{%AUTOESCAPE context=\"HTML\"}}\n{{COMMENT_HTML:none}}\n";

absl::Status Refuse(std::string_view name, std::string_view why) {
  return absl::InternalError(
      absl::StrCat("template ", AsAbsl(name), ": ", AsAbsl(why)));
}

absl::Status CheckEscaping(const EmbeddedFile& file) {
  if (!file.content.starts_with(kPragma)) {
    return Refuse(file.name, "does not begin with the AUTOESCAPE pragma");
  }
  if (file.name == kRawTemplate) {
    return file.content == kRawContent
               ? absl::OkStatus()
               : Refuse(file.name, "may hold nothing but its one value");
  }
  if (file.content.find(":none") != std::string_view::npos) {
    return Refuse(file.name, "has a value with the modifier :none");
  }
  return absl::OkStatus();
}

}  // namespace

Templates::Templates() : cache_(std::make_unique<ctemplate::TemplateCache>()) {}
Templates::Templates(Templates&&) noexcept = default;
Templates& Templates::operator=(Templates&&) noexcept = default;
Templates::~Templates() = default;

absl::StatusOr<Templates> Templates::Load(std::span<const EmbeddedFile> files) {
  Templates templates;
  for (const EmbeddedFile& file : files) {
    if (auto status = CheckEscaping(file); !status.ok()) return status;
    const bool parsed = templates.cache_->StringToTemplateCache(
        std::string(file.name), std::string(file.content),
        ctemplate::STRIP_BLANK_LINES);
    if (!parsed) return Refuse(file.name, "does not parse");
  }
  // Without this every expansion would take locks.
  templates.cache_->Freeze();
  return templates;
}

absl::StatusOr<std::string> Templates::Render(
    const std::string& name,
    const ctemplate::TemplateDictionary& values) const {
  std::string page;
  if (!cache_->ExpandNoLoad(name, ctemplate::STRIP_BLANK_LINES, &values,
                            nullptr, &page)) {
    return Refuse(name, "cannot be filled");
  }
  return page;
}

}  // namespace broadsheet::gateway
