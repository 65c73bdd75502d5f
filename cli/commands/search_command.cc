// search, suggest: papers by a query, and what a query may become.

#include <string>
#include <vector>

#include "cli/commands/arguments.h"
#include "cli/commands/commands.h"
#include "cli/commands/paging.h"
#include "cli/paper_printer.h"
#include "cli/text_width.h"

namespace broadsheet::cli {
namespace {

struct SearchArguments {
  std::string query;
  std::vector<std::string> categories;
  std::vector<std::string> without;
  std::string sort = "relevance";
  bool strict = false;
  bool facets = false;
  bool highlights = false;
  std::string library;
  ListArguments list;
};

struct SuggestArguments {
  std::string prefix;
  int limit = 8;
};

v1::SearchSort SortOf(const std::string& name) {
  if (name == "newest") return v1::SEARCH_SORT_NEWEST;
  if (name == "oldest") return v1::SEARCH_SORT_OLDEST;
  if (name == "upvotes") return v1::SEARCH_SORT_UPVOTES;
  return v1::SEARCH_SORT_RELEVANCE;
}

v1::SearchRequest MakeRequest(const SearchArguments& arguments) {
  v1::SearchRequest request;
  request.set_query(arguments.query);
  request.mutable_categories()->Add(arguments.categories.begin(),
                                    arguments.categories.end());
  request.mutable_without()->Add(arguments.without.begin(),
                                 arguments.without.end());
  request.set_sort(SortOf(arguments.sort));
  request.set_strict(arguments.strict);
  request.set_facets(arguments.facets);
  request.set_highlights(arguments.highlights);
  request.set_in_library(!arguments.library.empty());
  request.set_reader_id(arguments.library);
  // Programs get ids, scores and reasons only: that is a tenth of the bytes.
  request.set_view(arguments.list.json ? v1::PAPER_VIEW_ID
                                       : v1::PAPER_VIEW_FULL);
  return request;
}

void PrintFacets(const v1::SearchResponse& response, std::ostream& out) {
  for (const v1::Facet& facet : response.facets()) {
    out << SafeLine(facet.name()) << ":";
    for (const v1::FacetValue& value : facet.values()) {
      out << " " << SafeLine(value.value()) << " (" << value.count() << ")";
    }
    out << "\n";
  }
}

void PrintHighlights(const std::vector<v1::PaperHighlights>& all,
                     std::ostream& out) {
  for (const v1::PaperHighlights& paper : all) {
    for (const v1::Highlight& highlight : paper.highlights()) {
      out << SafeLine(paper.paper_id()) << " " << highlight.field() << ": "
          << SafeLine(highlight.fragment()) << "\n";
    }
  }
}

absl::StatusOr<ExitCode> Search(Session& session,
                                const SearchArguments& arguments) {
  std::vector<v1::ListedPaper> papers;
  std::vector<v1::PaperHighlights> highlights;
  v1::SearchResponse first;
  bool is_first = true;
  absl::Status status = ForEachPage(
      MakeRequest(arguments), arguments.list.limit,
      [&](const auto& page) { return session.client->Search(page); },
      [&](const v1::SearchResponse& page) {
        papers.insert(papers.end(), page.papers().begin(), page.papers().end());
        highlights.insert(highlights.end(), page.highlights().begin(),
                          page.highlights().end());
        if (is_first) first = page;
        is_first = false;
        return page.papers_size();
      });
  if (!status.ok()) return status;
  const Console& console = *session.console;
  PrintDegraded(console, first.info().degraded());
  if (first.partial()) *console.err << "time ran out: not all was searched\n";
  if (!first.did_you_mean().empty()) {
    *console.err << "did you mean: " << SafeLine(first.did_you_mean()) << "\n";
  }
  if (arguments.list.json) {
    *console.out << RankedJson(papers, "");
    return ExitCode::kOk;
  }
  if (papers.empty()) {
    *console.err << "no papers\n";
  } else {
    *console.out << RankedTable(papers, console);
  }
  PrintHighlights(highlights, *console.out);
  PrintFacets(first, *console.out);
  return ExitCode::kOk;
}

absl::StatusOr<ExitCode> Suggest(Session& session,
                                 const SuggestArguments& arguments) {
  v1::SuggestRequest request;
  request.set_prefix(arguments.prefix);
  request.set_limit(arguments.limit);
  const auto response = session.client->Suggest(request);
  if (!response.ok()) return response.status();
  for (const v1::Suggestion& one : response->suggestions()) {
    *session.console->out << SafeLine(one.text());
    if (!one.paper_id().empty()) {
      *session.console->out << "  " << SafeLine(one.paper_id());
    }
    *session.console->out << "\n";
  }
  return ExitCode::kOk;
}

void DeclareSearch(Syntax command, SearchArguments* arguments) {
  command
      .Add("QUERY", &arguments->query,
           "Words, \"phrases\", -not, OR, title:, abstract:, author:, "
           "cat:cs.*, year:2020..2024, has:code; or an id")
      .Required()
      .Short(1000);
  command.Add("--category", &arguments->categories,
              "Only papers of this category; may be repeated");
  command.Add("--sort", &arguments->sort, "How the papers are ordered")
      .ShowDefault()
      .OneOf({"relevance", "newest", "oldest", "upvotes"});
  command.Flag("--strict", &arguments->strict,
               "Refuse a query with a fault, and say where it is");
  command.Flag("--facets", &arguments->facets,
               "Count the matches by year, category, code");
  command.Flag("--highlights", &arguments->highlights,
               "Show where the words are");
  command.Add("--library", &arguments->library, "Only what this reader saved");
  command.Add("--without", &arguments->without,
              "Leave out a part of the ranking: semantic, priors, "
              "personal, exact, phrases, spelling; may be repeated");
  AddListArguments(command, &arguments->list);
}

void DeclareSuggest(Syntax command, SuggestArguments* arguments) {
  command
      .Add("PREFIX", &arguments->prefix,
           "The beginning of a title, term or name")
      .Required()
      .Short(1000);
  command.Add("--limit", &arguments->limit, "At most so many").InRange(1, 20);
}

}  // namespace

void AddSearchCommands(Syntax app, Command* chosen) {
  AddCommand<SearchArguments>(app, chosen, "search", "Finds papers",
                              DeclareSearch, Search);
  AddCommand<SuggestArguments>(app, chosen, "suggest",
                               "Completes what is being typed", DeclareSuggest,
                               Suggest);
}

}  // namespace broadsheet::cli
