#include "common/mail_address.h"

#include <string>

#include "gtest/gtest.h"

namespace broadsheet {
namespace {

TEST(MailAddress, KeepsTheNameAndLowersTheDomain) {
  EXPECT_EQ(*NormalizeMailAddress(" Ada.L+x@Example.ORG\n"),
            "Ada.L+x@example.org");
  EXPECT_EQ(*NormalizeMailAddress("root@localhost"), "root@localhost");
}

TEST(MailAddress, RefusesWhatHeadersAndEnvelopesDoNotTakePlainly) {
  for (const char* text :
       {"", "a", "@b.org", "a@", "a b@c.org", "a@b..org", "a@-b.org",
        "a@b.org\r\nBcc: c@d.org", "\"a\"@b.org", "a@b.org,c@d.org",
        "<a@b.org>", ".a@b.org", "a..b@c.org", "a@[127.0.0.1]", "a@b.org>",
        "\xc3\xa4@b.org", "a@\xc3\xa4.org", "a@b@c.org"}) {
    EXPECT_FALSE(NormalizeMailAddress(text).ok()) << text;
  }
  EXPECT_FALSE(NormalizeMailAddress(std::string(65, 'a') + "@b.org").ok());
  EXPECT_FALSE(
      NormalizeMailAddress("a@" + std::string(300, 'b') + ".org").ok());
}

TEST(MailAddress, TellsTheDomain) { EXPECT_EQ(MailDomain("a@b.org"), "b.org"); }

}  // namespace
}  // namespace broadsheet
