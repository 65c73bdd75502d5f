#ifndef BROADSHEET_GATEWAY_FEEDS_XML_CHECK_H_
#define BROADSHEET_GATEWAY_FEEDS_XML_CHECK_H_

#include <expat.h>

#include <string>
#include <vector>

namespace broadsheet::gateway {

// What expat finds wrong with a document, for tests; empty: nothing.
inline std::string XmlFault(const std::string& xml) {
  XML_Parser parser = XML_ParserCreate(nullptr);
  const bool fine = XML_Parse(parser, xml.data(), static_cast<int>(xml.size()),
                              1) == XML_STATUS_OK;
  std::string fault = fine ? "" : XML_ErrorString(XML_GetErrorCode(parser));
  XML_ParserFree(parser);
  return fault;
}

// The texts of all elements of that name, as expat reads them.
inline std::vector<std::string> XmlTexts(const std::string& xml,
                                         const std::string& name) {
  struct State {
    std::string name;
    bool inside = false;
    std::vector<std::string> texts;
  } state{name};
  XML_Parser parser = XML_ParserCreate(nullptr);
  XML_SetUserData(parser, &state);
  XML_SetElementHandler(
      parser,
      [](void* data, const char* element, const char**) {
        auto* at = static_cast<State*>(data);
        at->inside = at->name == element;
        if (at->inside) at->texts.emplace_back();
      },
      [](void* data, const char*) {
        static_cast<State*>(data)->inside = false;
      });
  XML_SetCharacterDataHandler(parser, [](void* data, const char* text, int n) {
    auto* at = static_cast<State*>(data);
    if (at->inside) at->texts.back().append(text, static_cast<size_t>(n));
  });
  XML_Parse(parser, xml.data(), static_cast<int>(xml.size()), 1);
  XML_ParserFree(parser);
  return state.texts;
}

}  // namespace broadsheet::gateway

#endif  // BROADSHEET_GATEWAY_FEEDS_XML_CHECK_H_
