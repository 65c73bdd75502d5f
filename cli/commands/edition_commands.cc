// editions, edition: named fields of interest with lists of their own.

#include <string>
#include <vector>

#include "absl/strings/str_join.h"
#include "cli/commands/arguments.h"
#include "cli/commands/commands.h"
#include "cli/table.h"
#include "cli/text_width.h"
#include "common/json_writer.h"

namespace broadsheet::cli {
namespace {

struct EditionsArguments {
  bool json = false;
};

struct EditionArguments {
  std::string name;
  std::string title;
  std::vector<std::string> categories;
  std::vector<std::string> keywords;
  std::vector<std::string> authors;
  bool remove = false;
};

template <class List>
void WriteTexts(const char* key, const List& texts, JsonWriter* json) {
  json->Key(key).BeginArray();
  for (const std::string& text : texts) json->String(text);
  json->EndArray();
}

std::string EditionJson(const v1::Edition& edition) {
  JsonWriter json;
  json.BeginObject().Key("name").String(edition.name());
  json.Key("title").String(edition.title());
  WriteTexts("categories", edition.categories(), &json);
  WriteTexts("keywords", edition.keywords(), &json);
  WriteTexts("authors", edition.authors(), &json);
  json.EndObject();
  return json.Take() + "\n";
}

absl::StatusOr<ExitCode> ShowEditions(Session& session,
                                      const EditionsArguments& arguments) {
  auto listed = session.client->ListEditions({});
  if (!listed.ok()) return listed.status();
  Table table({{.header = "EDITION", .min_width = 10},
               {.header = "TITLE", .min_width = 12, .rank = 1},
               {.header = "CATEGORIES", .min_width = 12, .rank = 2},
               {.header = "KEYWORDS", .min_width = 12, .rank = 3},
               {.header = "AUTHORS", .min_width = 12, .rank = 4}});
  for (const v1::Edition& edition : listed->editions()) {
    if (arguments.json) *session.console->out << EditionJson(edition);
    table.AddRow({edition.name(), edition.title(),
                  absl::StrJoin(edition.categories(), " "),
                  absl::StrJoin(edition.keywords(), ", "),
                  absl::StrJoin(edition.authors(), ", ")});
  }
  if (arguments.json) return ExitCode::kOk;
  *session.console->out << (table.rows() == 0
                                ? "no editions\n"
                                : table.Render(session.console->width,
                                               session.console->colours));
  return ExitCode::kOk;
}

absl::StatusOr<ExitCode> PutEdition(Session& session,
                                    const EditionArguments& arguments) {
  if (arguments.remove) {
    v1::DeleteEditionRequest request;
    request.set_name(arguments.name);
    auto deleted = session.client->DeleteEdition(request);
    if (!deleted.ok()) return deleted.status();
    *session.console->out << (deleted->deleted() ? "deleted\n"
                                                 : "there was no such\n");
    return ExitCode::kOk;
  }
  v1::PutEditionRequest request;
  v1::Edition* edition = request.mutable_edition();
  edition->set_name(arguments.name);
  edition->set_title(arguments.title);
  for (const auto& text : arguments.categories) edition->add_categories(text);
  for (const auto& text : arguments.keywords) edition->add_keywords(text);
  for (const auto& text : arguments.authors) edition->add_authors(text);
  auto put = session.client->PutEdition(request);
  if (!put.ok()) return put.status();
  *session.console->out << EditionJson(put->edition());
  return ExitCode::kOk;
}

void DeclareEditions(Syntax command, EditionsArguments* arguments) {
  command.Flag("--json", &arguments->json, "One JSON object a line");
}

void DeclareEdition(Syntax command, EditionArguments* arguments) {
  command.Add("name", &arguments->name, "[a-z0-9-], at most 40")
      .Required()
      .Short(40);
  command.Add("--title", &arguments->title, "For people").Short(100);
  command.Add("--category", &arguments->categories,
              "cs.CL, or cs.* for an archive; may be repeated");
  command.Add("--keyword", &arguments->keywords,
              "A word or a phrase; may be repeated");
  command.Add("--author", &arguments->authors,
              "As on the papers; may be repeated");
  command.Flag("--delete", &arguments->remove, "Delete the edition");
}

}  // namespace

void AddEditionCommands(Syntax app, Command* chosen) {
  AddCommand<EditionsArguments>(app, chosen, "editions",
                                "Named fields of interest", DeclareEditions,
                                ShowEditions);
  AddCommand<EditionArguments>(app, chosen, "edition",
                               "Makes, replaces or deletes an edition",
                               DeclareEdition, PutEdition);
}

}  // namespace broadsheet::cli
