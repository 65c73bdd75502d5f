#include "gateway/web/links.h"

#include <algorithm>

#include "common/paper_id.h"
#include "gateway/http/query.h"

namespace broadsheet::gateway {

std::string PaperUrl(std::string_view paper_id) {
  return "/papers/" + PercentEncode(paper_id, ":");
}

std::string AuthorUrl(std::string_view name) {
  return "/authors/" + PercentEncode(name);
}

std::string PeriodUrl(const Period& period) {
  return PeriodUrl(period, "/papers");
}

std::string PeriodUrl(const Period& period, std::string_view base) {
  const char* kind = period.kind == Period::Kind::kDay    ? "/date/"
                     : period.kind == Period::Kind::kWeek ? "/week/"
                                                          : "/month/";
  return std::string(base) + kind + FormatPeriod(period);
}

std::string EditionUrl(std::string_view name) {
  return "/editions/" + PercentEncode(name);
}

std::string WithQuery(
    std::string_view path,
    const std::vector<std::pair<std::string, std::string>>& parameters) {
  std::string url(path);
  char separator = '?';
  for (const auto& [name, value] : parameters) {
    if (value.empty()) continue;
    url += separator + name + "=" + PercentEncode(value);
    separator = '&';
  }
  return url;
}

std::string ArxivUrl(std::string_view paper_id) {
  if (!IsArxivId(paper_id)) return "";
  return "https://arxiv.org/abs/" + std::string(paper_id);
}

std::string ArxivPdfUrl(std::string_view paper_id) {
  if (!IsArxivId(paper_id)) return "";
  return "https://arxiv.org/pdf/" + std::string(paper_id);
}

std::string DoiUrl(std::string_view doi) {
  if (!doi.starts_with("10.")) return "";
  return "https://doi.org/" + PercentEncode(doi, "/:;()");
}

std::string LocalPath(std::string_view target) {
  const bool odd = std::ranges::any_of(target, [](char c) {
    return static_cast<unsigned char>(c) <= ' ' || c == '\\' || c == 0x7f;
  });
  if (odd || !target.starts_with('/') || target.starts_with("//") ||
      target.size() > 2000) {
    return "/";
  }
  return std::string(target);
}

}  // namespace broadsheet::gateway
