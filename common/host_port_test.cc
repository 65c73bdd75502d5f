#include "common/host_port.h"

#include "gtest/gtest.h"

namespace broadsheet {
namespace {

TEST(HostPortTest, AddressesAreCutAtTheLastColon) {
  const auto name = SplitHostPort("listen", "localhost:80");
  ASSERT_TRUE(name.ok());
  EXPECT_EQ(name->host, "localhost");
  EXPECT_EQ(name->port, "80");
  const auto address = SplitHostPort("listen", "[::1]:8080");
  ASSERT_TRUE(address.ok());
  EXPECT_EQ(address->host, "::1");
  EXPECT_EQ(address->port, "8080");
}

TEST(HostPortTest, AnAddressWithoutAPortIsAnErrorThatNamesTheField) {
  const auto parts = SplitHostPort("listen", "localhost");
  EXPECT_TRUE(absl::IsInvalidArgument(parts.status()));
  EXPECT_NE(parts.status().message().find("listen"), std::string::npos);
}

TEST(HostPortTest, APortMovesUnlessItIsAnyFreeOne) {
  EXPECT_EQ(MovePort("0.0.0.0:8091", 1000), "0.0.0.0:9091");
  EXPECT_EQ(MovePort("[::]:8091", 1000), "[::]:9091");
  EXPECT_EQ(MovePort("127.0.0.1:0", 1000), "127.0.0.1:0");
  EXPECT_EQ(MovePort("unix:socket", 1000), "127.0.0.1:0");
}

}  // namespace
}  // namespace broadsheet
