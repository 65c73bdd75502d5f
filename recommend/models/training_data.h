#ifndef BROADSHEET_RECOMMEND_MODELS_TRAINING_DATA_H_
#define BROADSHEET_RECOMMEND_MODELS_TRAINING_DATA_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <vector>

namespace broadsheet::recommend {

// A paper as training sees it: terms by their number in the vocabulary, in the
// order of the text, repeats and all. A catalogue entry without text is fine.
struct TrainingPaper {
  std::string id;
  std::vector<uint32_t> title;
  std::vector<uint32_t> body;
  // Where each sentence of `body` ends, ascending; the last is its size. Empty:
  // one sentence, or no order at all.
  std::vector<uint32_t> sentence_ends;
};

// That a reader wants a paper. Several of one reader and paper add up.
struct Interaction {
  uint32_t reader = 0;  // Below TrainingData::reader_count.
  uint32_t paper = 0;   // Place in TrainingData::papers.
  // How much, above 0: 1 for a save. What a reader dislikes is no interaction.
  float weight = 1;
};

// Vectors of the papers' texts that an embedding server made.
struct EncodedPapers {
  std::string encoder;   // Its name; empty: training learns an encoder itself.
  size_t dimension = 0;  // A multiple of 32 up to 4,096.
  // Writes the vector of the paper at that place in TrainingData::papers; false
  // when it has none. Called by several threads.
  std::function<bool(uint32_t paper, std::span<float> vector)> read;
};

// Everything that a model is trained from. The order of papers and interactions
// has no influence on the model but that of rounding.
struct TrainingData {
  std::vector<std::string> vocabulary;  // The stems of TextAnalyzer, by number.
  std::vector<TrainingPaper> papers;    // Ids differ.
  uint32_t reader_count = 0;
  std::vector<Interaction> interactions;
  // Where in the change feed the data end; kept in the model as it is.
  std::string position;
  EncodedPapers encoded;
};

}  // namespace broadsheet::recommend

#endif  // BROADSHEET_RECOMMEND_MODELS_TRAINING_DATA_H_
