#ifndef BROADSHEET_INGEST_TEX_LETTER_H_
#define BROADSHEET_INGEST_TEX_LETTER_H_

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "ingest/tex_braces.h"

namespace broadsheet::ingest {

// The first place at or after `at` that is no space.
size_t SkipSpaces(std::string_view text, size_t at);

// The name of the macro whose backslash is at `at`: letters, or one other
// character; empty at the end of the text.
std::string_view MacroNameAt(std::string_view text, size_t at);

// A letter with its accents, and where the text goes on after it.
struct TexLetter {
  std::string text;
  size_t end;
};

// The letter that the macro at `at` makes, an accent with its argument or a
// letter of another alphabet; nothing when it makes none. Closing braces of the
// argument that come after the letter are dropped: the text goes on inside.
std::optional<TexLetter> ParseTexLetter(std::string_view text, size_t at,
                                        TexBraces* braces);

}  // namespace broadsheet::ingest

#endif  // BROADSHEET_INGEST_TEX_LETTER_H_
