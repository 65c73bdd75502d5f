#include "gateway/web/reference_pages.h"

#include <algorithm>
#include <memory>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/errors.h"
#include "common/json_writer.h"
#include "common/paper_id.h"
#include "ctemplate/template.h"
#include "gateway/http/http_errors.h"
#include "gateway/web/citation.h"
#include "gateway/web/method_call.h"
#include "gateway/web/wording.h"

namespace broadsheet::gateway {
namespace {

constexpr size_t kMaxExported = 10000;
constexpr int kPage = 500;
// Of the papers that an import did not find.
constexpr size_t kMaxNamed = 50;

const char* TypeOf(ReferencePages::Format format) {
  switch (format) {
    case ReferencePages::Format::kBibtex:
      return "application/x-bibtex; charset=utf-8";
    case ReferencePages::Format::kRis:
      return "application/x-research-info-systems; charset=utf-8";
    default:
      return "application/json";
  }
}

const char* EndingOf(ReferencePages::Format format) {
  switch (format) {
    case ReferencePages::Format::kBibtex:
      return ".bib";
    case ReferencePages::Format::kRis:
      return ".ris";
    default:
      return ".json";
  }
}

HttpResponse File(const std::string& name, ReferencePages::Format format,
                  std::string text) {
  HttpResponse response = TextAnswer(200, TypeOf(format), std::move(text));
  response.headers.emplace_back(
      "Content-Disposition",
      absl::StrCat("attachment; filename=\"", name, EndingOf(format), "\""));
  return response;
}

void WriteEntry(const v1::SavedPaper& saved, JsonWriter* json) {
  const v1::Paper& paper = saved.paper();
  json->BeginObject();
  json->Key("id").String(paper.id());
  json->Key("title").String(paper.title());
  json->OptionalString("doi", paper.doi());
  json->OptionalString("published", paper.published());
  json->Key("authors").BeginArray();
  for (const std::string& author : paper.authors()) json->String(author);
  json->EndArray();
  json->Key("savedAt").String(absl::FormatTime(
      "%Y-%m-%dT%H:%M:%SZ", absl::FromUnixSeconds(saved.saved_at().seconds()),
      absl::UTCTimeZone()));
  json->EndObject();
}

std::string WriteLibrary(const std::vector<v1::SavedPaper>& library,
                         ReferencePages::Format format) {
  std::string text;
  if (format == ReferencePages::Format::kJson) {
    JsonWriter json;
    json.BeginObject().Key("papers").BeginArray();
    for (const v1::SavedPaper& saved : library) WriteEntry(saved, &json);
    json.EndArray().EndObject();
    return json.Take();
  }
  for (const v1::SavedPaper& saved : library) {
    text += format == ReferencePages::Format::kBibtex
                ? WriteBibtex(saved.paper())
                : WriteRis(saved.paper());
    text += "\n";
  }
  return text;
}

struct ImportResult {
  bool done = false;
  std::string text;
  std::string error;
  size_t saved = 0;
  std::vector<std::string> unknown;
};

absl::StatusOr<std::string> WriteImportPage(const PageWriter& writer,
                                            const PageFrame& frame,
                                            const ImportResult& result) {
  return writer.Write(
      frame, "import.tpl", [&](ctemplate::TemplateDictionary& body) {
        body.SetValue("TEXT", result.text);
        if (!result.error.empty()) {
          body.SetValueAndShowSection("ERROR_TEXT", result.error, "ERROR");
        }
        if (!result.done) return;
        auto* done = body.AddSectionDictionary("DONE");
        done->SetValue("DONE_TEXT", CountOf(static_cast<int64_t>(result.saved),
                                            "paper is", "papers are") +
                                        " in your library now.");
        if (result.unknown.empty()) return;
        auto* unknown = done->AddSectionDictionary("UNKNOWN");
        unknown->SetValue("UNKNOWN_TEXT",
                          CountOf(static_cast<int64_t>(result.unknown.size()),
                                  "entry is", "entries are") +
                              " not in this newspaper's catalogue:");
        for (const std::string& label : result.unknown) {
          if (&label - result.unknown.data() >=
              static_cast<std::ptrdiff_t>(kMaxNamed)) {
            break;
          }
          unknown->AddSectionDictionary("ENTRY")->SetValue("ENTRY_TEXT", label);
        }
      });
}

}  // namespace

HttpResponse ReferencePages::OfPaper(HttpCall& call, Format format) const {
  const auto id = NormalizePaperId(call.Variable("id"), "");
  if (!id.ok()) return kit_->Error(call, 404, "There is no paper of that id.");
  const auto found = GetPaper(kit_->backend(), call.context, *id);
  if (!found.ok()) return kit_->Error(call, found.status());
  const v1::Paper& paper = found->paper();
  return File(CitationKey(paper), format,
              format == Format::kBibtex ? WriteBibtex(paper) : WriteRis(paper));
}

absl::StatusOr<std::vector<v1::SavedPaper>> ReferencePages::TakeLibrary(
    const HttpCall& call) const {
  std::vector<v1::SavedPaper> library;
  v1::ListLibraryRequest request;
  request.set_reader_id(call.identity.reader_id);
  request.set_page_size(kPage);
  do {
    auto page = kit_->backend().ListLibrary(call.context, request);
    if (!page.ok()) return page.status();
    for (v1::SavedPaper& saved : *page->mutable_papers()) {
      library.push_back(std::move(saved));
    }
    request.set_page_token(page->next_page_token());
  } while (!request.page_token().empty() && library.size() < kMaxExported);
  return library;
}

HttpResponse ReferencePages::OfLibrary(HttpCall& call, Format format) const {
  if (!call.identity.is_reader()) {
    return kit_->Error(call, 401, "sign in to take your library with you");
  }
  const auto library = TakeLibrary(call);
  if (!library.ok()) return kit_->Error(call, library.status());
  return File("library", format, WriteLibrary(*library, format));
}

HttpResponse ReferencePages::ImportForm(HttpCall& call) const {
  const PageFrame frame = kit_->Frame(call, "Import", "library");
  if (!call.identity.is_reader()) return SeeOther(SignInUrl(frame));
  return kit_->Html(200, WriteImportPage(kit_->writer(), frame, {}));
}

absl::Status ReferencePages::Save(HttpCall& call,
                                  const std::vector<std::string>& ids) const {
  v1::RecordEventsRequest request;
  const std::string batch = kit_->MakeId();
  for (const std::string& id : ids) {
    v1::Event* event = request.add_events();
    event->set_event_id(
        absl::StrCat("import.", batch, ".", request.events_size()));
    event->set_reader_id(call.identity.reader_id);
    event->set_paper_id(id);
    event->set_kind(v1::EVENT_KIND_SAVE);
    event->mutable_at()->set_seconds(absl::ToUnixSeconds(kit_->Now()));
  }
  return CallMethod<v1::RecordEventsResponse>(
             *kit_, "ReaderService/RecordEvents", call, std::move(request))
      .status();
}

HttpResponse ReferencePages::Import(HttpCall& call) const {
  if (!call.identity.is_reader()) {
    return kit_->Error(call, 403, "sign in to import papers");
  }
  PageFrame frame = kit_->Frame(call, "Import", "library");
  ImportResult result;
  const auto references = ReadReferences(call.form.Get("references"));
  std::vector<std::string> asked;
  for (const Reference& reference : references) {
    asked.insert(asked.end(), reference.ids.begin(), reference.ids.end());
  }
  if (references.empty()) {
    result.error = "There is no reference in this text.";
    return kit_->Html(400, WriteImportPage(kit_->writer(), frame, result));
  }
  std::set<std::string> known;
  for (size_t begin = 0; begin < asked.size(); begin += kPage) {
    const size_t end = std::min(asked.size(), begin + kPage);
    const auto found = kit_->backend().GetPapers(
        call.context, {asked.begin() + static_cast<std::ptrdiff_t>(begin),
                       asked.begin() + static_cast<std::ptrdiff_t>(end)});
    if (!found.ok()) return kit_->Error(call, found.status());
    for (const v1::Paper& paper : found->papers()) known.insert(paper.id());
  }
  std::set<std::string> wanted;
  for (const Reference& reference : references) {
    const auto hit = std::ranges::find_if(
        reference.ids, [&](const auto& id) { return known.contains(id); });
    if (hit != reference.ids.end()) {
      wanted.insert(*hit);
    } else {
      result.unknown.push_back(reference.label.empty() && !reference.ids.empty()
                                   ? reference.ids[0]
                                   : reference.label);
    }
  }
  const std::vector<std::string> ids(wanted.begin(), wanted.end());
  for (size_t begin = 0; begin < ids.size(); begin += kPage) {
    const size_t end = std::min(ids.size(), begin + kPage);
    const absl::Status saved =
        Save(call, {ids.begin() + static_cast<std::ptrdiff_t>(begin),
                    ids.begin() + static_cast<std::ptrdiff_t>(end)});
    if (!saved.ok()) return kit_->Error(call, saved);
  }
  result.saved = ids.size();
  result.done = true;
  return kit_->Html(200, WriteImportPage(kit_->writer(), frame, result));
}

void AddReferencePages(Router& router, std::shared_ptr<const PageKit> kit) {
  using Format = ReferencePages::Format;
  const ReferencePages pages(kit.get());
  for (const auto& [ending, format] :
       {std::pair{".bib", Format::kBibtex}, std::pair{".ris", Format::kRis},
        std::pair{".json", Format::kJson}}) {
    router.Add("GET", absl::StrCat("/library", ending),
               [kit, pages, format = format](HttpCall& call) {
                 return pages.OfLibrary(call, format);
               });
    if (format == Format::kJson) continue;
    router.Add("GET", absl::StrCat("/papers/{id...}", ending),
               [kit, pages, format = format](HttpCall& call) {
                 return pages.OfPaper(call, format);
               });
  }
  router.Add("GET", "/library/import",
             [kit, pages](HttpCall& call) { return pages.ImportForm(call); });
  router.Add("POST", "/library/import",
             [kit, pages](HttpCall& call) { return pages.Import(call); });
}

}  // namespace broadsheet::gateway
