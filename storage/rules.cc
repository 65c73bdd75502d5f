#include "storage/rules.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/days.h"

namespace broadsheet::storage {
namespace {

constexpr int kMaxAuthors = 5000;
constexpr int kMaxCategories = 100;
constexpr size_t kMaxName = 1000;
constexpr size_t kMaxLine = 10000;
constexpr int kMaxVersions = 1000;
constexpr size_t kMaxUrl = 500;
constexpr int kMaxKeywords = 10;
constexpr size_t kMaxSummary = 500;
constexpr size_t kMaxSignalName = 40;
constexpr int64_t kFirstSecond = -62135596800;  // 0001-01-01
constexpr int64_t kLastSecond = 253402300799;   // 9999-12-31

bool IsReaderByte(char c) {
  return absl::ascii_isalnum(static_cast<unsigned char>(c)) ||
         std::string_view("._@:-").find(c) != std::string_view::npos;
}

Violation CheckSize(const std::string& field, int size, int max) {
  if (size <= max) return {};
  return FieldViolation{field, absl::StrCat("has ", size, " elements; at most ",
                                            max, " are allowed")};
}

template <class List>
Violation CheckList(const std::string& field, const List& list, int max) {
  if (Violation v = CheckSize(field, list.size(), max)) return v;
  for (const std::string& element : list) {
    if (Violation v = CheckText(field, element, 1, kMaxName)) return v;
  }
  return {};
}

Violation CheckVersions(const v1::Paper& paper) {
  if (Violation v = CheckSize("versions", paper.versions_size(), kMaxVersions))
    return v;
  for (const v1::PaperVersion& version : paper.versions()) {
    if (version.number() < 1 || version.number() > kMaxVersions) {
      return FieldViolation{"versions.number", "is not between 1 and 1,000"};
    }
    if (Violation v =
            CheckTime("versions.submitted_at", version.submitted_at())) {
      return v;
    }
  }
  return {};
}

Violation CheckLinks(const v1::Paper& paper) {
  if (Violation v = CheckSize("links", paper.links_size(), kMaxLinks)) return v;
  for (const v1::PaperLink& link : paper.links()) {
    if (Violation v = CheckText("links.url", link.url(), 1, kMaxUrl)) return v;
    if (!absl::StartsWith(link.url(), "https://") &&
        !absl::StartsWith(link.url(), "http://")) {
      return FieldViolation{"links.url", "is neither http nor https"};
    }
  }
  return {};
}

bool IsSignalName(const std::string& name) {
  return std::all_of(name.begin(), name.end(), [](unsigned char c) {
    return absl::ascii_islower(c) || absl::ascii_isdigit(c) || c == '_';
  });
}

Violation CheckSignals(const v1::Paper& paper) {
  if (Violation v = CheckSize("signals", paper.signals_size(), kMaxSignals)) {
    return v;
  }
  for (const v1::PaperSignal& signal : paper.signals()) {
    if (Violation v =
            CheckText("signals.name", signal.name(), 1, kMaxSignalName)) {
      return v;
    }
    if (!IsSignalName(signal.name())) {
      return FieldViolation{"signals.name",
                            "has a character other than a-z 0-9 _"};
    }
  }
  return {};
}

Violation CheckDetails(const v1::Paper& paper) {
  if (Violation v = CheckVersions(paper)) return v;
  if (Violation v = CheckLinks(paper)) return v;
  if (Violation v = CheckList("keywords", paper.keywords(), kMaxKeywords)) {
    return v;
  }
  if (Violation v = CheckText("summary", paper.summary(), 0, kMaxSummary)) {
    return v;
  }
  return CheckSignals(paper);
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
  return CheckDetails(paper);
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
