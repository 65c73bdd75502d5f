#include "common/http_client/public_address.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <span>

namespace broadsheet {
namespace {

using Bytes = std::span<const uint8_t>;

// The first `bits` bits of an address.
struct Network {
  uint8_t prefix[16];
  int bits;
};

// IANA's special-purpose registry.
constexpr Network kNoPublicIpv4[] = {
    {{0}, 8},
    {{10}, 8},
    {{100, 64}, 10},
    {{127}, 8},
    {{169, 254}, 16},
    {{172, 16}, 12},
    {{192, 0, 0}, 24},
    {{192, 0, 2}, 24},
    {{192, 88, 99}, 24},
    {{192, 168}, 16},
    {{198, 18}, 15},
    {{198, 51, 100}, 24},
    {{203, 0, 113}, 24},
    {{224}, 3},
};

constexpr Network kPublicIpv6 = {{0x20}, 3};
constexpr Network kNoPublicIpv6[] = {
    {{0x20, 0x01}, 23},              // IETF protocols, Teredo.
    {{0x20, 0x01, 0x0d, 0xb8}, 32},  // Documentation.
    {{0x20, 0x02}, 16},              // 6to4: an IPv4 address inside.
    {{0x3f, 0xff}, 20},              // Documentation.
};
constexpr Network kMappedIpv4 = {{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff},
                                 96};

bool IsIn(const Network& network, Bytes address) {
  int left = network.bits;
  for (size_t i = 0; left > 0; ++i, left -= 8) {
    const int shift = std::max(0, 8 - left);
    if ((network.prefix[i] >> shift) != (address[i] >> shift)) return false;
  }
  return true;
}

bool IsInAny(std::span<const Network> networks, Bytes address) {
  return std::ranges::any_of(networks, [address](const Network& network) {
    return IsIn(network, address);
  });
}

bool IsPublicIpv6(Bytes address) {
  if (IsIn(kMappedIpv4, address)) {
    return !IsInAny(kNoPublicIpv4, address.subspan(12));
  }
  return IsIn(kPublicIpv6, address) && !IsInAny(kNoPublicIpv6, address);
}

}  // namespace

bool IsPublicAddress(const sockaddr& address) {
  if (address.sa_family == AF_INET) {
    sockaddr_in ipv4;
    std::memcpy(&ipv4, &address, sizeof(ipv4));
    uint8_t bytes[4];
    std::memcpy(bytes, &ipv4.sin_addr, sizeof(bytes));
    return !IsInAny(kNoPublicIpv4, bytes);
  }
  if (address.sa_family == AF_INET6) {
    sockaddr_in6 ipv6;
    std::memcpy(&ipv6, &address, sizeof(ipv6));
    return IsPublicIpv6(Bytes(ipv6.sin6_addr.s6_addr, 16));
  }
  return false;
}

}  // namespace broadsheet
