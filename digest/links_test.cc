#include "digest/links.h"

#include "common/errors.h"
#include "gtest/gtest.h"

namespace broadsheet::digest {
namespace {

internal::v1::SealedLink Vote() {
  internal::v1::SealedLink link;
  link.mutable_link()->set_kind(v1::MailLink::KIND_VOTE);
  link.mutable_link()->set_paper_id("hep-th/9901001");
  link.set_reader_id("ada");
  link.set_expires(1000);
  return link;
}

TEST(Links, OpensWhatItSealed) {
  const Links links("secret", "https://b.org");
  const std::string token = links.Seal(Vote());
  const auto opened = links.Open(token, absl::FromUnixSeconds(999));
  ASSERT_TRUE(opened.ok());
  EXPECT_EQ(opened->SerializeAsString(), Vote().SerializeAsString());
  EXPECT_EQ(links.Seal(Vote()), token);
  EXPECT_EQ(token.find("ada"), std::string::npos);
}

TEST(Links, OpensNothingThatIsAlteredExpiredOrOfAnotherSecret) {
  const Links links("secret", "https://b.org");
  const std::string token = links.Seal(Vote());
  const absl::Time now = absl::FromUnixSeconds(999);
  for (size_t i = 0; i < token.size(); ++i) {
    std::string altered = token;
    altered[i] = altered[i] == 'A' ? 'B' : 'A';
    const auto opened = links.Open(altered, now);
    if (!opened.ok()) continue;
    // The last letter has bits that stand for nothing.
    EXPECT_EQ(i, token.size() - 1);
  }
  EXPECT_EQ(ReasonOf(links.Open(token, absl::FromUnixSeconds(1001)).status()),
            "TOKEN_UNKNOWN");
  EXPECT_FALSE(Links("other", "").Open(token, now).ok());
  EXPECT_FALSE(links.Open("", now).ok());
  EXPECT_FALSE(links.Open(std::string(5000, 'A'), now).ok());
}

TEST(Links, WritesIdsIntoPaths) {
  const Links links("secret", "https://b.org");
  EXPECT_EQ(links.PaperUrl("hep-th/9901001"),
            "https://b.org/papers/hep-th%2F9901001");
}

}  // namespace
}  // namespace broadsheet::digest
