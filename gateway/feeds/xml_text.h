#ifndef BROADSHEET_GATEWAY_FEEDS_XML_TEXT_H_
#define BROADSHEET_GATEWAY_FEEDS_XML_TEXT_H_

#include <string>
#include <string_view>

namespace broadsheet::gateway {

// `text` as XML 1.0 carries it in elements and in quoted attributes. What XML
// cannot say (control characters, bytes that are not UTF-8, U+FFFE, U+FFFF)
// becomes U+FFFD. Good for HTML text, too.
std::string XmlText(std::string_view text);

}  // namespace broadsheet::gateway

#endif  // BROADSHEET_GATEWAY_FEEDS_XML_TEXT_H_
