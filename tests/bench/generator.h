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
class PaperGenerator {
 public:
  explicit PaperGenerator(uint64_t seed);

  // The next one; at most 1,200,000.
  GeneratedPaper Next();

 private:
  std::string Words(int count);
  size_t Below(size_t limit);

  std::mt19937_64 random_;
  std::vector<std::string> vocabulary_;
  std::vector<std::string> names_;
  int made_ = 0;
};

// As a line of `broadsheet ingest`, without the line's end.
std::string ToJsonLine(const GeneratedPaper& paper);

}  // namespace broadsheet::bench

#endif  // BROADSHEET_TESTS_BENCH_GENERATOR_H_
