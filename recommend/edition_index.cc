#include "recommend/edition_index.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/errors.h"
#include "recommend/segment/segment_reader.h"
#include "recommend/segment/segment_writer.h"

namespace broadsheet::recommend {
namespace {

// "cs.CL", or "cs.*" for all of an archive.
bool Matches(std::string_view pattern, std::string_view category) {
  if (!pattern.ends_with(".*")) return pattern == category;
  const std::string_view archive = pattern.substr(0, pattern.size() - 2);
  return category.starts_with(archive) &&
         (category.size() == archive.size() || category[archive.size()] == '.');
}

}  // namespace

struct EditionIndex::Subject {
  DocId doc;
  std::optional<absl::flat_hash_set<TermId>> terms;
  // Title and abstract as keys, each between spaces.
  std::optional<std::string> text;
};

void EditionIndex::Compile(Entry* entry) {
  for (const std::string& author : entry->edition.authors()) {
    const std::string key = analyzer_.Key(author);
    if (!key.empty()) entry->authors.insert(key);
  }
  std::vector<Token> tokens;
  for (const std::string& text : entry->edition.keywords()) {
    Keyword keyword;
    analyzer_.Analyze(text, &tokens);
    int words = 0;
    for (const Token& token : tokens) {
      words = std::max(words, token.word + 1);
      if (!token.stop && !token.joined) keyword.stems.push_back(token.text);
    }
    if (words > 1) keyword.phrase = absl::StrCat(" ", analyzer_.Key(text), " ");
    if (!keyword.stems.empty()) entry->keywords.push_back(std::move(keyword));
  }
}

void EditionIndex::Apply(const v1::EditionRow& row) {
  Entry& entry = entries_[row.edition().name()];
  if (row.edition().revision() < entry.edition.revision()) return;
  entry = Entry();
  entry.deleted = row.deleted();
  entry.edition = row.edition();
  if (entry.deleted) return;
  Compile(&entry);
  for (DocId doc = 0; doc < catalogue_->size(); ++doc) {
    Subject subject{doc, {}, {}};
    if (Belongs(entry, &subject)) entry.papers.insert(doc);
  }
}

void EditionIndex::Save(SegmentWriter* out) const {
  out->Begin("editions");
  out->Put(static_cast<uint32_t>(entries_.size()));
  for (const auto& [name, entry] : entries_) {
    out->PutText(entry.edition.SerializeAsString());
    out->Put(static_cast<uint8_t>(entry.deleted ? 1 : 0));
    out->BeginArray<DocId>(entry.papers.size());
    for (const DocId doc : entry.papers) out->Put(doc);
  }
}

void EditionIndex::Load(SegmentReader* in) {
  in->Open("editions");
  const auto count = in->Get<uint32_t>();
  for (uint32_t i = 0; i < count && in->ok(); ++i) {
    v1::Edition edition;
    const std::string_view bytes = in->Text();
    in->Check(
        edition.ParseFromArray(bytes.data(), static_cast<int>(bytes.size())));
    Entry& entry = entries_[edition.name()];
    entry.edition = std::move(edition);
    entry.deleted = in->Get<uint8_t>() != 0;
    const auto papers = in->Array<DocId>();
    if (!in->Check(std::ranges::all_of(
            papers, [in](DocId doc) { return doc < in->papers(); }))) {
      return;
    }
    entry.papers = EditionPapers(papers.begin(), papers.end());
    if (!entry.deleted) Compile(&entry);
  }
}

void EditionIndex::Update(DocId doc) {
  Subject subject{doc, {}, {}};
  for (auto& [name, entry] : entries_) {
    if (entry.deleted) continue;
    if (Belongs(entry, &subject)) {
      entry.papers.insert(doc);
    } else {
      entry.papers.erase(doc);
    }
  }
}

bool EditionIndex::Belongs(const Entry& entry, Subject* subject) const {
  const PaperEntry& paper = catalogue_->Get(subject->doc);
  for (const CategoryId id : paper.categories) {
    const std::string_view category = catalogue_->CategoryName(id);
    for (const std::string& pattern : entry.edition.categories()) {
      if (Matches(pattern, category)) return true;
    }
  }
  if (!entry.authors.empty()) {
    for (const AuthorId author : paper.authors) {
      if (entry.authors.contains(AsAbsl(catalogue_->AuthorKey(author))))
        return true;
    }
  }
  return std::any_of(
      entry.keywords.begin(), entry.keywords.end(),
      [&](const Keyword& keyword) { return HasKeyword(keyword, subject); });
}

bool EditionIndex::HasKeyword(const Keyword& keyword, Subject* subject) const {
  if (!subject->terms) {
    subject->terms.emplace();
    for (const auto& term : index_->Terms(subject->doc)) {
      if (term.frequency.title > 0 || term.frequency.abstract > 0) {
        subject->terms->insert(term.term);
      }
    }
  }
  for (const std::string& stem : keyword.stems) {
    const auto term = index_->Find(stem);
    if (!term || !subject->terms->contains(*term)) return false;
  }
  if (keyword.phrase.empty()) return true;
  if (!subject->text) {
    const v1::Paper paper = catalogue_->Read(subject->doc);
    subject->text = absl::StrCat(" ", analyzer_.Key(paper.title()), " . ",
                                 analyzer_.Key(paper.abstract()), " ");
  }
  return absl::StrContains(*subject->text, keyword.phrase);
}

const EditionPapers* EditionIndex::Find(std::string_view name) const {
  const auto found = entries_.find(AsAbsl(name));
  if (found == entries_.end() || found->second.deleted) return nullptr;
  return &found->second.papers;
}

size_t EditionIndex::size() const {
  return static_cast<size_t>(
      std::count_if(entries_.begin(), entries_.end(),
                    [](const auto& e) { return !e.second.deleted; }));
}

}  // namespace broadsheet::recommend
