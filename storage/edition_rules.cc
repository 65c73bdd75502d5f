#include "storage/edition_rules.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "common/errors.h"

namespace broadsheet::storage {
namespace {

constexpr int kMaxElements = 50;

bool IsNameByte(char c) {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
}

template <class List>
Violation CheckList(const std::string& field, const List& list, size_t max) {
  if (list.size() > kMaxElements) {
    return FieldViolation{field, "has more than 50 elements"};
  }
  for (int i = 0; i < list.size(); ++i) {
    const std::string path = absl::StrCat(field, "[", i, "]");
    if (Violation v = CheckText(path, list[i], 1, max)) return v;
  }
  return std::nullopt;
}

}  // namespace

Violation CheckEditionName(const std::string& field, const std::string& name) {
  if (!name.empty() && name.size() <= 40 &&
      std::all_of(name.begin(), name.end(), IsNameByte)) {
    return std::nullopt;
  }
  return FieldViolation{field, "is not 1 to 40 bytes of [a-z0-9-]"};
}

Violation CheckEdition(const v1::Edition& edition) {
  for (const Violation& violation :
       {CheckEditionName("edition.name", edition.name()),
        CheckText("edition.title", edition.title(), 0, 100),
        CheckList("edition.categories", edition.categories(), 40),
        CheckList("edition.keywords", edition.keywords(), 100),
        CheckList("edition.authors", edition.authors(), 200)}) {
    if (violation) return violation;
  }
  if (edition.categories().empty() && edition.keywords().empty() &&
      edition.authors().empty()) {
    return FieldViolation{"edition",
                          "has neither categories, keywords nor authors"};
  }
  return std::nullopt;
}

}  // namespace broadsheet::storage
