#include "gateway/balancer/addresses.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace broadsheet::gateway {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

std::vector<std::string> Resolve(const std::string& target) {
  auto addresses = TargetAddresses::Parse(target);
  EXPECT_TRUE(addresses.ok()) << addresses.status();
  auto resolved = addresses->Resolve();
  EXPECT_TRUE(resolved.ok()) << resolved.status();
  return resolved.ok() ? *resolved : std::vector<std::string>();
}

TEST(TargetAddresses, KeepsNumericAddresses) {
  EXPECT_THAT(Resolve("127.0.0.1:8093"), ElementsAre("127.0.0.1:8093"));
  EXPECT_THAT(Resolve("[::1]:8093"), ElementsAre("[::1]:8093"));
}

TEST(TargetAddresses, SortsAListAndDropsRepetitions) {
  EXPECT_THAT(Resolve("127.0.0.2:1,127.0.0.1:2,127.0.0.2:1"),
              ElementsAre("127.0.0.1:2", "127.0.0.2:1"));
}

TEST(TargetAddresses, TakesOneFamilyOfAName) {
  EXPECT_THAT(Resolve("dns:///localhost:8093"), ElementsAre("127.0.0.1:8093"));
}

TEST(TargetAddresses, GoesOnWithTheNamesThatItCanResolve) {
  EXPECT_THAT(Resolve("no-such-host.invalid:1,127.0.0.1:2"),
              ElementsAre("127.0.0.1:2"));
}

TEST(TargetAddresses, NamesAHostThatItCannotResolve) {
  auto addresses = TargetAddresses::Parse("no-such-host.invalid:1");
  ASSERT_TRUE(addresses.ok());
  const absl::Status status = addresses->Resolve().status();
  EXPECT_EQ(status.code(), absl::StatusCode::kUnavailable);
  EXPECT_THAT(std::string(status.message()), HasSubstr("no-such-host"));
}

TEST(TargetAddresses, RefusesWhatIsNoTarget) {
  for (const char* target :
       {"", "host", ":80", "host:", "host:x", "host:0", "host:70000", "a:1,"}) {
    EXPECT_EQ(TargetAddresses::Parse(target).status().code(),
              absl::StatusCode::kInvalidArgument)
        << target;
  }
}

}  // namespace
}  // namespace broadsheet::gateway
