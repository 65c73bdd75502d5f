#ifndef BROADSHEET_INGEST_TEX_TEXT_H_
#define BROADSHEET_INGEST_TEX_TEXT_H_

#include <string>
#include <string_view>

namespace broadsheet::ingest {

// `text` without the braces that group letters in TeX.
std::string TexToUnicode(std::string_view text);

}  // namespace broadsheet::ingest

#endif  // BROADSHEET_INGEST_TEX_TEXT_H_
