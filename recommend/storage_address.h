#ifndef BROADSHEET_RECOMMEND_STORAGE_ADDRESS_H_
#define BROADSHEET_RECOMMEND_STORAGE_ADDRESS_H_

#include <memory>
#include <string>

#include "common/tls_identity.h"

namespace broadsheet::recommend {

// Where storage is.
struct StorageAddress {
  std::string target;
  // As in ChannelOptions.
  std::shared_ptr<const TlsIdentity> tls = nullptr;
};

}  // namespace broadsheet::recommend

#endif  // BROADSHEET_RECOMMEND_STORAGE_ADDRESS_H_
