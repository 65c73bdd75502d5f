// dead-letters: records that were refused; look at them, try them again, forget
// them.

#include <algorithm>
#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "cli/commands/arguments.h"
#include "cli/commands/commands.h"
#include "cli/commands/paging.h"
#include "cli/table.h"
#include "cli/text_width.h"
#include "common/json_writer.h"
#include "common/sizes.h"

namespace broadsheet::cli {
namespace {

// Letters have up to 64 KiB, and a call names up to 1,000.
constexpr int kPageSize = 200;
constexpr size_t kMaxIds = 500;

struct DeadLetterArguments {
  std::string source;
  std::vector<std::string> ids;
  bool all = false;
  ListArguments list;
};

// "oai-xml" for INPUT_FORMAT_OAI_XML; empty for records that were no text.
std::string FormatName(v1::InputFormat format) {
  if (format == v1::INPUT_FORMAT_UNSPECIFIED) return "";
  std::string name = v1::InputFormat_Name(format);
  name = std::string(absl::StripPrefix(name, "INPUT_FORMAT_"));
  for (char& c : name) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    if (c == '_') c = '-';
  }
  return name;
}

std::string LetterJson(const v1::DeadLetter& letter) {
  JsonWriter json;
  json.BeginObject().Key("id").String(letter.id());
  json.OptionalString("source", letter.source());
  json.OptionalString("file", letter.file_name());
  json.Key("record").Int(letter.record());
  json.OptionalString("paper", letter.paper_id());
  json.OptionalString("field", letter.field());
  json.OptionalString("rule", letter.rule());
  json.OptionalString("format", FormatName(letter.format()));
  json.Key("event").Bool(letter.event());
  json.Key("complete").Bool(letter.complete());
  json.OptionalString("excerpt", letter.excerpt()).EndObject();
  return json.Take() + "\n";
}

// Calls `take` with each page of letters of the source.
template <class Take>
absl::Status ForEachLetters(Session& session, const std::string& source,
                            int64_t limit, const Take& take) {
  v1::ListDeadLettersRequest request;
  request.set_source(source);
  return ForEachPage(
      request, limit,
      [&](v1::ListDeadLettersRequest page) {
        page.set_page_size(std::min(page.page_size(), kPageSize));
        return session.client->ListDeadLetters(page);
      },
      [&](const v1::ListDeadLettersResponse& page) {
        take(page);
        return page.dead_letters_size();
      });
}

absl::StatusOr<ExitCode> PrintJson(Session& session, const std::string& source,
                                   int64_t limit) {
  const absl::Status status = ForEachLetters(
      session, source, limit, [&](const v1::ListDeadLettersResponse& page) {
        for (const v1::DeadLetter& letter : page.dead_letters()) {
          *session.console->out << LetterJson(letter);
        }
      });
  if (!status.ok()) return status;
  return ExitCode::kOk;
}

absl::StatusOr<ExitCode> List(Session& session,
                              const DeadLetterArguments& arguments) {
  if (arguments.list.json) {
    return PrintJson(session, arguments.source, arguments.list.limit);
  }
  Table table({{.header = "ID", .min_width = 32, .rank = 2},
               {.header = "RECORD", .min_width = 16},
               {.header = "PAPER", .min_width = 8, .rank = 1},
               {.header = "FIELD", .min_width = 6},
               {.header = "RULE", .min_width = 20}});
  const absl::Status status = ForEachLetters(
      session, arguments.source, arguments.list.limit,
      [&](const v1::ListDeadLettersResponse& page) {
        for (const v1::DeadLetter& letter : page.dead_letters()) {
          table.AddRow({letter.id(),
                        absl::StrCat(letter.file_name(), ":", letter.record()),
                        letter.paper_id(), letter.field(), letter.rule()});
        }
      });
  if (!status.ok()) return status;
  if (table.rows() > 0) {
    *session.console->out << table.Render(session.console->width,
                                          session.console->colours);
  } else {
    *session.console->err << "no dead letters\n";
  }
  return ExitCode::kOk;
}

absl::StatusOr<ExitCode> Export(Session& session,
                                const DeadLetterArguments& arguments) {
  return PrintJson(session, arguments.source,
                   std::numeric_limits<int64_t>::max());
}

// The ids in parts that a call may have; without ids one part that is empty.
std::vector<std::vector<std::string>> Parts(
    const std::vector<std::string>& ids) {
  std::vector<std::vector<std::string>> parts;
  for (size_t i = 0; i < ids.size(); i += kMaxIds) {
    const size_t end = std::min(ids.size(), i + kMaxIds);
    parts.emplace_back(ids.begin() + static_cast<std::ptrdiff_t>(i),
                       ids.begin() + static_cast<std::ptrdiff_t>(end));
  }
  if (parts.empty()) parts.emplace_back();
  return parts;
}

// Goes on as long as the answers have page tokens.
absl::Status RetryPart(Session& session, v1::RetryDeadLettersRequest request,
                       v1::RetryDeadLettersResponse* sum) {
  do {
    auto response = session.client->RetryDeadLetters(request);
    if (!response.ok()) return response.status();
    sum->set_taken(sum->taken() + response->taken());
    sum->set_refused(sum->refused() + response->refused());
    sum->set_incomplete(sum->incomplete() + response->incomplete());
    request.set_page_token(response->next_page_token());
  } while (!request.page_token().empty());
  return absl::OkStatus();
}

absl::StatusOr<ExitCode> Retry(Session& session,
                               const DeadLetterArguments& arguments) {
  v1::RetryDeadLettersResponse sum;
  for (const auto& ids : Parts(arguments.ids)) {
    v1::RetryDeadLettersRequest request;
    request.set_source(arguments.source);
    request.mutable_ids()->Assign(ids.begin(), ids.end());
    const absl::Status status = RetryPart(session, request, &sum);
    if (!status.ok()) return status;
  }
  *session.console->out << "dead letters: " << WithCommas(sum.taken())
                        << " taken, " << WithCommas(sum.refused())
                        << " refused again, " << WithCommas(sum.incomplete())
                        << " not whole\n";
  return sum.refused() + sum.incomplete() > 0 ? ExitCode::kSomeRefused
                                              : ExitCode::kOk;
}

// Of the source, or all of them.
absl::StatusOr<std::vector<std::string>> FindIds(Session& session,
                                                 const std::string& source) {
  std::vector<std::string> ids;
  const absl::Status status = ForEachLetters(
      session, source, std::numeric_limits<int64_t>::max(),
      [&](const v1::ListDeadLettersResponse& page) {
        for (const v1::DeadLetter& letter : page.dead_letters()) {
          ids.push_back(letter.id());
        }
      });
  if (!status.ok()) return status;
  return ids;
}

absl::StatusOr<ExitCode> Delete(Session& session,
                                const DeadLetterArguments& arguments) {
  std::vector<std::string> ids = arguments.ids;
  if (ids.empty()) {
    if (arguments.source.empty() && !arguments.all) {
      return UsageError("dead-letters delete: name ids, --source or --all");
    }
    auto found = FindIds(session, arguments.source);
    if (!found.ok()) return found.status();
    ids = *std::move(found);
  }
  int64_t deleted = 0;
  for (const auto& part : Parts(ids)) {
    if (part.empty()) break;
    v1::DeleteDeadLettersRequest request;
    request.mutable_ids()->Assign(part.begin(), part.end());
    auto response = session.client->DeleteDeadLetters(request);
    if (!response.ok()) return response.status();
    deleted += response->deleted();
  }
  *session.console->out << "dead letters: " << WithCommas(deleted)
                        << " deleted\n";
  return ExitCode::kOk;
}

void AddSource(Syntax command, DeadLetterArguments* arguments) {
  command.Add("--source", &arguments->source, "Only of this source");
}

void DeclareList(Syntax command, DeadLetterArguments* arguments) {
  AddSource(command, arguments);
  AddListArguments(command, &arguments->list);
}

void DeclareRetry(Syntax command, DeadLetterArguments* arguments) {
  command.Add("ID", &arguments->ids, "Only these");
  AddSource(command, arguments);
}

void DeclareDelete(Syntax command, DeadLetterArguments* arguments) {
  command.Add("ID", &arguments->ids, "These");
  AddSource(command, arguments);
  command.Flag("--all", &arguments->all, "All of them");
}

}  // namespace

void AddDeadLetterCommands(Syntax app, Command* chosen) {
  const Syntax letters = app.Group("dead-letters", "Records that were refused");
  AddCommand<DeadLetterArguments>(
      letters, chosen, "list", "Shows them, newest first", DeclareList, List);
  AddCommand<DeadLetterArguments>(letters, chosen, "export",
                                  "Prints all of them as JSON lines", AddSource,
                                  Export);
  AddCommand<DeadLetterArguments>(
      letters, chosen, "retry",
      "Takes them in by the rules of today; what goes in leaves the list",
      DeclareRetry, Retry);
  AddCommand<DeadLetterArguments>(letters, chosen, "delete", "Forgets them",
                                  DeclareDelete, Delete);
}

}  // namespace broadsheet::cli
