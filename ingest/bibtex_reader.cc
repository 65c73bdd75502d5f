#include "ingest/bibtex_reader.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "ingest/bibtex_names.h"
#include "ingest/source_fields.h"
#include "ingest/tex_text.h"

namespace broadsheet::ingest {
namespace {

std::string Get(const BibtexEntry& entry, const char* name) {
  const auto field = entry.fields.find(name);
  return field == entry.fields.end() ? "" : field->second;
}

std::string Text(const BibtexEntry& entry, const char* name) {
  return TexToUnicode(Get(entry, name));
}

// The id behind "arXiv:" or "abs/" in `text`: "arXiv preprint
// arXiv:2407.21783", "CoRR abs/2407.21783".
std::string ArxivIdIn(const std::string& text) {
  const std::string lower = absl::AsciiStrToLower(text);
  for (const char* marker : {"arxiv:", "abs/"}) {
    const size_t at = lower.rfind(marker);
    if (at == std::string::npos) continue;
    std::string id = text.substr(at + std::string(marker).size());
    id.resize(std::min(id.find_first_of(" ,;[]"), id.size()));
    if (std::string arxiv = ArxivIdOf(id); !arxiv.empty()) return arxiv;
  }
  return "";
}

// An eprint without an archive is arXiv's when it looks like one of its ids.
std::string ArxivIdOfEntry(const BibtexEntry& entry) {
  std::string archive = Get(entry, "archiveprefix");
  if (archive.empty()) archive = Get(entry, "eprinttype");
  if (archive.empty() || absl::EqualsIgnoreCase(archive, "arxiv")) {
    std::string id = ArxivIdOf(Get(entry, "eprint"));
    if (!id.empty()) return id;
  }
  for (const char* name : {"journal", "volume", "number", "note"}) {
    std::string id = ArxivIdIn(Get(entry, name));
    if (!id.empty()) return id;
  }
  return ArxivIdOf(Text(entry, "url"));
}

std::string PublishedOf(const BibtexEntry& entry) {
  std::string day = FullDay(Get(entry, "date"));
  if (!day.empty()) return day;
  return FullDay(absl::StrCat(Get(entry, "year"), "-", Get(entry, "month"), "-",
                              Get(entry, "day")));
}

std::string VenueOf(const BibtexEntry& entry) {
  for (const char* name : {"journal", "journaltitle", "booktitle"}) {
    std::string venue = Text(entry, name);
    const bool preprint = absl::StartsWithIgnoreCase(venue, "arxiv") ||
                          absl::EqualsIgnoreCase(venue, "corr");
    if (!venue.empty() && !preprint) return venue;
  }
  return "";
}

// A colon in a key ends no name of a source, as it would in an id.
std::string IdOfKey(const std::string& key) {
  const std::string arxiv = ArxivIdOf(key);
  if (!arxiv.empty()) return arxiv;
  const bool colon = key.find(':') != std::string::npos;
  return colon ? absl::StrCat("bibtex:", key) : key;
}

v1::Paper ToPaper(const BibtexEntry& entry) {
  v1::Paper paper;
  paper.set_id(ArxivIdOfEntry(entry));
  SetDoi(Text(entry, "doi"), &paper);
  if (paper.id().empty()) SetDoi(Text(entry, "url"), &paper);
  if (paper.id().empty()) paper.set_id(IdOfKey(entry.key));
  paper.set_title(Text(entry, "title"));
  paper.set_abstract(Text(entry, "abstract"));
  paper.set_comment(Text(entry, "note"));
  paper.set_journal_ref(VenueOf(entry));
  paper.set_published(PublishedOf(entry));
  for (std::string& name : SplitBibtexAuthors(Get(entry, "author"))) {
    paper.add_authors(std::move(name));
  }
  const std::string category = Text(entry, "primaryclass");
  if (!category.empty()) paper.add_categories(category);
  return paper;
}

}  // namespace

BibtexReader::BibtexReader(PaperSink* sink)
    : sink_(sink),
      parser_([this](const BibtexParser::Result& result) { Read(result); }) {}

void BibtexReader::Read(const BibtexParser::Result& result) {
  if (!result.damage.empty()) {
    sink_->OnRefusal({result.line, "", "entry", std::string(result.damage),
                      MakeExcerpt(result.raw)});
    return;
  }
  v1::Paper paper = ToPaper(result.entry);
  if (paper.id().empty()) {
    sink_->OnRefusal({result.line, "", "id",
                      "is missing: there is no eprint, doi, url or key",
                      MakeExcerpt(result.raw)});
    return;
  }
  sink_->OnRecord(result.line, std::move(paper), result.raw);
}

}  // namespace broadsheet::ingest
