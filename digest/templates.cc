#include "digest/templates.h"

#include <string_view>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "common/errors.h"
#include "ctemplate/template.h"

namespace broadsheet::digest {
namespace {

constexpr std::string_view kPragma = "{{%AUTOESCAPE context=\"HTML\"}}";

}  // namespace

Templates::Templates() : cache_(std::make_unique<ctemplate::TemplateCache>()) {}
Templates::~Templates() = default;

absl::StatusOr<std::unique_ptr<Templates>> Templates::Load(
    std::span<const EmbeddedFile> files) {
  std::unique_ptr<Templates> templates(new Templates());
  for (const EmbeddedFile& file : files) {
    const bool escaped =
        file.content.starts_with(kPragma) &&
        file.content.find(":none}") == std::string_view::npos &&
        file.content.find(":none:") == std::string_view::npos;
    if (!escaped || !templates->cache_->StringToTemplateCache(
                        std::string(file.name), std::string(file.content),
                        ctemplate::STRIP_BLANK_LINES)) {
      return absl::InternalError(
          absl::StrCat("template ", AsAbsl(file.name), ": ",
                       escaped ? "does not parse" : "does not escape"));
    }
  }
  templates->cache_->Freeze();
  return templates;
}

absl::StatusOr<std::string> Templates::Render(
    const std::string& name,
    const ctemplate::TemplateDictionary& values) const {
  std::string page;
  if (!cache_->ExpandNoLoad(name, ctemplate::STRIP_BLANK_LINES, &values,
                            nullptr, &page)) {
    return absl::InternalError(absl::StrCat("template ", name, " is broken"));
  }
  return page;
}

}  // namespace broadsheet::digest
