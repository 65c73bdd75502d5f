#include "gateway/web/settings_view.h"

#include "gateway/web/follows.h"
#include "gateway/web/form_page.h"
#include "gateway/web/page_fixture.h"
#include "gateway/web/sign_in_kit.h"
#include "gmock/gmock.h"

namespace broadsheet::gateway {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

class SettingsViewTest : public PageFixture {
 protected:
  std::string Html() {
    return *WriteSettingsPage(writer(), ReaderFrame(), page_);
  }

  SettingsPage page_;
};

TEST_F(SettingsViewTest, LeavesOutWhatIsNotOffered) {
  const std::string html = Html();
  EXPECT_THAT(html, HasSubstr("Of ada."));
  for (const char* part : {"Sessions", "Tokens", "What you follow", "E-mail"}) {
    EXPECT_THAT(html, Not(HasSubstr(part)));
  }
}

TEST_F(SettingsViewTest, ShowsAllThereIs) {
  page_.account.emplace().set_email("ada@example.org");
  page_.sessions.emplace(2).at(0).set_current(true);
  page_.sessions->at(1).set_label("Firefox <on> Linux");
  page_.tokens.emplace(1).at(0).add_scopes(v1::TOKEN_SCOPE_FEED);
  page_.follows.emplace(1).at(0).set_target("author:Ada Lovelace");
  page_.new_token = "bs_new";
  page_.feed = "/feeds/me/abc";
  const std::string html = Html();
  EXPECT_THAT(html, HasSubstr("ada@example.org"));
  EXPECT_THAT(html, HasSubstr("this one"));
  EXPECT_THAT(html, HasSubstr("Firefox &lt;on&gt; Linux"));
  EXPECT_THAT(html, HasSubstr("feed, since"));
  EXPECT_THAT(html, HasSubstr("/authors/Ada%20Lovelace"));
  EXPECT_THAT(html, HasSubstr("bs_new"));
  EXPECT_THAT(html, HasSubstr("/feeds/me/abc.atom"));
  EXPECT_THAT(html, Not(HasSubstr("/moderation")));
}

TEST_F(SettingsViewTest, ShowsWhereElseSomebodySignsIn) {
  page_.account.emplace();
  page_.providers.resize(1);
  page_.providers[0].set_provider_id("uni");
  page_.providers[0].set_title("Uni <of> Example");
  page_.identities.resize(2);
  page_.identities[0].set_provider_id("uni");
  page_.identities[0].set_identity_id("0a1b");
  page_.identities[0].set_label("ada@example.org");
  page_.identities[1].set_issuer("https://gone.example");
  const std::string html = Html();
  EXPECT_THAT(html, HasSubstr("Unlink ada@example.org at Uni &lt;of&gt;"));
  EXPECT_THAT(html, HasSubstr("value=\"0a1b\""));
  EXPECT_THAT(html, HasSubstr("https://gone.example"));
  EXPECT_THAT(html, HasSubstr("name=\"provider\" value=\"uni\""));
  EXPECT_THAT(html, HasSubstr("takes <a href=\"/settings/email\">"));
  page_.account->set_email("ada@example.org");
  EXPECT_THAT(Html(), HasSubstr("Set one by mail"));
}

TEST_F(SettingsViewTest, AFormHasDoorsBesideIt) {
  FormPage page;
  page.heading = "Sign in";
  page.action = "/sign-in";
  page.doors = {{"/sign-in/uni", "Sign in with Uni"}};
  EXPECT_THAT(*WriteFormPage(writer(), Frame(), page),
              HasSubstr("<a href=\"/sign-in/uni\">Sign in with Uni</a>"));
}

TEST_F(SettingsViewTest, EditorsFindTheirPage) {
  page_.account.emplace().set_role(v1::ROLE_EDITOR);
  EXPECT_THAT(Html(), HasSubstr("/moderation"));
}

TEST_F(SettingsViewTest, AFormKeepsWhatWasTypedAndEscapesIt) {
  FormPage page;
  page.heading = "Sign up";
  page.error = "Bad <name>.";
  page.action = "/sign-up";
  page.fields = {{"name", "Name", "text", "a\"<b", "Help", "username"},
                 {"note", "Note", "textarea", "one\ntwo</textarea>"}};
  const std::string html = *WriteFormPage(writer(), Frame(), page);
  EXPECT_THAT(html, HasSubstr("value=\"a&quot;&lt;b\""));
  EXPECT_THAT(html, HasSubstr("Bad &lt;name&gt;."));
  EXPECT_THAT(html, HasSubstr(">one\ntwo&lt;/textarea&gt;</textarea>"));
  EXPECT_THAT(html, HasSubstr("aria-describedby=\"field-name-help\""));
}

TEST(BrowserNameTest, SaysWhatPeopleWouldSay) {
  EXPECT_EQ(BrowserName("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) "
                        "Gecko/20100101 Firefox/140.0"),
            "Firefox on Linux");
  EXPECT_EQ(BrowserName(""), "A program");
}

TEST(FollowsTest, NamesAndAddresses) {
  EXPECT_EQ(FollowName(CategoryTarget("cs.CL")), "Computation and Language");
  EXPECT_EQ(FollowUrl(CategoryTarget("cs.CL")),
            "/papers/trending?category=cs.CL");
  EXPECT_EQ(FollowName(AuthorTarget("Ada")), "Ada");
  EXPECT_EQ(FollowUrl("nonsense"), "/settings");
}

}  // namespace
}  // namespace broadsheet::gateway
