#include "ingest/paper_extras.h"

#include <algorithm>
#include <set>
#include <string>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "common/sizes.h"
#include "common/text.h"
#include "ingest/keyword_finder.h"
#include "ingest/link_finder.h"
#include "ingest/paper_versions.h"
#include "ingest/summarizer.h"
#include "ingest/text_folding.h"
#include "ingest/web_address.h"

namespace broadsheet::ingest {
namespace {

using Violation = std::optional<FieldViolation>;

constexpr int kMaxSignals = 20;
constexpr size_t kMaxSignalBytes = 40;
constexpr size_t kMaxKeywordBytes = 200;

// A person decided what it is: no address knows better.
bool IsByHand(const v1::PaperLink& link) {
  return link.kind() == v1::PaperLink::KIND_REMOVED ||
         link.kind() == v1::PaperLink::KIND_MEDIA;
}

void NormalizeLinks(v1::Paper* paper) {
  const auto links = std::exchange(*paper->mutable_links(), {});
  for (const v1::PaperLink& link : links) {
    const auto address = ParseWebAddress(link.url());
    if (!address || !v1::PaperLink::Kind_IsValid(link.kind())) continue;
    v1::PaperLink normal = link;
    normal.set_url(address->ToString());
    // Of a known host the address decides.
    normal = KnownLink(*address).value_or(normal);
    if (IsByHand(link)) normal.set_kind(link.kind());
    AddLink(normal, paper);
  }
}

Violation NormalizeKeywords(v1::Paper* paper) {
  const auto given = std::exchange(*paper->mutable_keywords(), {});
  for (const std::string& keyword : given) {
    const auto normal = ToNfc(keyword);
    if (!normal.ok()) {
      return FieldViolation{"keywords", std::string(normal.status().message())};
    }
    std::string line = FoldLine(*normal);
    if (line.size() > kMaxKeywordBytes) {
      return FieldViolation{"keywords", TooLong(line.size(), kMaxKeywordBytes)};
    }
    if (line.empty()) continue;
    if (paper->keywords_size() >= static_cast<int>(kMaxKeywords)) break;
    paper->add_keywords(std::move(line));
  }
  return std::nullopt;
}

Violation NormalizeSummary(v1::Paper* paper) {
  if (paper->summary().empty()) return std::nullopt;
  const auto normal = ToNfc(paper->summary());
  if (!normal.ok()) {
    return FieldViolation{"summary", std::string(normal.status().message())};
  }
  paper->set_summary(FoldLine(*normal));
  if (paper->summary().size() <= kMaxSummaryBytes) return std::nullopt;
  return FieldViolation{"summary",
                        TooLong(paper->summary().size(), kMaxSummaryBytes)};
}

bool IsSignalName(const std::string& name) {
  return !name.empty() && name.size() <= kMaxSignalBytes &&
         std::ranges::all_of(name, [](unsigned char c) {
           return absl::ascii_islower(c) || absl::ascii_isdigit(c) || c == '_';
         });
}

Violation NormalizeSignals(v1::Paper* paper) {
  auto* signals = paper->mutable_signals();
  if (signals->size() > kMaxSignals) {
    return FieldViolation{"signals", TooMany(signals->size(), kMaxSignals)};
  }
  std::ranges::stable_sort(*signals, {}, &v1::PaperSignal::name);
  std::set<std::string> names;
  for (const v1::PaperSignal& signal : *signals) {
    if (!IsSignalName(signal.name()) || !names.insert(signal.name()).second) {
      return FieldViolation{
          "signals", "has a name that is not 1 to 40 of a-z 0-9 _, each once"};
    }
    if (signal.value() < 0) {
      return FieldViolation{"signals", "has a negative value"};
    }
  }
  return std::nullopt;
}

}  // namespace

Violation NormalizeExtras(v1::Paper* paper) {
  if (auto violation = NormalizeVersions(paper)) return violation;
  NormalizeLinks(paper);
  if (auto violation = NormalizeKeywords(paper)) return violation;
  if (auto violation = NormalizeSummary(paper)) return violation;
  return NormalizeSignals(paper);
}

}  // namespace broadsheet::ingest
