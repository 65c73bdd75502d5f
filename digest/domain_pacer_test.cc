// How fast mails may go to one domain.

#include "digest/domain_pacer.h"

#include <string>

#include "gtest/gtest.h"

namespace broadsheet::digest {
namespace {

const absl::Time kNow = absl::UnixEpoch() + absl::Hours(500000);

TEST(DomainPacer, LetsEverythingGoWithoutLimits) {
  DomainPacer pacer({});
  for (int i = 0; i < 1000; ++i) {
    EXPECT_EQ(pacer.Begin("example.org", kNow), absl::ZeroDuration());
  }
}

TEST(DomainPacer, SpacesTheMailsOfOneDomainAlone) {
  DomainPacer pacer({.rate = 2, .at_once = 0});
  EXPECT_EQ(pacer.Begin("a.org", kNow), absl::ZeroDuration());
  EXPECT_EQ(pacer.Begin("a.org", kNow), absl::Milliseconds(500));
  EXPECT_EQ(pacer.Begin("b.org", kNow), absl::ZeroDuration());
  EXPECT_EQ(pacer.Begin("a.org", kNow + absl::Milliseconds(500)),
            absl::ZeroDuration());
}

TEST(DomainPacer, BoundsWhatIsUnderWayToOneDomain) {
  DomainPacer pacer({.rate = 0, .at_once = 2});
  EXPECT_EQ(pacer.Begin("a.org", kNow), absl::ZeroDuration());
  EXPECT_EQ(pacer.Begin("a.org", kNow), absl::ZeroDuration());
  EXPECT_GT(pacer.Begin("a.org", kNow), absl::ZeroDuration());
  pacer.End("a.org");
  EXPECT_EQ(pacer.Begin("a.org", kNow), absl::ZeroDuration());
}

TEST(DomainPacer, ForgetsIdleDomainsWhenThereAreMany) {
  DomainPacer pacer({.rate = 1, .at_once = 1});
  for (int i = 0; i < 10000; ++i) {
    const std::string domain = std::to_string(i) + ".org";
    ASSERT_EQ(pacer.Begin(domain, kNow), absl::ZeroDuration());
    if (i > 0) pacer.End(domain);
  }
  // None may be forgotten yet: each has just been written to.
  EXPECT_GT(pacer.Begin("late.org", kNow), absl::ZeroDuration());
  const absl::Time later = kNow + absl::Seconds(2);
  EXPECT_EQ(pacer.Begin("late.org", later), absl::ZeroDuration());
  // What is under way is remembered.
  EXPECT_GT(pacer.Begin("0.org", later), absl::ZeroDuration());
}

}  // namespace
}  // namespace broadsheet::digest
