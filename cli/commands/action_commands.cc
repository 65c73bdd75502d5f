// vote, save, hide, dislike and their opposites, submit, library: what readers
// do and keep.

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "cli/commands/arguments.h"
#include "cli/commands/commands.h"
#include "cli/commands/paging.h"
#include "cli/paper_printer.h"
#include "cli/text_width.h"
#include "common/errors.h"

namespace broadsheet::cli {
namespace {

struct Action {
  const char* name;
  const char* help;
  const char* past;
  v1::EventKind kind;
};

constexpr Action kActions[] = {
    {"vote", "Votes for a paper", "voted for", v1::EVENT_KIND_UPVOTE},
    {"unvote", "Takes the vote back", "took back the vote for",
     v1::EVENT_KIND_UNVOTE},
    {"save", "Keeps a paper in the library", "saved", v1::EVENT_KIND_SAVE},
    {"unsave", "Removes a paper from the library", "no longer saves",
     v1::EVENT_KIND_UNSAVE},
    {"hide", "Never shows a paper to the reader again", "hid",
     v1::EVENT_KIND_HIDE},
    {"unhide", "Shows a hidden paper again", "no longer hides",
     v1::EVENT_KIND_UNHIDE},
    {"dislike", "Not interested in papers like this", "disliked",
     v1::EVENT_KIND_DISLIKE},
    {"undislike", "Takes a dislike back", "no longer dislikes",
     v1::EVENT_KIND_UNDISLIKE},
};

struct ActionArguments {
  std::string paper_id;
  std::string reader;
};

struct SubmitArguments {
  std::string paper_id;
  std::string reader;
  std::string day;
};

struct LibraryArguments {
  std::string reader;
  ListArguments list;
};

absl::StatusOr<ExitCode> Act(Session& session, const Action& action,
                             const ActionArguments& arguments) {
  v1::RecordEventsRequest request;
  v1::Event& event = *request.add_events();
  event.set_event_id(session.make_id());
  event.set_reader_id(arguments.reader);
  event.set_paper_id(arguments.paper_id);
  event.set_kind(action.kind);
  auto response = session.client->RecordEvents(request);
  if (!response.ok()) return response.status();
  if (response->results_size() != 1) {
    return absl::InternalError("the server did not say what became of it");
  }
  const v1::EventResult& result = response->results(0);
  if (result.outcome() == v1::EventResult::OUTCOME_REFUSED) {
    return InvalidField(result.field(), result.rule());
  }
  const std::string who = arguments.reader.empty() ? "you" : arguments.reader;
  *session.console->out << SafeLine(absl::StrCat(who, " ", action.past, " ",
                                                 arguments.paper_id))
                        << "\n";
  return ExitCode::kOk;
}

absl::StatusOr<ExitCode> Submit(Session& session,
                                const SubmitArguments& arguments) {
  v1::SubmitPaperRequest request;
  request.set_request_id(session.make_id());
  request.set_paper_id(arguments.paper_id);
  request.set_reader_id(arguments.reader);
  request.set_day(arguments.day);
  auto response = session.client->SubmitPaper(request);
  if (!response.ok()) return response.status();
  const v1::Submission& submission = response->submission();
  *session.console->out << SafeLine(absl::StrCat(
                               submission.paper_id(), " is on the list of ",
                               submission.day(), ", submitted by ",
                               submission.submitter(),
                               response->created() ? "" : " before"))
                        << "\n";
  return ExitCode::kOk;
}

absl::StatusOr<ExitCode> Library(Session& session,
                                 const LibraryArguments& arguments) {
  v1::ListLibraryRequest request;
  request.set_reader_id(arguments.reader);
  std::vector<v1::SavedPaper> papers;
  absl::Status status = ForEachPage(
      request, arguments.list.limit,
      [&](const auto& page) { return session.client->ListLibrary(page); },
      [&](const v1::ListLibraryResponse& page) {
        papers.insert(papers.end(), page.papers().begin(), page.papers().end());
        return page.papers_size();
      });
  if (!status.ok()) return status;
  if (arguments.list.json) {
    *session.console->out << LibraryJson(papers, arguments.reader);
  } else if (papers.empty()) {
    *session.console->err << "no papers\n";
  } else {
    *session.console->out << LibraryTable(papers, *session.console);
  }
  return ExitCode::kOk;
}

void AddReaderOption(Syntax command, std::string* reader) {
  command
      .Add("--reader", reader,
           "For which reader (operator only); default: the token's")
      .Short(100);
}

void DeclareAction(Syntax command, ActionArguments* arguments) {
  command.Add("ID", &arguments->paper_id, "The paper").Required();
  AddReaderOption(command, &arguments->reader);
}

void DeclareSubmit(Syntax command, SubmitArguments* arguments) {
  command.Add("ID", &arguments->paper_id, "The paper").Required();
  AddReaderOption(command, &arguments->reader);
  command
      .Add("--day", &arguments->day,
           "The day of the list (operator only); default: today")
      .Day();
}

void DeclareLibrary(Syntax command, LibraryArguments* arguments) {
  AddReaderOption(command, &arguments->reader);
  AddListArguments(command, &arguments->list);
}

}  // namespace

void AddActionCommands(Syntax app, Command* chosen) {
  for (const Action& action : kActions) {
    AddCommand<ActionArguments>(
        app, chosen, action.name, action.help, DeclareAction,
        [&action](Session& session, const ActionArguments& arguments) {
          return Act(session, action, arguments);
        });
  }
  AddCommand<SubmitArguments>(app, chosen, "submit",
                              "Puts a paper on the list of a day",
                              DeclareSubmit, Submit);
  AddCommand<LibraryArguments>(app, chosen, "library", "What a reader saved",
                               DeclareLibrary, Library);
}

}  // namespace broadsheet::cli
