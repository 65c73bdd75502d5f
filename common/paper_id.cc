#include "common/paper_id.h"

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <optional>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "common/errors.h"
#include "common/text.h"

namespace broadsheet {
namespace {

constexpr size_t kMaxIdBytes = 200;
constexpr size_t kMaxSourceBytes = 40;

// Archives of the ids in use until 2007-03. Sorted.
constexpr std::string_view kOldArchives[] = {
    "acc-phys", "adap-org", "alg-geom", "ao-sci",   "astro-ph", "atom-ph",
    "bayes-an", "chao-dyn", "chem-ph",  "cmp-lg",   "comp-gas", "cond-mat",
    "cs",       "dg-ga",    "funct-an", "gr-qc",    "hep-ex",   "hep-lat",
    "hep-ph",   "hep-th",   "math",     "math-ph",  "mtrl-th",  "nlin",
    "nucl-ex",  "nucl-th",  "patt-sol", "physics",  "plasm-ph", "q-alg",
    "q-bio",    "quant-ph", "solv-int", "supr-con",
};
static_assert(std::is_sorted(std::begin(kOldArchives), std::end(kOldArchives)));

// Categories that are archives of their own, closed ones too. Sorted.
constexpr std::string_view kPlainCategories[] = {
    "acc-phys", "adap-org", "alg-geom", "ao-sci",   "astro-ph", "atom-ph",
    "bayes-an", "chao-dyn", "chem-ph",  "cmp-lg",   "comp-gas", "cond-mat",
    "dg-ga",    "funct-an", "gr-qc",    "hep-ex",   "hep-lat",  "hep-ph",
    "hep-th",   "math-ph",  "mtrl-th",  "nucl-ex",  "nucl-th",  "patt-sol",
    "plasm-ph", "q-alg",    "q-bio",    "quant-ph", "solv-int", "supr-con",
};
static_assert(std::is_sorted(std::begin(kPlainCategories),
                             std::end(kPlainCategories)));

// The subject classes of an archive, separated by spaces.
struct Archive {
  std::string_view name;
  std::string_view classes;
};

constexpr Archive kArchives[] = {
    {"astro-ph", "CO EP GA HE IM SR"},
    {"cond-mat",
     "dis-nn mes-hall mtrl-sci other quant-gas soft stat-mech str-el supr-con"},
    {"cs",
     "AI AR CC CE CG CL CR CV CY DB DC DL DM DS ET FL GL GR GT HC IR IT LG LO "
     "MA MM MS NA NE NI OH OS PF PL RO SC SD SE SI SY"},
    {"econ", "EM GN TH"},
    {"eess", "AS IV SP SY"},
    {"math",
     "AC AG AP AT CA CO CT CV DG DS FA GM GN GR GT HO IT KT LO MG MP NA NT OA "
     "OC PR QA RA RT SG SP ST"},
    {"nlin", "AO CD CG PS SI"},
    {"physics",
     "acc-ph ao-ph app-ph atm-clus atom-ph bio-ph chem-ph class-ph comp-ph "
     "data-an ed-ph flu-dyn gen-ph geo-ph hist-ph ins-det med-ph optics "
     "plasm-ph pop-ph soc-ph space-ph"},
    {"q-bio", "BM CB GN MN NC OT PE QM SC TO"},
    {"q-fin", "CP EC GN MF PM PR RM ST TR"},
    {"stat", "AP CO ME ML OT TH"},
};

bool AllDigits(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, [](unsigned char c) {
    return absl::ascii_isdigit(c);
  });
}

bool AllZeros(std::string_view text) {
  return text.find_first_not_of('0') == std::string_view::npos;
}

bool IsMonth(std::string_view digits) {
  return digits >= "01" && digits <= "12";
}

// "2407.21783". Texts of digits of equal length compare as numbers.
bool IsNewStyle(std::string_view id) {
  if (id.size() < 9 || id[4] != '.') return false;
  const std::string_view month = id.substr(0, 4);
  const std::string_view number = id.substr(5);
  if (!AllDigits(month) || !AllDigits(number) || AllZeros(number)) return false;
  if (month < "0704" || !IsMonth(month.substr(2))) return false;
  return number.size() == (month < "1501" ? 4u : 5u);
}

// "hep-th/9901001".
bool IsOldStyle(std::string_view id) {
  const size_t slash = id.find('/');
  if (slash == std::string_view::npos) return false;
  const std::string_view number = id.substr(slash + 1);
  if (number.size() != 7 || !AllDigits(number)) return false;
  const std::string_view month = number.substr(0, 4);
  if (!IsMonth(month.substr(2)) || AllZeros(number.substr(4))) return false;
  if (month > "0703" && month < "9101") return false;
  return std::ranges::binary_search(kOldArchives, id.substr(0, slash));
}

// `text` without `prefix`, any case; nothing when it does not begin so.
std::optional<std::string_view> AfterPrefix(std::string_view text,
                                            std::string_view prefix) {
  if (text.size() < prefix.size()) return std::nullopt;
  const auto same = [](unsigned char a, unsigned char b) {
    return absl::ascii_tolower(a) == absl::ascii_tolower(b);
  };
  if (!std::ranges::equal(text.substr(0, prefix.size()), prefix, same)) {
    return std::nullopt;
  }
  return text.substr(prefix.size());
}

std::string_view WithoutVersion(std::string_view id) {
  const size_t v = id.find_last_of("vV");
  if (v == std::string_view::npos || v == 0) return id;
  return AllDigits(id.substr(v + 1)) ? id.substr(0, v) : id;
}

// "math/0309136" from "math.GT/0309136".
std::string WithoutSubjectClass(std::string_view id) {
  const size_t slash = id.find('/');
  const size_t dot = id.find('.');
  if (slash == std::string_view::npos || dot > slash) return std::string(id);
  return absl::StrCat(AsAbsl(id.substr(0, dot)), AsAbsl(id.substr(slash)));
}

std::optional<std::string> AsArxivId(std::string_view text) {
  std::string id = WithoutSubjectClass(WithoutVersion(text));
  if (IsArxivId(id)) return id;
  return std::nullopt;
}

// What follows in an address of a paper at arxiv.org; nothing for others.
std::optional<std::string_view> AfterArxivAddress(std::string_view text) {
  // No other scheme: "lab://arxiv.org/abs/1" is the id of a source.
  for (std::string_view scheme : {"http://", "https://"}) {
    text = AfterPrefix(text, scheme).value_or(text);
  }
  constexpr std::string_view kHosts[] = {"arxiv.org/", "www.arxiv.org/",
                                         "export.arxiv.org/"};
  constexpr std::string_view kPages[] = {"abs/", "pdf/", "html/", "format/"};
  for (std::string_view host : kHosts) {
    const auto path = AfterPrefix(text, host);
    if (!path) continue;
    for (std::string_view page : kPages) {
      auto id = AfterPrefix(*path, page);
      if (!id) continue;
      if (id->ends_with(".pdf")) id->remove_suffix(4);
      return id;
    }
  }
  return std::nullopt;
}

bool IsSourceName(std::string_view name) {
  return !name.empty() && name.size() <= kMaxSourceBytes &&
         std::ranges::all_of(name, [](unsigned char c) {
           return absl::ascii_isalnum(c) || c == '-';
         });
}

absl::Status CheckCharacters(std::string_view id) {
  if (id.empty()) {
    return absl::InvalidArgumentError("is empty; 1 to 200 bytes are allowed");
  }
  if (id.size() > kMaxIdBytes) {
    return absl::InvalidArgumentError(
        absl::StrCat("is ", id.size(), " bytes long; at most ", kMaxIdBytes,
                     " are allowed"));
  }
  if (!IsUtf8(id)) return absl::InvalidArgumentError("is not UTF-8");
  const bool blank = std::ranges::any_of(
      id, [](unsigned char c) { return c <= 0x20 || c == 0x7f; });
  if (blank) {
    return absl::InvalidArgumentError(
        "has a space or a control character inside");
  }
  return absl::OkStatus();
}

absl::StatusOr<std::string> Qualified(std::string_view source,
                                      std::string_view id) {
  if (id.empty()) {
    return absl::InvalidArgumentError("has nothing after its source");
  }
  std::string key =
      absl::StrCat(absl::AsciiStrToLower(AsAbsl(source)), ":", AsAbsl(id));
  if (auto status = CheckCharacters(key); !status.ok()) return status;
  return key;
}

}  // namespace

bool IsArxivId(std::string_view id) { return IsNewStyle(id) || IsOldStyle(id); }

absl::StatusOr<std::string> NormalizePaperId(std::string_view text,
                                             std::string_view source) {
  text = AsStd(absl::StripAsciiWhitespace(AsAbsl(text)));
  if (auto status = CheckCharacters(text); !status.ok()) return status;
  if (auto id = AsArxivId(text)) return *std::move(id);
  auto arxiv = AfterPrefix(text, "arxiv:");
  if (!arxiv) arxiv = AfterArxivAddress(text);
  if (arxiv) {
    if (auto id = AsArxivId(*arxiv)) return *std::move(id);
    return absl::InvalidArgumentError(
        "is not an arXiv id; write YYMM.NNNNN or archive/YYMMNNN");
  }
  if (AfterPrefix(text, "http://") || AfterPrefix(text, "https://")) {
    return absl::InvalidArgumentError("is an address; write SOURCE:ID");
  }
  const size_t colon = text.find(':');
  if (colon != std::string_view::npos && IsSourceName(text.substr(0, colon))) {
    return Qualified(text.substr(0, colon), text.substr(colon + 1));
  }
  if (source.empty()) {
    return absl::InvalidArgumentError(
        "is neither an arXiv id nor of the form SOURCE:ID");
  }
  return Qualified(source, text);
}

bool IsArxivCategory(std::string_view category) {
  if (std::ranges::binary_search(kPlainCategories, category)) return true;
  const size_t dot = category.find('.');
  if (dot == std::string_view::npos) return false;
  const std::string_view wanted = category.substr(dot + 1);
  const auto archive =
      std::ranges::find(kArchives, category.substr(0, dot), &Archive::name);
  if (archive == std::end(kArchives)) return false;
  std::string_view classes = archive->classes;
  while (!classes.empty()) {
    const size_t end = std::min(classes.find(' '), classes.size());
    if (classes.substr(0, end) == wanted) return true;
    classes.remove_prefix(std::min(end + 1, classes.size()));
  }
  return false;
}

}  // namespace broadsheet
