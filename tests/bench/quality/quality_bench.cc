// The models alone, on public data, beside popularity and random: figures for
// docs/quality.md. quality.sh runs it; the protocols are stated there.

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <ctime>
#include <filesystem>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "CLI/CLI.hpp"
#include "absl/strings/str_cat.h"
#include "recommend/models/parallel.h"
#include "recommend/models/random.h"
#include "recommend/models/train.h"
#include "tests/bench/quality/dataset.h"
#include "tests/bench/quality/figures.h"
#include "tests/bench/quality/growth.h"
#include "tests/bench/quality/scorer.h"
#include "tests/bench/quality/vector_recall.h"

namespace {

using namespace broadsheet::bench;  // The program is this one file.
using broadsheet::recommend::BlendWeights;
using broadsheet::recommend::Model;
using broadsheet::recommend::ParallelSlices;
using broadsheet::recommend::TrainingData;
using broadsheet::recommend::TrainingOptions;

struct Options {
  std::string folder;
  std::string protocol;
  std::string model = "/tmp/broadsheet-quality.model";
  int seeds = 5;
  uint64_t first_seed = 1;
  BlendWeights weights;
  bool own_weights = false;
  bool trained = false;
  bool told = false;
  float ease = 0;  // Of fold-in; 0: the model's.
  TrainingOptions training;
};

// What one run asks, and of whom the model may know.
struct Task {
  std::vector<Library> training;  // Libraries.
  std::vector<bool> untold;       // Papers of which training knows nothing.
  std::vector<Question> questions;
  Library candidates;
  // Papers to find others like; questions are then the links.
  Library subjects;
};

Library AllPapers(const Dataset& data) {
  Library all(data.papers.size());
  for (uint32_t i = 0; i < all.size(); ++i) all[i] = i;
  return all;
}

// A fifth of each reader's papers.
Task Warm(const Dataset& data, uint64_t seed) {
  Task task;
  task.questions = HoldOutPapersOfReaders(data, 0.2, seed);
  task.candidates = AllPapers(data);
  for (const Question& question : task.questions) {
    task.training.push_back(question.known);
  }
  return task;
}

// As Warm, for a fifth of the readers, of whom training knows nothing.
Task Unknown(const Dataset& data, uint64_t seed) {
  Task task = Warm(data, seed);
  broadsheet::recommend::Random random(seed + 77);
  std::vector<Question> asked;
  std::vector<Library> training;
  for (size_t reader = 0; reader < task.questions.size(); ++reader) {
    if (random.Below(5) == 0) {
      asked.push_back(task.questions[reader]);
    } else {
      training.push_back(task.training[reader]);
    }
  }
  task.questions = std::move(asked);
  task.training = std::move(training);
  return task;
}

// A fifth of the papers, of which training knows not even the text.
Task NewPapers(const Dataset& data, uint64_t seed) {
  Task task;
  broadsheet::recommend::Random random(seed);
  Library papers = AllPapers(data);
  random.Shuffle(&papers);
  papers.resize(papers.size() / 5);
  std::ranges::sort(papers);
  task.candidates = papers;
  task.untold.assign(data.papers.size(), false);
  for (const uint32_t paper : papers) task.untold[paper] = true;
  for (const Library& library : data.libraries) {
    Question question;
    for (const uint32_t paper : library) {
      (task.untold[paper] ? question.wanted : question.known).push_back(paper);
    }
    task.training.push_back(question.known);
    if (!question.known.empty()) task.questions.push_back(question);
  }
  return task;
}

// All readers are known to training; truth are the links between papers.
Task Similar(const Dataset& data, uint64_t seed) {
  Task task;
  task.candidates = AllPapers(data);
  for (const Question& question : HoldOutPapersOfReaders(data, 0.2, seed)) {
    task.training.push_back(question.known);
  }
  for (const auto& [paper, links] : data.citations) {
    task.subjects.push_back(paper);
    task.questions.push_back({.known = {paper}, .wanted = links});
  }
  return task;
}

TrainingData MakeData(const Dataset& data, const Task& task) {
  TrainingData training;
  training.vocabulary = data.vocabulary;
  std::vector<uint32_t> place(data.papers.size());
  for (uint32_t paper = 0; paper < data.papers.size(); ++paper) {
    place[paper] = static_cast<uint32_t>(training.papers.size());
    if (task.untold.empty() || !task.untold[paper]) {
      training.papers.push_back(data.papers[paper]);
    }
  }
  training.reader_count = static_cast<uint32_t>(task.training.size());
  for (uint32_t reader = 0; reader < task.training.size(); ++reader) {
    for (const uint32_t paper : task.training[reader]) {
      training.interactions.push_back({reader, place[paper], 1});
    }
  }
  return training;
}

BlendWeights WeightsOf(const Options& options, const Model& model) {
  if (options.own_weights) return options.weights;
  if (options.protocol == "new") return broadsheet::recommend::kColdBlend;
  if (options.protocol == "similar") {
    return broadsheet::recommend::kSimilarBlend;
  }
  return model.sparse() ? broadsheet::recommend::kSparseBlend
                        : broadsheet::recommend::kWarmBlend;
}

using ByRanking = std::map<Ranking, Figures>;

ByRanking Ask(const Task& task, const Scorer& scorer,
              const BlendWeights& weights, const Options& options) {
  const Ranking rankings[] = {Ranking::kRandom,     Ranking::kPopularity,
                              Ranking::kLexical,    Ranking::kText,
                              Ranking::kNeighbours, Ranking::kFactors,
                              Ranking::kBlend};
  std::map<Ranking, std::vector<Figures>> figures;
  std::vector<size_t> asked;
  for (size_t i = 0; i < task.questions.size(); ++i) {
    if (!task.questions[i].wanted.empty()) asked.push_back(i);
  }
  for (const Ranking ranking : rankings) figures[ranking].resize(asked.size());
  ParallelSlices(
      options.training.threads, asked.size(), 16,
      [&](size_t begin, size_t end, int) {
        for (size_t i = begin; i < end; ++i) {
          const Question& question = task.questions[asked[i]];
          const Scorer::Scores scores =
              task.subjects.empty() ? scorer.ForReader(question.known)
                                    : scorer.ForPaper(task.subjects[asked[i]]);
          Library candidates, wanted = question.wanted;
          std::ranges::sort(wanted);
          std::ranges::set_difference(task.candidates, question.known,
                                      std::back_inserter(candidates));
          for (const Ranking ranking : rankings) {
            figures.at(ranking)[i] = FiguresOf(
                candidates, scorer.Rank(ranking, scores, candidates, weights),
                wanted);
          }
        }
      });
  ByRanking means;
  for (const auto& [ranking, all] : figures) means[ranking] = MeanOf(all);
  return means;
}

Task MakeTask(const Dataset& data, const std::string& protocol, uint64_t seed) {
  if (protocol == "unknown") return Unknown(data, seed);
  if (protocol == "new") return NewPapers(data, seed);
  if (protocol == "similar") return Similar(data, seed);
  return Warm(data, seed);
}

ByRanking RunOnce(const Dataset& data, const Options& options, uint64_t seed) {
  Task task = MakeTask(data, options.protocol, seed);
  if (options.told) task.untold.clear();
  TrainingOptions training = options.training;
  training.seed = seed;
  const auto start = std::chrono::steady_clock::now();
  const std::clock_t processor_start = std::clock();
  const absl::Status status =
      options.trained
          ? absl::OkStatus()
          : TrainModel(MakeData(data, task), training, {}, options.model);
  const std::chrono::duration<double> seconds =
      std::chrono::steady_clock::now() - start;
  auto model = Model::Load(options.model);
  if (!status.ok() || !model.ok()) {
    std::fprintf(stderr, "%s\n", status.ToString().c_str());
    std::exit(1);
  }
  const double processor =
      static_cast<double>(std::clock() - processor_start) / CLOCKS_PER_SEC;
  const auto size =
      static_cast<double>(std::filesystem::file_size(options.model));
  std::fprintf(stderr, "seed %d: trained in %.1f s (processor %.1f), %.1f MB\n",
               static_cast<int>(seed), seconds.count(), processor, size / 1e6);
  std::vector<uint32_t> popularity(data.papers.size(), 0);
  for (const Library& library : task.training) {
    for (const uint32_t paper : library) ++popularity[paper];
  }
  if ((*model)->text_centres().size() > 0) {
    PrintVectorRecall(data, **model);
  }
  const float chosen =
      options.protocol == "new" ? (*model)->new_papers_ease() : 1.0f;
  const float ease = options.ease > 0 ? options.ease : chosen;
  const Scorer scorer(data, *model, std::move(popularity), seed, ease);
  return Ask(task, scorer, WeightsOf(options, **model), options);
}

void Print(const std::vector<ByRanking>& runs) {
  std::printf("| ranking | recall@20 | recall@300 | NDCG@20 |\n");
  std::printf("|---|---|---|---|\n");
  for (const auto& [ranking, unused] : runs.front()) {
    std::vector<double> recall20, recall300, ndcg20;
    for (const ByRanking& run : runs) {
      recall20.push_back(run.at(ranking).recall20);
      recall300.push_back(run.at(ranking).recall300);
      ndcg20.push_back(run.at(ranking).ndcg20);
    }
    std::printf("| %s | %s | %s | %s |\n", NameOf(ranking),
                MeanWithInterval(recall20).c_str(),
                MeanWithInterval(recall300).c_str(),
                MeanWithInterval(ndcg20).c_str());
  }
}

}  // namespace

int main(int argc, char** argv) {
  Options options;
  CLI::App app("Quality of the models alone");
  app.add_option("--data", options.folder, "users.dat, papers.jsonl, ...");
  app.add_option("--protocol", options.protocol,
                 "growth: of the time of a training, with made-up readers")
      ->required()
      ->check(CLI::IsMember({"warm", "unknown", "new", "similar", "growth"}));
  app.add_option("--seeds", options.seeds)->check(CLI::Range(1, 10));
  app.add_option("--first-seed", options.first_seed);
  app.add_option("--model", options.model, "where to write it");
  app.add_flag("--trained", options.trained,
               "it lies there already, from a run with the same seed");
  app.add_flag("--told", options.told,
               "texts of new papers are there before the training");
  app.add_option("--ease", options.ease, "Model::FoldIn");
  app.add_option("--dimension", options.training.factors.dimension);
  app.add_option("--sweeps", options.training.factors.sweeps);
  app.add_option("--unobserved", options.training.factors.unobserved);
  app.add_option("--regularization", options.training.factors.regularization);
  app.add_option("--candidates", options.training.neighbours.candidates);
  app.add_option("--ridge", options.training.neighbours.ridge);
  app.add_option("--epochs", options.training.encoder.epochs);
  app.add_option("--prior", options.training.shrink.prior);
  app.add_option("--centres", options.training.centres.papers,
                 "from so many papers on, lists of vectors; tells what they "
                 "find");
  app.add_option("--threads", options.training.threads);
  auto* weights = app.add_option(
      "--weights",
      [&](const std::vector<std::string>& texts) {
        options.weights = {std::stof(texts[0]), std::stof(texts[1]),
                           std::stof(texts[2]), std::stof(texts[3]),
                           texts.size() > 4 ? std::stof(texts[4]) : 0};
        options.own_weights = true;
        return true;
      },
      "of factors, neighbours, terms, text and, if wanted, readers");
  weights->expected(4, 5);
  CLI11_PARSE(app, argc, argv);

  if (options.trained && options.seeds > 1) {
    std::fprintf(stderr, "--trained is for one seed, whose model it is\n");
    return 1;
  }
  if (options.protocol == "growth") {
    return PrintGrowth({}, options.training, options.model) ? 0 : 1;
  }
  const Dataset data = ReadDataset(options.folder);
  std::vector<ByRanking> runs;
  for (int i = 0; i < options.seeds; ++i) {
    runs.push_back(
        RunOnce(data, options, options.first_seed + static_cast<uint64_t>(i)));
  }
  Print(runs);
  return 0;
}
