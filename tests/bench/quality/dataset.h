#ifndef BROADSHEET_TESTS_BENCH_QUALITY_DATASET_H_
#define BROADSHEET_TESTS_BENCH_QUALITY_DATASET_H_

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "recommend/models/training_data.h"

namespace broadsheet::bench {

// Papers by number.
using Library = std::vector<uint32_t>;

// A public collection: papers (with texts, or by id alone), readers' libraries,
// and for some papers those that they cite or are cited by.
struct Dataset {
  std::vector<std::string> vocabulary;
  std::vector<recommend::TrainingPaper> papers;
  std::vector<Library> libraries;  // Ascending.
  std::vector<std::pair<uint32_t, Library>> citations;
};

// Reads papers.jsonl (unpacked), users.dat and citations.dat of `folder`, what
// there is of them. Without papers.jsonl papers are those that readers have.
// Ends the process with a message when users.dat cannot be read.
Dataset ReadDataset(const std::string& folder);

// Half of the task: who is asked, with what they are known to want, and what
// they should be told.
struct Question {
  Library known;
  Library wanted;
};

// `share` of each reader's papers, rounded to the nearest number, is held out
// by lot: a fifth of three is one.
std::vector<Question> HoldOutPapersOfReaders(const Dataset& data, double share,
                                             uint64_t seed);

}  // namespace broadsheet::bench

#endif  // BROADSHEET_TESTS_BENCH_QUALITY_DATASET_H_
