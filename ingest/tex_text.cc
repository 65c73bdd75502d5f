#include "ingest/tex_text.h"

namespace broadsheet::ingest {

std::string TexToUnicode(std::string_view text) {
  std::string plain;
  bool math = false;
  for (size_t at = 0; at < text.size(); ++at) {
    const char c = text[at];
    const bool escaped = at > 0 && text[at - 1] == '\\';
    if (c == '$' && !escaped) math = !math;
    if ((c == '{' || c == '}') && !math && !escaped) continue;
    plain.push_back(c);
  }
  return plain;
}

}  // namespace broadsheet::ingest
