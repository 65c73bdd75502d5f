#include "ingest/paper_versions.h"

#include <map>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/sizes.h"
#include "ingest/timestamps.h"

namespace broadsheet::ingest {
namespace {

// Nobody writes so many; larger numbers are not versions.
constexpr int kMaxNumber = 100'000;

bool IsTime(const google::protobuf::Timestamp& timestamp) {
  google::protobuf::Timestamp copy;
  return timestamp.nanos() >= 0 && timestamp.nanos() < 1'000'000'000 &&
         SetTimestamp(absl::FromUnixSeconds(timestamp.seconds()), &copy);
}

}  // namespace

std::optional<FieldViolation> NormalizeVersions(v1::Paper* paper) {
  auto* versions = paper->mutable_versions();
  if (versions->size() > kMaxVersions) {
    return FieldViolation{"versions", TooMany(versions->size(), kMaxVersions)};
  }
  std::map<int, v1::PaperVersion> by_number;
  for (v1::PaperVersion& version : *versions) {
    if (version.number() < 1 || version.number() > kMaxNumber) {
      return FieldViolation{"versions",
                            absl::StrCat("has the number ", version.number(),
                                         "; 1 to 100,000 are allowed")};
    }
    if (version.has_submitted_at() && !IsTime(version.submitted_at())) {
      return FieldViolation{"versions", "has a time that is no time"};
    }
    v1::PaperVersion& slot = by_number[version.number()];
    if (version.has_submitted_at() || !slot.has_submitted_at()) {
      slot = std::move(version);
    }
  }
  versions->Clear();
  for (auto& [number, version] : by_number)
    *versions->Add() = std::move(version);
  return std::nullopt;
}

void AddVersion(int number, std::optional<absl::Time> submitted,
                v1::Paper* paper) {
  v1::PaperVersion* version = paper->add_versions();
  version->set_number(number);
  if (submitted && !SetTimestamp(*submitted, version->mutable_submitted_at())) {
    version->clear_submitted_at();
  }
}

}  // namespace broadsheet::ingest
