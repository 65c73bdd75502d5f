#include "gateway/balancer/addresses.h"

#include <netdb.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <algorithm>
#include <memory>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "common/errors.h"

namespace broadsheet::gateway {
namespace {

using AddressList = std::unique_ptr<addrinfo, decltype(&freeaddrinfo)>;

// "127.0.0.1:80" or "[::1]:80".
std::string Print(const addrinfo& address, const std::string& port) {
  char host[NI_MAXHOST];
  if (getnameinfo(address.ai_addr, address.ai_addrlen, host, sizeof(host),
                  nullptr, 0, NI_NUMERICHOST) != 0) {
    return "";
  }
  return address.ai_family == AF_INET6 ? absl::StrCat("[", host, "]:", port)
                                       : absl::StrCat(host, ":", port);
}

// Adds the addresses of `family`; false when there are none.
bool AddFamily(const addrinfo* list, int family, const std::string& port,
               std::vector<std::string>* addresses) {
  bool found = false;
  for (; list != nullptr; list = list->ai_next) {
    if (list->ai_family != family) continue;
    std::string address = Print(*list, port);
    if (address.empty()) continue;
    addresses->push_back(std::move(address));
    found = true;
  }
  return found;
}

// Answers what went wrong; empty when nothing did.
std::string Look(const std::string& host, const std::string& port,
                 std::vector<std::string>* addresses) {
  addrinfo hints = {};
  hints.ai_socktype = SOCK_STREAM;
  hints.ai_flags = AI_NUMERICSERV;
  addrinfo* found = nullptr;
  const int error = getaddrinfo(host.c_str(), port.c_str(), &hints, &found);
  if (error != 0) return absl::StrCat(host, ": ", gai_strerror(error));
  const AddressList list(found, &freeaddrinfo);
  if (!AddFamily(list.get(), AF_INET, port, addresses)) {
    AddFamily(list.get(), AF_INET6, port, addresses);
  }
  return "";
}

// "[::1]" to "::1".
std::string WithoutBrackets(const std::string& host) {
  const bool bracketed =
      host.size() > 2 && host.front() == '[' && host.back() == ']';
  return bracketed ? host.substr(1, host.size() - 2) : host;
}

bool IsPort(const std::string& text) {
  int port = 0;
  return absl::SimpleAtoi(text, &port) && port > 0 && port < 65536;
}

}  // namespace

absl::StatusOr<TargetAddresses> TargetAddresses::Parse(
    const std::string& target) {
  std::vector<Endpoint> endpoints;
  const std::vector<std::string> parts = absl::StrSplit(target, ',');
  for (const std::string& part : parts) {
    const std::string text(absl::StripPrefix(part, "dns:///"));
    const size_t colon = text.rfind(':');
    if (colon == std::string::npos || colon == 0 ||
        !IsPort(text.substr(colon + 1))) {
      return InvalidField(
          "--recommend",
          absl::StrCat("has '", part,
                       "'; HOST:PORT or dns:///HOST:PORT is wanted"));
    }
    endpoints.push_back(
        {WithoutBrackets(text.substr(0, colon)), text.substr(colon + 1)});
  }
  return TargetAddresses(std::move(endpoints));
}

absl::StatusOr<std::vector<std::string>> TargetAddresses::Resolve() {
  std::vector<std::string> addresses;
  std::string problem;
  for (Endpoint& endpoint : endpoints_) {
    std::vector<std::string> found;
    const std::string error = Look(endpoint.host, endpoint.port, &found);
    if (error.empty())
      endpoint.addresses = std::move(found);
    else
      problem = error;
    addresses.insert(addresses.end(), endpoint.addresses.begin(),
                     endpoint.addresses.end());
  }
  if (addresses.empty()) {
    return MakeError(absl::StatusCode::kUnavailable, "NO_ADDRESS", problem);
  }
  std::sort(addresses.begin(), addresses.end());
  addresses.erase(std::unique(addresses.begin(), addresses.end()),
                  addresses.end());
  return addresses;
}

}  // namespace broadsheet::gateway
