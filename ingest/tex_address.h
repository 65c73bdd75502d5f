#ifndef BROADSHEET_INGEST_TEX_ADDRESS_H_
#define BROADSHEET_INGEST_TEX_ADDRESS_H_

#include <cstddef>
#include <string>
#include <string_view>

namespace broadsheet::ingest {

// Addresses in TeX, where some of their characters are escaped.

// True when `text` begins with a plain address.
bool StartsWithAddress(std::string_view text);

// The length of the address with which `text` begins.
size_t AddressLength(std::string_view text);

// The address that is written so: "\_" means "_", "\~{}" means "~".
std::string AddressWrittenAs(std::string_view text);

}  // namespace broadsheet::ingest

#endif  // BROADSHEET_INGEST_TEX_ADDRESS_H_
