#include "ingest/source_fields.h"

#include <algorithm>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "common/errors.h"
#include "common/paper_id.h"

namespace broadsheet::ingest {
namespace {

constexpr std::string_view kArxivDois = "10.48550/arxiv.";

std::string Trimmed(std::string_view text) {
  return std::string(absl::StripAsciiWhitespace(AsAbsl(text)));
}

bool AllDigits(absl::string_view text) {
  return std::all_of(text.begin(), text.end(),
                     [](unsigned char c) { return absl::ascii_isdigit(c); });
}

// Creative Commons versions: 4.0 unless the name tells another one.
std::string VersionOf(const std::string& name) {
  for (const char* version : {"1.0", "2.0", "2.5", "3.0"}) {
    if (absl::EndsWith(name, version)) return version;
  }
  return "4.0";
}

}  // namespace

std::string NormalizeDoi(std::string_view text) {
  std::string doi = absl::AsciiStrToLower(Trimmed(text));
  for (const char* prefix :
       {"https://", "http://", "www.", "dx.", "doi.org/", "doi:"}) {
    if (absl::StartsWith(doi, prefix)) doi.erase(0, std::string(prefix).size());
  }
  doi = Trimmed(doi);
  const bool is_doi = absl::StartsWith(doi, "10.") &&
                      doi.find('/') != std::string::npos && doi.back() != '/' &&
                      std::ranges::none_of(doi, [](unsigned char c) {
                        return c <= 0x20 || c == 0x7f;
                      });
  return is_doi ? doi : "";
}

std::string ArxivIdOf(std::string_view text) {
  const std::string doi = NormalizeDoi(text);
  if (doi.starts_with(kArxivDois)) {
    text = std::string_view(doi).substr(kArxivDois.size());
  }
  // Of the answers only arXiv ids have no source before them.
  auto id = NormalizePaperId(text, "other");
  return id.ok() && IsArxivId(*id) ? *std::move(id) : "";
}

bool SetDoi(std::string_view text, v1::Paper* paper) {
  std::string doi = NormalizeDoi(text);
  if (doi.empty()) return false;
  const std::string arxiv = ArxivIdOf(doi);
  if (paper->id().empty()) {
    paper->set_id(arxiv.empty() ? absl::StrCat("doi:", doi) : arxiv);
  }
  if (arxiv.empty()) paper->set_doi(std::move(doi));
  return true;
}

std::string GivenNameFirst(std::string_view name) {
  std::vector<std::string> parts = absl::StrSplit(AsAbsl(name), ',');
  for (std::string& part : parts) absl::StripAsciiWhitespace(&part);
  std::erase(parts, "");
  if (parts.size() == 2) return absl::StrCat(parts[1], " ", parts[0]);
  if (parts.size() != 3) return Trimmed(name);
  const bool suffix_last = absl::EndsWith(parts[2], ".") &&
                           absl::StartsWithIgnoreCase(parts[2], "jr");
  return suffix_last ? absl::StrCat(parts[1], " ", parts[0], " ", parts[2])
                     : absl::StrCat(parts[2], " ", parts[0], " ", parts[1]);
}

std::string FullDay(std::string_view text) {
  const std::vector<std::string> parts =
      absl::StrSplit(Trimmed(text), absl::ByAnyChar("-/"));
  if (parts.size() < 3 || parts[0].size() != 4) return "";
  for (size_t i = 0; i < 3; ++i) {
    if (parts[i].empty() || !AllDigits(parts[i])) return "";
    if (i > 0 && parts[i].size() > 2) return "";
  }
  const auto padded = [](const std::string& part) {
    return part.size() == 1 ? "0" + part : part;
  };
  return absl::StrCat(parts[0], "-", padded(parts[1]), "-", padded(parts[2]));
}

std::string LicenseUrl(std::string_view name) {
  std::string license = absl::AsciiStrToLower(Trimmed(name));
  if (absl::StartsWith(license, "http://") ||
      absl::StartsWith(license, "https://")) {
    return Trimmed(name);
  }
  license = absl::StrReplaceAll(license, {{"_", "-"}, {" ", "-"}});
  if (license.starts_with("cc0") || license == "public-domain") {
    return "https://creativecommons.org/publicdomain/zero/1.0/";
  }
  constexpr std::string_view kKinds[] = {"by-nc-nd", "by-nc-sa", "by-nc",
                                         "by-nd",    "by-sa",    "by"};
  for (std::string_view kind : kKinds) {
    if (!license.starts_with(absl::StrCat("cc-", AsAbsl(kind)))) continue;
    return absl::StrCat("https://creativecommons.org/licenses/", AsAbsl(kind),
                        "/", VersionOf(license), "/");
  }
  return "";
}

void SetSignal(std::string_view name, int64_t value, v1::Paper* paper) {
  v1::PaperSignal* signal = paper->add_signals();
  signal->set_name(std::string(name));
  signal->set_value(value);
}

}  // namespace broadsheet::ingest
