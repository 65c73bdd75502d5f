#ifndef BROADSHEET_TESTS_BENCH_GENERATOR_H_
#define BROADSHEET_TESTS_BENCH_GENERATOR_H_

#include <cstdint>
#include <random>
#include <string>
#include <vector>

namespace broadsheet::bench {

// A made-up paper of about 1.4 kB.
struct GeneratedPaper {
  std::string id;  // "1503.00042"
  std::string title;
  std::string abstract;
  std::vector<std::string> authors;
  std::vector<std::string> categories;
  std::string published;
};

// Makes the same papers from the same seed, in the order of their ids. Words
// are drawn from a vocabulary by Zipf's law with exponent 1: the rank of a word
// is V^u for a uniform u, whose density falls as 1/rank.
//
// With topics, paper n is about topic n modulo their number: half of its words
// are of the topic's own 250.
class PaperGenerator {
 public:
  explicit PaperGenerator(uint64_t seed, int topics = 0);

  // The next one; at most 1,200,000.
  GeneratedPaper Next();

 private:
  std::string Words(int count);
  size_t TopicWord();
  size_t Below(size_t limit);

  std::mt19937_64 random_;
  std::vector<std::string> vocabulary_;
  std::vector<std::string> names_;
  int topics_;
  int made_ = 0;
};

// The id of the paper made as number `made`, from 0.
std::string GeneratedId(int made);

// As a line of `broadsheet ingest`, without the line's end.
std::string ToJsonLine(const GeneratedPaper& paper);

// Readers "reader-0" and so on, of papers generated with topics.
struct GeneratedReaders {
  int readers = 0;
  int papers = 0;
  int topics = 0;
  int events_each = 30;
  uint64_t seed = 1;
  int64_t end_seconds = 0;  // Unix time that no event is after.
};

// Prints what they did as lines of `broadsheet events`: each saves papers of
// three topics, some of which many know (Zipf's law), and one of ten at random,
// within a year.
void PrintEvents(const GeneratedReaders& options);

}  // namespace broadsheet::bench

#endif  // BROADSHEET_TESTS_BENCH_GENERATOR_H_
