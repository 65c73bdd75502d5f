#ifndef BROADSHEET_COMMON_HTTP_CLIENT_PUBLIC_ADDRESS_H_
#define BROADSHEET_COMMON_HTTP_CLIENT_PUBLIC_ADDRESS_H_

struct sockaddr;

namespace broadsheet {

// True for addresses of the open internet; false for loopback, private,
// link-local, shared, multicast, documentation and reserved ones, and for IPv6
// addresses that carry such an IPv4 address. What a URL's name resolves to is
// the URL's author's choice: only the address itself tells where it leads.
bool IsPublicAddress(const sockaddr& address);

}  // namespace broadsheet

#endif  // BROADSHEET_COMMON_HTTP_CLIENT_PUBLIC_ADDRESS_H_
