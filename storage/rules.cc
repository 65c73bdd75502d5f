#include "storage/rules.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "common/days.h"

namespace broadsheet::storage {
namespace {

constexpr int kMaxAuthors = 5000;
constexpr int kMaxCategories = 100;
constexpr size_t kMaxName = 1000;
constexpr size_t kMaxLine = 10000;
constexpr int64_t kFirstSecond = -62135596800;  // 0001-01-01
constexpr int64_t kLastSecond = 253402300799;   // 9999-12-31

bool IsReaderByte(char c) {
  return absl::ascii_isalnum(static_cast<unsigned char>(c)) ||
         std::string_view("._@:-").find(c) != std::string_view::npos;
}

template <class List>
Violation CheckList(const std::string& field, const List& list, int max) {
  if (list.size() > max) {
    return FieldViolation{field, absl::StrCat("has ", list.size(),
                                              " elements; at "
                                              "most ",
                                              max, " are allowed")};
  }
  for (const std::string& element : list) {
    if (Violation v = CheckText(field, element, 1, kMaxName)) return v;
  }
  return {};
}

}  // namespace

Violation CheckText(const std::string& field, const std::string& text,
                    size_t min, size_t max) {
  if (text.size() < min && text.empty()) {
    return FieldViolation{field, absl::StrCat("is empty; ", min, " to ", max,
                                              " bytes are allowed")};
  }
  if (text.size() > max) {
    return FieldViolation{field, absl::StrCat("is ", text.size(),
                                              " bytes long; at "
                                              "most ",
                                              max, " are allowed")};
  }
  if (text.find('\0') != std::string::npos) {
    return FieldViolation{field, "contains a NUL"};
  }
  return {};
}

Violation CheckDay(const std::string& field, const std::string& day,
                   bool optional) {
  if (day.empty() && optional) return {};
  auto parsed = ParseDay(day);
  if (parsed.ok()) return {};
  return FieldViolation{field, std::string(parsed.status().message())};
}

Violation CheckReaderId(const std::string& field, const std::string& id) {
  if (Violation v = CheckText(field, id, 1, 100)) return v;
  if (std::all_of(id.begin(), id.end(), IsReaderByte)) return {};
  return FieldViolation{field,
                        "has a character other than A-Z a-z 0-9 . _ @ : -"};
}

Violation CheckTime(const std::string& field,
                    const google::protobuf::Timestamp& time) {
  const bool valid = time.seconds() >= kFirstSecond &&
                     time.seconds() <= kLastSecond && time.nanos() >= 0 &&
                     time.nanos() < 1000000000;
  if (valid) return {};
  return FieldViolation{field, "is not a time of the years 1 to 9999"};
}

Violation CheckPaper(const v1::Paper& paper) {
  const Violation violations[] = {
      CheckText("id", paper.id(), 1, 200),
      CheckText("title", paper.title(), 0, 2000),
      CheckText("abstract", paper.abstract(), 0, 100000),
      CheckList("authors", paper.authors(), kMaxAuthors),
      CheckList("categories", paper.categories(), kMaxCategories),
      CheckText("comment", paper.comment(), 0, kMaxLine),
      CheckDay("published", paper.published(), /*optional=*/true),
      CheckDay("announced", paper.announced(), /*optional=*/true),
      CheckDay("updated", paper.updated(), /*optional=*/true),
      CheckText("doi", paper.doi(), 0, kMaxLine),
      CheckText("journal_ref", paper.journal_ref(), 0, kMaxLine),
      CheckText("license", paper.license(), 0, kMaxLine),
      CheckText("source", paper.source(), 0, 100)};
  for (const Violation& violation : violations) {
    if (violation) return violation;
  }
  return {};
}

absl::Status ToStatus(const Violation& violation) {
  if (!violation) return absl::OkStatus();
  return InvalidField(violation->field, violation->rule);
}

absl::Status CheckCount(const std::string& field, int count, int max) {
  if (count >= 1 && count <= max) return absl::OkStatus();
  return InvalidField(field, absl::StrCat("has ", count, " elements; 1 to ",
                                          max, " are allowed"));
}

absl::StatusOr<int> PageSize(int requested, int standard, int max) {
  if (requested < 0) {
    return InvalidField("page_size", "is negative; 0 means the standard size");
  }
  return requested == 0 ? standard : std::min(requested, max);
}

}  // namespace broadsheet::storage
