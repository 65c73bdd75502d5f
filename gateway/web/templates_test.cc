#include "gateway/web/templates.h"

#include "ctemplate/template.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace broadsheet::gateway {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

absl::StatusOr<Templates> LoadOne(std::string_view content) {
  const EmbeddedFile file[] = {{"page.tpl", "0", content}};
  return Templates::Load(file);
}

std::string RenderOne(std::string_view content, const std::string& value) {
  auto templates = LoadOne(content);
  EXPECT_TRUE(templates.ok()) << templates.status();
  ctemplate::TemplateDictionary values("page");
  values.SetValue("X", value);
  return templates->Render("page.tpl", values).value();
}

TEST(Templates, RefusesATemplateWithoutTheEscapingPragma) {
  const auto templates = LoadOne("<p>{{X}}</p>");
  EXPECT_EQ(templates.status().code(), absl::StatusCode::kInternal);
  EXPECT_THAT(std::string(templates.status().message()),
              HasSubstr("page.tpl: does not begin with"));
}

TEST(Templates, RefusesThePragmaOfAnotherContext) {
  EXPECT_FALSE(LoadOne("{{%AUTOESCAPE context=\"JSON\"}}{{X}}").ok());
}

TEST(Templates, RefusesAPragmaThatIsNotFirst) {
  EXPECT_FALSE(LoadOne("{{X}}{{%AUTOESCAPE context=\"HTML\"}}").ok());
}

TEST(Templates, RefusesAValueThatSwitchesEscapingOff) {
  EXPECT_FALSE(
      LoadOne("{{%AUTOESCAPE context=\"HTML\"}}<p>{{X:none}}</p>").ok());
}

TEST(Templates, RefusesATemplateThatDoesNotParse) {
  EXPECT_FALSE(LoadOne("{{%AUTOESCAPE context=\"HTML\"}}{{#OPEN}}<p>").ok());
}

TEST(Templates, EscapesTextAndAttributes) {
  const std::string page =
      RenderOne("{{%AUTOESCAPE context=\"HTML\"}}<p title=\"{{X}}\">{{X}}</p>",
                "<script>alert(1)</script>\"'&");
  EXPECT_THAT(page, Not(HasSubstr("<script>")));
  EXPECT_THAT(page, HasSubstr("&lt;script&gt;alert(1)&lt;/script&gt;"));
  EXPECT_THAT(page, Not(HasSubstr("\"'&")));
}

TEST(Templates, RefusesScriptAddressesInLinks) {
  const std::string page =
      RenderOne("{{%AUTOESCAPE context=\"HTML\"}}<a href=\"{{X}}\">x</a>",
                "javascript:alert(1)");
  EXPECT_THAT(page, Not(HasSubstr("javascript:")));
}

TEST(Templates, KeepsLocalAddressesWithColons) {
  EXPECT_THAT(
      RenderOne("{{%AUTOESCAPE context=\"HTML\"}}<a href=\"{{X}}\">x</a>",
                "/papers/doi:10.1000%2Fxyz"),
      HasSubstr("href=\"/papers/doi:10.1000%2Fxyz\""));
}

TEST(Templates, FillingAnUnknownTemplateIsAnError) {
  const auto templates = Templates::Load(EmbeddedTemplates());
  ASSERT_TRUE(templates.ok()) << templates.status();
  ctemplate::TemplateDictionary values("page");
  EXPECT_FALSE(templates->Render("missing.tpl", values).ok());
}

}  // namespace
}  // namespace broadsheet::gateway
