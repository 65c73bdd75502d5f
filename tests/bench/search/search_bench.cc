// The search engine by itself, in one process:
//
//   broadsheet-search-bench run --papers FILE --queries FILE [--without PART]
//     answers queries ("ID\tTEXT" a line) and prints "ID\tPAPER\tSCORE".
//   broadsheet-search-bench cpu [--papers FILE | --made N] [--dump FOLDER]
//     CPU time per query for the best 10, of the bare engine and with each part
//     added; build rate and bytes. --dump writes the texts and the queries, for
//     other engines to be asked the same.
//   broadsheet-search-bench segment --file SEGMENT [--papers FILE | --made N]
//     writes a segment of the papers, unless it is there, in a second call
//     times how it is checked and loaded.

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "CLI/CLI.hpp"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "broadsheet/v1/recommend_service.pb.h"
#include "recommend/process.h"
#include "recommend/read_model.h"
#include "recommend/search/query_parser.h"
#include "recommend/search/search_plan.h"
#include "recommend/search_answer.h"
#include "recommend/searcher.h"
#include "recommend/segment/segment_file.h"
#include "recommend/segment_keeper.h"
#include "recommend/suggestions.h"
#include "tests/bench/search/corpus.h"
#include "tests/bench/search/meaning.h"

namespace broadsheet::bench {
namespace {

using namespace broadsheet::recommend;  // NOLINT: a program of one file.

struct Arguments {
  std::string papers;
  std::string queries;
  std::string dump;
  std::string segment;
  std::vector<std::string> without;
  std::string model;  // Of the encoder; trained when there is none.
  int64_t made = 0;
  int limit = 10;
  int asked = 1000;
};

double CpuSeconds() {
  timespec time{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
  return static_cast<double>(time.tv_sec) +
         static_cast<double>(time.tv_nsec) * 1e-9;
}

std::unique_ptr<ReadModel> Build(const std::vector<v1::Paper>& papers) {
  auto model = std::make_unique<ReadModel>();
  TextAnalyzer analyzer;
  const double begin = CpuSeconds();
  for (const v1::Paper& paper : papers) {
    model->Apply(AnalyzePaper(paper, &analyzer));
  }
  const double seconds = CpuSeconds() - begin;
  const auto count = static_cast<double>(papers.size());
  const InvertedIndex& index = model->index();
  std::fprintf(stderr,
               "%zu papers, %zu terms: %.1f CPU s, %.0f papers/s; bytes/paper: "
               "postings %.0f, terms and order %.0f\n",
               papers.size(), index.terms(), seconds, count / seconds,
               static_cast<double>(index.PostingBytes()) / count,
               static_cast<double>(index.PaperBytes()) / count);
  std::fprintf(stderr, "resident: %.0f MB\n",
               static_cast<double>(ResidentBytes()) / 1e6);
  return model;
}

v1::SearchRequest MakeRequest(const Arguments& arguments) {
  v1::SearchRequest request;
  for (const std::string& part : arguments.without) request.add_without(part);
  return request;
}

void Run(const Arguments& arguments) {
  const auto papers = ReadPapers(arguments.papers);
  const auto model = Build(papers);
  const Filter filter(&model->catalogue(), {});
  SearchOptions options = MakeSearchOptions(MakeRequest(arguments));
  options.limit = static_cast<size_t>(arguments.limit);
  options.as_of = absl::FromUnixSeconds(1'785'000'000);
  const Meaning meaning = MakeMeaning(arguments.model, papers, *model);
  options.semantic = meaning.texts();
  const Searcher searcher(model.get());
  for (const NamedQuery& query : ReadQueries(arguments.queries)) {
    const auto result = searcher.Search(query.text, filter, options);
    for (const SearchHit& hit : result->hits) {
      std::printf("%s\t%s\t%.6f\n", query.id.c_str(),
                  model->catalogue().id(hit.doc).c_str(), hit.score);
    }
  }
}

// Prints the CPU time of a query: mean, and percentiles of the wall time.
void Measure(const char* name, const std::vector<std::string>& queries,
             const std::function<void(const std::string&)>& ask) {
  std::vector<double> walls;
  for (const std::string& query : queries) ask(query);
  const double begin = CpuSeconds();
  for (const std::string& query : queries) {
    const absl::Time start = absl::Now();
    ask(query);
    walls.push_back(absl::ToDoubleMicroseconds(absl::Now() - start));
  }
  const double seconds = CpuSeconds() - begin;
  std::sort(walls.begin(), walls.end());
  std::printf("%-28s %8.1f us CPU  p50 %8.1f  p99 %8.1f us\n", name,
              seconds * 1e6 / static_cast<double>(queries.size()),
              walls[walls.size() / 2], walls[walls.size() * 99 / 100]);
}

void MeasureEngine(const ReadModel& model,
                   const std::vector<std::string>& queries) {
  const SearchParts bare{.exact = false,
                         .phrases = false,
                         .priors = false,
                         .personal = false,
                         .semantic = false,
                         .spelling = false};
  const auto ask = [&](const std::string& text, size_t limit, bool exhaustive) {
    SearchPlan plan = MakeSearchPlan(model, text, ParseQuery(text), bare);
    TopScorer::Request request{
        .terms = plan.terms, .coverage = &plan.coverage, .limit = limit};
    request.admits = [&](DocId doc) { return model.catalogue().listed(doc); };
    request.before = [&](DocId a, DocId b) {
      return model.catalogue().id(a) < model.catalogue().id(b);
    };
    if (exhaustive) request.limit = 1u << 30;
    return TopScorer(&model.index()).Find(request).hits.size();
  };
  Measure("plan alone", queries, [&](const std::string& text) {
    (void)MakeSearchPlan(model, text, ParseQuery(text), bare);
  });
  Measure("best 10", queries,
          [&](const std::string& text) { ask(text, 10, false); });
  Measure("best 1000", queries,
          [&](const std::string& text) { ask(text, 1000, false); });
  Measure("all, sorted", queries,
          [&](const std::string& text) { ask(text, 0, true); });
}

void MeasureParts(const ReadModel& model, const Meaning& meaning,
                  const std::vector<std::string>& queries) {
  const Filter filter(&model.catalogue(), {});
  const Searcher searcher(&model);
  const auto measure = [&](const char* name,
                           const std::function<void(v1::SearchRequest*)>& set,
                           const char* before = "") {
    v1::SearchRequest request;
    set(&request);
    SearchOptions options = MakeSearchOptions(request);
    options.limit = 10;
    options.semantic = meaning.texts();
    Measure(name, queries, [&](const std::string& text) {
      const auto result =
          searcher.Search(absl::StrCat(before, text), filter, options);
      if (!request.highlights()) return;
      v1::SearchResponse response;
      for (const SearchHit& hit : result->hits) {
        response.add_papers()->mutable_paper()->set_id(
            model.catalogue().id(hit.doc));
      }
      AddHighlights(model, *result, &response);
    });
  };
  const auto nothing = [](v1::SearchRequest*) {};
  measure("search, all parts", nothing);
  for (const char* part :
       {"semantic", "priors", "phrases", "exact", "spelling"}) {
    measure(absl::StrCat("  without ", part).c_str(),
            [part](v1::SearchRequest* request) { request->add_without(part); });
  }
  measure("  with facets",
          [](v1::SearchRequest* request) { request->set_facets(true); });
  measure("  with highlights",
          [](v1::SearchRequest* request) { request->set_highlights(true); });
  measure("  by date", [](v1::SearchRequest* request) {
    request->set_sort(v1::SEARCH_SORT_NEWEST);
  });
  measure("  in title: first word", nothing, "title:");
}

void MeasureSuggest(const ReadModel& model,
                    const std::vector<std::string>& queries) {
  std::vector<std::string> prefixes;
  for (const std::string& query : queries) {
    prefixes.push_back(query.substr(0, 1 + prefixes.size() % 6));
  }
  Measure("suggest", prefixes, [&](const std::string& prefix) {
    (void)MakeSuggestions(model, prefix, 8);
  });
}

void Dump(const std::string& folder, const std::vector<v1::Paper>& papers,
          const std::vector<std::string>& queries) {
  std::ofstream texts(folder + "/texts.tsv");
  for (const v1::Paper& paper : papers) {
    std::string line = absl::StrCat(paper.title(), "\t", paper.abstract());
    std::replace(line.begin(), line.end(), '\n', ' ');
    texts << line << "\n";
  }
  std::ofstream lines(folder + "/queries.txt");
  for (const std::string& query : queries) lines << query << "\n";
}

void Cpu(const Arguments& arguments) {
  const auto papers = arguments.made > 0 ? MakePapers(arguments.made, 1)
                                         : ReadPapers(arguments.papers);
  const auto queries = MakeQueries(papers, arguments.asked, 2);
  if (!arguments.dump.empty()) Dump(arguments.dump, papers, queries);
  const auto model = Build(papers);
  MeasureEngine(*model, queries);
  const Meaning meaning = MakeMeaning(arguments.model, papers, *model);
  MeasureParts(*model, meaning, queries);
  MeasureSuggest(*model, queries);
}

void Check(const absl::Status& status) {
  if (status.ok()) return;
  std::fprintf(stderr, "%s\n", status.ToString().c_str());
  std::exit(1);
}

void Segment(const Arguments& arguments) {
  const absl::Time begin = absl::Now();
  const auto seconds = [&] {
    return absl::ToDoubleSeconds(absl::Now() - begin);
  };
  if (std::filesystem::exists(arguments.segment)) {
    Check(SegmentFile::Open(arguments.segment).status());
    const double checked = seconds();
    const auto loaded = ReadSegment(arguments.segment, ReadModelOptions());
    Check(loaded.status());
    std::printf(
        "checked in %.2f s; checked and loaded in %.2f s; %lld papers; "
        "resident "
        "%.0f MB\n",
        checked, seconds() - checked,
        static_cast<long long>(loaded->model->catalogue().papers()),
        static_cast<double>(ResidentBytes()) / 1e6);
    return;
  }
  const auto model = Build(arguments.made > 0 ? MakePapers(arguments.made, 1)
                                              : ReadPapers(arguments.papers));
  const double built = seconds();
  Check(WriteSegment(arguments.segment, *model, {}));
  std::printf(
      "written in %.2f s, %.0f MB\n", seconds() - built,
      static_cast<double>(std::filesystem::file_size(arguments.segment)) / 1e6);
}

void Declare(CLI::App* app, Arguments* arguments) {
  auto* run = app->add_subcommand("run", "Answers queries");
  run->add_option("--papers", arguments->papers)->required();
  run->add_option("--queries", arguments->queries)->required();
  run->add_option("--without", arguments->without);
  run->add_option("--model", arguments->model,
                  "File of a trained model; made when it is not there; none: "
                  "words alone");
  run->add_option("--limit", arguments->limit);
  run->callback([arguments] { Run(*arguments); });
  auto* cpu = app->add_subcommand("cpu", "CPU time per query");
  cpu->add_option("--papers", arguments->papers);
  cpu->add_option("--made", arguments->made);
  cpu->add_option("--model", arguments->model);
  cpu->add_option("--dump", arguments->dump);
  cpu->add_option("--asked", arguments->asked);
  cpu->callback([arguments] { Cpu(*arguments); });
  auto* segment = app->add_subcommand("segment", "Writes and loads a segment");
  segment->add_option("--file", arguments->segment)->required();
  segment->add_option("--papers", arguments->papers);
  segment->add_option("--made", arguments->made);
  segment->callback([arguments] { Segment(*arguments); });
  app->require_subcommand(1);
}

}  // namespace
}  // namespace broadsheet::bench

int main(int argc, char** argv) {
  CLI::App app("The search engine by itself");
  broadsheet::bench::Arguments arguments;
  broadsheet::bench::Declare(&app, &arguments);
  CLI11_PARSE(app, argc, argv);
  return 0;
}
