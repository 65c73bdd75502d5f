#ifndef BROADSHEET_INGEST_CONTENT_ID_H_
#define BROADSHEET_INGEST_CONTENT_ID_H_

#include <initializer_list>
#include <string>
#include <string_view>

namespace broadsheet::ingest {

// 32 hexadecimal digits that depend on all of `parts` and on where one ends and
// the next begins (BLAKE2b): equal contents get equal ids on every machine.
std::string ContentId(std::initializer_list<std::string_view> parts);

}  // namespace broadsheet::ingest

#endif  // BROADSHEET_INGEST_CONTENT_ID_H_
