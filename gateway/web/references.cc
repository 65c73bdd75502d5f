// ReadReferences of citation.h.

#include <algorithm>
#include <string>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/errors.h"
#include "common/paper_id.h"
#include "common/text.h"
#include "gateway/web/citation.h"

namespace broadsheet::gateway {
namespace {

constexpr size_t kMaxValueBytes = 300;
constexpr size_t kMaxLabelBytes = 200;

std::string Trim(std::string_view text) {
  size_t begin = 0;
  size_t end = text.size();
  const auto strip = [&](char c) {
    return absl::ascii_isspace(static_cast<unsigned char>(c)) || c == '{' ||
           c == '}' || c == '"' || c == ',';
  };
  while (begin < end && strip(text[begin])) ++begin;
  while (end > begin && strip(text[end - 1])) --end;
  return std::string(text.substr(begin, end - begin));
}

// Takes an id that `value` is, or ends in.
void AddId(std::string_view value, Reference* reference) {
  std::string text = Trim(value);
  if (text.empty() || text.size() > kMaxValueBytes) return;
  const std::string lower = absl::AsciiStrToLower(text);
  for (const char* prefix :
       {"https://doi.org/", "http://doi.org/", "https://dx.doi.org/",
        "http://dx.doi.org/", "doi:"}) {
    if (!absl::StartsWith(lower, prefix)) continue;
    text = text.substr(std::string_view(prefix).size());
    break;
  }
  constexpr char kArxivDoi[] = "10.48550/arxiv.";
  if (absl::StartsWith(absl::AsciiStrToLower(text), kArxivDoi)) {
    text = text.substr(sizeof(kArxivDoi) - 1);
  } else if (absl::StartsWith(text, "10.")) {
    text = "doi:" + text;
  }
  const auto id = NormalizePaperId(text, "");
  if (!id.ok()) return;
  auto& ids = reference->ids;
  if (std::ranges::find(ids, *id) == ids.end()) ids.push_back(*id);
}

void AddField(std::string name, std::string_view value, Reference* reference) {
  name = absl::AsciiStrToLower(name);
  if (name == "title" || name == "ti" || name == "t1") {
    reference->label = std::string(CutUtf8(Trim(value), kMaxLabelBytes));
  }
  for (const char* known : {"eprint", "arxivid", "arxiv", "id", "an", "doi",
                            "do", "url", "ur", "m1", "archive_location"}) {
    if (name == known) AddId(value, reference);
  }
}

void Push(Reference reference, std::vector<Reference>* references) {
  const bool empty = reference.label.empty() && reference.ids.empty();
  if (empty || references->size() >= kMaxReferences) return;
  references->push_back(std::move(reference));
}

// Fields of BibTeX and of JSON look alike: a name, "=" or ":", a value in
// braces or quotes or bare. Entries begin with "@" and with "{".
class FieldScanner {
 public:
  FieldScanner(std::string_view text, bool json) : text_(text), json_(json) {}

  std::vector<Reference> Run() {
    std::vector<Reference> references;
    Reference current;
    std::string name;
    while (at_ < text_.size() && references.size() < kMaxReferences) {
      const char c = text_[at_];
      if (json_ ? c == '{' && name.empty() : c == '@') {
        Push(std::exchange(current, {}), &references);
        name.clear();
        ++at_;
        if (!json_) at_ = std::min(text_.find('{', at_), text_.size());
      } else if (c == (json_ ? ':' : '=') && !name.empty()) {
        ++at_;
        AddField(std::exchange(name, ""), Value(), &current);
      } else if (json_ ? c == '"' : absl::ascii_isalpha(c)) {
        name = Name();
      } else {
        // "{" after a name opens an object that is a value: its fields count.
        if (!absl::ascii_isspace(static_cast<unsigned char>(c))) name.clear();
        ++at_;
      }
    }
    Push(std::move(current), &references);
    return references;
  }

 private:
  std::string Name() {
    if (json_) return Quoted('"');
    const size_t begin = at_;
    while (at_ < text_.size() && (absl::ascii_isalnum(text_[at_]) ||
                                  text_[at_] == '_' || text_[at_] == '-')) {
      ++at_;
    }
    return std::string(text_.substr(begin, at_ - begin));
  }

  std::string Value() {
    while (at_ < text_.size() && absl::ascii_isspace(text_[at_])) ++at_;
    if (at_ >= text_.size()) return "";
    if (text_[at_] == '"') return Quoted('"');
    if (!json_ && text_[at_] == '{') return Braced();
    if (json_ && (text_[at_] == '{' || text_[at_] == '[')) return "";
    const size_t begin = at_;
    at_ = std::min(text_.find_first_of(",}\n", at_), text_.size());
    return std::string(text_.substr(begin, at_ - begin));
  }

  std::string Quoted(char quote) {
    std::string value;
    for (++at_; at_ < text_.size() && text_[at_] != quote; ++at_) {
      if (text_[at_] == '\\' && at_ + 1 < text_.size()) ++at_;
      value += text_[at_];
    }
    ++at_;
    return value;
  }

  std::string Braced() {
    const size_t begin = at_ + 1;
    int depth = 0;
    for (; at_ < text_.size(); ++at_) {
      if (text_[at_] == '{') ++depth;
      if (text_[at_] == '}' && --depth == 0) break;
    }
    const size_t end = std::min(at_, text_.size());
    ++at_;
    return std::string(text_.substr(begin, end - std::min(begin, end)));
  }

  const std::string_view text_;
  const bool json_;
  size_t at_ = 0;
};

std::vector<Reference> ReadRis(std::string_view text) {
  std::vector<Reference> references;
  Reference current;
  for (absl::string_view line : absl::StrSplit(AsAbsl(text), '\n')) {
    const size_t dash = line.find('-');
    if (dash == absl::string_view::npos || dash > 6) continue;
    const std::string tag(absl::StripAsciiWhitespace(line.substr(0, dash)));
    if (tag == "ER" || tag == "TY") {
      Push(std::exchange(current, {}), &references);
    } else {
      AddField(tag, AsStd(line.substr(dash + 1)), &current);
    }
  }
  Push(std::move(current), &references);
  return references;
}

std::vector<Reference> ReadLines(std::string_view text) {
  std::vector<Reference> references;
  for (absl::string_view line : absl::StrSplit(AsAbsl(text), '\n')) {
    Reference reference;
    reference.label = std::string(CutUtf8(Trim(AsStd(line)), kMaxLabelBytes));
    AddId(reference.label, &reference);
    Push(std::move(reference), &references);
  }
  return references;
}

bool HasRisTags(std::string_view text) {
  return text.starts_with("TY  -") ||
         text.find("\nTY  -") != std::string_view::npos;
}

}  // namespace

std::vector<Reference> ReadReferences(std::string_view text) {
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  const size_t begin = text.find_first_not_of(" \t\r\n");
  if (begin == std::string_view::npos) return {};
  text.remove_prefix(begin);
  if (text[0] == '{' || text[0] == '[') return FieldScanner(text, true).Run();
  if (HasRisTags(text)) return ReadRis(text);
  if (text.find('@') != std::string_view::npos &&
      text.find('{') != std::string_view::npos) {
    return FieldScanner(text, false).Run();
  }
  return ReadLines(text);
}

}  // namespace broadsheet::gateway
