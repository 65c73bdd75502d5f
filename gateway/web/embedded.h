#ifndef BROADSHEET_GATEWAY_WEB_EMBEDDED_H_
#define BROADSHEET_GATEWAY_WEB_EMBEDDED_H_

#include <span>

#include "common/embedded.h"

namespace broadsheet::gateway {

// The files of templates/ and of static/.
std::span<const EmbeddedFile> EmbeddedTemplates();
std::span<const EmbeddedFile> EmbeddedAssets();

}  // namespace broadsheet::gateway

#endif  // BROADSHEET_GATEWAY_WEB_EMBEDDED_H_
