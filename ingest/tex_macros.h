#ifndef BROADSHEET_INGEST_TEX_MACROS_H_
#define BROADSHEET_INGEST_TEX_MACROS_H_

#include <string_view>

namespace broadsheet::ingest {

// What a TeX macro means in running text.
struct TexMacro {
  enum class Kind {
    // `text` is a combining mark for the first letter of the argument.
    kAccent,
    // `text` is a letter; spaces after the macro belong to it ("Stra\ss e").
    kLetter,
    // `text` stands for the macro, spaces after it stay.
    kSymbol,
    // Only the look of what follows: it goes, with the spaces after it.
    kLook,
    // Its argument is an address.
    kUrl,
    // Its arguments are an address and what is shown for it.
    kHref,
  };

  std::string_view name;  // Without the backslash.
  Kind kind;
  std::string_view text;  // UTF-8.
};

// The macro of that name ("'", "v", "ss"); null when it is not known.
const TexMacro* FindTexMacro(std::string_view name);

}  // namespace broadsheet::ingest

#endif  // BROADSHEET_INGEST_TEX_MACROS_H_
