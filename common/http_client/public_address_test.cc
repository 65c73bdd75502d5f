#include "common/http_client/public_address.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/un.h>

#include <string>

#include "gtest/gtest.h"

namespace broadsheet {
namespace {

bool IsPublic(const std::string& text) {
  sockaddr_in6 ipv6 = {};
  ipv6.sin6_family = AF_INET6;
  if (inet_pton(AF_INET6, text.c_str(), &ipv6.sin6_addr) == 1) {
    return IsPublicAddress(reinterpret_cast<const sockaddr&>(ipv6));
  }
  sockaddr_in ipv4 = {};
  ipv4.sin_family = AF_INET;
  EXPECT_EQ(inet_pton(AF_INET, text.c_str(), &ipv4.sin_addr), 1) << text;
  return IsPublicAddress(reinterpret_cast<const sockaddr&>(ipv4));
}

TEST(PublicAddress, IsOneOfTheOpenInternet) {
  for (const char* address :
       {"128.84.21.199", "1.1.1.1", "172.32.0.1", "192.167.255.255",
        "100.128.0.1", "223.255.255.255", "2606:4700::1111",
        "::ffff:1.1.1.1"}) {
    EXPECT_TRUE(IsPublic(address)) << address;
  }
}

TEST(PublicAddress, IsNoneOfTheSpecialNetworks) {
  for (const char* address : {"0.0.0.0",
                              "10.1.2.3",
                              "100.64.0.1",
                              "127.0.0.1",
                              "127.255.255.255",
                              "169.254.169.254",
                              "172.16.0.1",
                              "172.31.255.255",
                              "192.0.0.1",
                              "192.0.2.1",
                              "192.168.1.1",
                              "198.18.0.1",
                              "198.19.255.255",
                              "198.51.100.1",
                              "203.0.113.1",
                              "224.0.0.1",
                              "240.0.0.1",
                              "255.255.255.255",
                              "::",
                              "::1",
                              "fe80::1",
                              "fc00::1",
                              "fd12::1",
                              "ff02::1",
                              "2001:db8::1",
                              "2001::1",
                              "2002:7f00:1::",
                              "::ffff:127.0.0.1",
                              "::ffff:10.0.0.1",
                              "::127.0.0.1",
                              "64:ff9b::7f00:1"}) {
    EXPECT_FALSE(IsPublic(address)) << address;
  }
}

TEST(PublicAddress, IsNoAddressOfAnotherFamily) {
  sockaddr_un local = {};
  local.sun_family = AF_UNIX;
  EXPECT_FALSE(IsPublicAddress(reinterpret_cast<const sockaddr&>(local)));
}

}  // namespace
}  // namespace broadsheet
