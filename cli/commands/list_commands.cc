// similar, trending, daily: lists of papers for everybody.

#include <string>
#include <vector>

#include "cli/commands/arguments.h"
#include "cli/commands/commands.h"
#include "cli/commands/paging.h"
#include "cli/paper_printer.h"
#include "cli/text_width.h"

namespace broadsheet::cli {
namespace {

struct SimilarArguments {
  std::string paper_id;
  ListArguments list;
};

struct TrendingArguments {
  std::vector<std::string> categories;
  ListArguments list;
};

struct DailyArguments {
  std::string period;
  ListArguments list;
};

// Programs get ids, scores and reasons only: that is a tenth of the bytes.
v1::PaperView ViewFor(const ListArguments& list) {
  return list.json ? v1::PAPER_VIEW_ID : v1::PAPER_VIEW_FULL;
}

// Fetches a ranked list and prints it.
template <class Request, class Fetch>
absl::StatusOr<ExitCode> PrintRanked(Session& session, Request request,
                                     const ListArguments& list,
                                     const Fetch& fetch) {
  request.set_view(ViewFor(list));
  std::vector<v1::ListedPaper> papers;
  std::string degraded;
  absl::Status status =
      ForEachPage(request, list.limit, fetch, [&](const auto& page) {
        papers.insert(papers.end(), page.papers().begin(), page.papers().end());
        degraded = page.info().degraded();
        return page.papers_size();
      });
  if (!status.ok()) return status;
  PrintDegraded(*session.console, degraded);
  if (list.json) {
    *session.console->out << RankedJson(papers, "");
  } else if (papers.empty()) {
    *session.console->err << "no papers\n";
  } else {
    *session.console->out << RankedTable(papers, *session.console);
  }
  return ExitCode::kOk;
}

absl::StatusOr<ExitCode> Similar(Session& session,
                                 const SimilarArguments& arguments) {
  v1::SimilarRequest request;
  request.set_paper_id(arguments.paper_id);
  return PrintRanked(session, request, arguments.list, [&](const auto& page) {
    return session.client->Similar(page);
  });
}

absl::StatusOr<ExitCode> Trending(Session& session,
                                  const TrendingArguments& arguments) {
  v1::TrendingRequest request;
  request.mutable_categories()->Add(arguments.categories.begin(),
                                    arguments.categories.end());
  return PrintRanked(session, request, arguments.list, [&](const auto& page) {
    return session.client->Trending(page);
  });
}

absl::StatusOr<ExitCode> Daily(Session& session,
                               const DailyArguments& arguments) {
  v1::ListSubmittedRequest request;
  request.set_period(arguments.period);
  std::vector<v1::SubmittedPaper> papers;
  v1::ListSubmittedResponse last;
  absl::Status status = ForEachPage(
      request, arguments.list.limit,
      [&](const auto& page) { return session.client->ListSubmitted(page); },
      [&](const v1::ListSubmittedResponse& page) {
        papers.insert(papers.end(), page.papers().begin(), page.papers().end());
        last = page;
        return page.papers_size();
      });
  if (!status.ok()) return status;
  if (arguments.list.json) {
    *session.console->out << SubmittedJson(papers, last.period());
    return ExitCode::kOk;
  }
  *session.console->out << last.period() << ": "
                        << Count(last.total(), "paper");
  if (!last.info().origin().empty()) {
    *session.console->out << " (" << SafeLine(last.info().origin()) << ")";
  }
  *session.console->out << "\n";
  // Of one day's list, the day is said already.
  for (v1::SubmittedPaper& paper : papers) {
    if (paper.day() == last.period()) paper.clear_day();
  }
  if (!papers.empty()) {
    *session.console->out << SubmittedTable(papers, *session.console);
  }
  return ExitCode::kOk;
}

void DeclareSimilar(Syntax command, SimilarArguments* arguments) {
  command.Add("ID", &arguments->paper_id, "The paper to compare with")
      .Required();
  AddListArguments(command, &arguments->list);
}

void DeclareTrending(Syntax command, TrendingArguments* arguments) {
  command.Add("--category", &arguments->categories,
              "Only papers of this category; may be repeated");
  AddListArguments(command, &arguments->list);
}

void DeclareDaily(Syntax command, DailyArguments* arguments) {
  command
      .Add("PERIOD", &arguments->period,
           "A day (2026-11-20), week (2026-W47) or month (2026-11); "
           "default: the latest day that has a list")
      .Period();
  AddListArguments(command, &arguments->list);
}

}  // namespace

void AddListCommands(Syntax app, Command* chosen) {
  AddCommand<SimilarArguments>(app, chosen, "similar",
                               "Papers like a given one", DeclareSimilar,
                               Similar);
  AddCommand<TrendingArguments>(app, chosen, "trending",
                                "What gets attention now", DeclareTrending,
                                Trending);
  AddCommand<DailyArguments>(app, chosen, "daily",
                             "What was submitted in a day, week or month",
                             DeclareDaily, Daily);
}

}  // namespace broadsheet::cli
