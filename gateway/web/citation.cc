#include "gateway/web/citation.h"

#include <algorithm>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "common/errors.h"
#include "common/paper_id.h"
#include "gateway/web/links.h"
#include "gateway/web/story.h"
#include "gateway/web/tex_text.h"

namespace broadsheet::gateway {
namespace {

constexpr int kMaxAuthors = 200;

// One line, without what would end a field.
std::string OneLine(std::string_view text) {
  std::string line;
  for (const char c : text) {
    const bool space = static_cast<unsigned char>(c) <= ' ';
    if (space && (line.empty() || line.back() == ' ')) continue;
    line += space ? ' ' : c;
  }
  absl::StripTrailingAsciiWhitespace(&line);
  return line;
}

bool BracesBalance(std::string_view text) {
  int depth = 0;
  for (size_t i = 0; i < text.size() && depth >= 0; ++i) {
    if (text[i] == '\\') {
      ++i;
    } else if (text[i] == '{') {
      ++depth;
    } else if (text[i] == '}') {
      --depth;
    }
  }
  return depth == 0 && (text.empty() || text.back() != '\\');
}

// Titles come as TeX, and stay so; only what TeX would stumble over is escaped.
std::string BibtexText(std::string_view text) {
  const std::string line = OneLine(text);
  const bool balanced = BracesBalance(line);
  const bool math = line.find('$') != std::string::npos;
  std::string out;
  for (size_t i = 0; i < line.size(); ++i) {
    const char c = line[i];
    const bool escaped = i > 0 && line[i - 1] == '\\';
    if (!balanced && (c == '{' || c == '}' || c == '\\')) continue;
    if ((c == '&' || c == '%' || c == '#' || (c == '_' && !math)) && !escaped) {
      out += '\\';
    }
    out += c;
  }
  return out;
}

std::string Year(const v1::Paper& paper) {
  const std::string& day =
      paper.published().empty() ? paper.announced() : paper.published();
  return day.substr(0, 4);
}

std::string DoiOf(const v1::Paper& paper) {
  return paper.id().starts_with("doi:") ? paper.id().substr(4) : paper.doi();
}

// The page that a citation should lead to.
std::string HomeOf(const v1::Paper& paper) {
  const std::string arxiv = ArxivUrl(paper.id());
  return arxiv.empty() ? DoiUrl(DoiOf(paper)) : arxiv;
}

std::vector<std::string> Authors(const v1::Paper& paper) {
  const int count = std::min(paper.authors_size(), kMaxAuthors);
  return {paper.authors().begin(), paper.authors().begin() + count};
}

// "Ashish Vaswani" -> "Vaswani, Ashish".
std::string FamilyFirst(const std::string& author) {
  const std::string name = OneLine(PlainText(author));
  const size_t space = name.rfind(' ');
  if (space == std::string::npos) return name;
  return absl::StrCat(name.substr(space + 1), ", ", name.substr(0, space));
}

std::string Letters(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (absl::ascii_isalnum(c)) out += absl::ascii_tolower(c);
  }
  return out;
}

// The first word of a title that says something.
std::string FirstWord(const std::string& title) {
  for (size_t begin = 0; begin < title.size();) {
    const size_t end = std::min(title.find(' ', begin), title.size());
    const std::string word = Letters(title.substr(begin, end - begin));
    if (word.size() > 3 || (!word.empty() && end == title.size())) return word;
    begin = end + 1;
  }
  return "";
}

void BibField(const char* name, const std::string& value, std::string* out) {
  if (value.empty()) return;
  absl::StrAppend(out, "  ", name, " = {", value, "},\n");
}

void RisField(const char* tag, std::string_view value, std::string* out) {
  const std::string line = OneLine(value);
  if (line.empty()) return;
  absl::StrAppend(out, tag, "  - ", line, "\n");
}

}  // namespace

std::string CitationKey(const v1::Paper& paper) {
  std::string family;
  if (paper.authors_size() > 0) {
    const std::string name = FamilyFirst(paper.authors(0));
    family = Letters(name.substr(0, name.find(',')));
  }
  const std::string key =
      absl::StrCat(family, Letters(Year(paper)), FirstWord(TitleOf(paper)));
  return key.empty() ? absl::StrCat("paper", Letters(paper.id())) : key;
}

std::string WriteBibtex(const v1::Paper& paper) {
  const bool article = !paper.journal_ref().empty();
  std::string out =
      absl::StrCat(article ? "@article{" : "@misc{", CitationKey(paper), ",\n");
  BibField("title", absl::StrCat("{", BibtexText(paper.title()), "}"), &out);
  BibField("author", BibtexText(absl::StrJoin(Authors(paper), " and ")), &out);
  BibField("year", Year(paper), &out);
  if (article) BibField("journal", BibtexText(paper.journal_ref()), &out);
  if (IsArxivId(paper.id())) {
    BibField("eprint", paper.id(), &out);
    BibField("archivePrefix", "arXiv", &out);
    if (paper.categories_size() > 0) {
      BibField("primaryClass", paper.categories(0), &out);
    }
  }
  BibField("doi", BibtexText(DoiOf(paper)), &out);
  BibField("url", HomeOf(paper), &out);
  absl::StrAppend(&out, "}\n");
  return out;
}

std::string WriteRis(const v1::Paper& paper) {
  const bool article = !paper.journal_ref().empty();
  std::string out = article ? "TY  - JOUR\n" : "TY  - UNPB\n";
  RisField("ID", paper.id(), &out);
  RisField("TI", PlainText(paper.title()), &out);
  for (const std::string& author : Authors(paper)) {
    RisField("AU", FamilyFirst(author), &out);
  }
  RisField("PY", Year(paper), &out);
  RisField("DA", absl::StrReplaceAll(paper.published(), {{"-", "/"}}), &out);
  RisField("JO", PlainText(paper.journal_ref()), &out);
  RisField("AB", PlainText(paper.abstract()), &out);
  for (const std::string& word : paper.keywords()) RisField("KW", word, &out);
  RisField("DO", DoiOf(paper), &out);
  RisField("UR", HomeOf(paper), &out);
  absl::StrAppend(&out, "ER  - \n");
  return out;
}

}  // namespace broadsheet::gateway
