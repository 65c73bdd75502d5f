#include "recommend/models/pair_sampler.h"

#include <algorithm>
#include <cstddef>
#include <memory>
#include <span>
#include <utility>

namespace broadsheet::recommend {
namespace {

constexpr float kTextTemperature = 0.05f;
constexpr float kReaderTemperature = 0.1f;
// Papers of a profile; more of them tell little more.
constexpr size_t kProfilePapers = 8;
// Pairs of one reader in an epoch, of each kind.
constexpr size_t kPairsOfReader = 40;
constexpr size_t kSentencesOfPaper = 2;

struct Meta {
  uint32_t left_item;
  uint32_t right_item;
  int32_t reader;
};

}  // namespace

PairSampler::PairSampler(const TextCorpus& corpus, const SparseRows& readers,
                         size_t pairs_per_batch, size_t pairs_per_epoch,
                         uint64_t seed)
    : corpus_(corpus),
      readers_(readers),
      pairs_per_batch_(pairs_per_batch),
      pairs_per_epoch_(pairs_per_epoch),
      random_(seed) {}

std::vector<std::vector<PairSampler::Pair>> PairSampler::Epoch() {
  std::vector<std::vector<Pair>> kinds(4);
  for (uint32_t item = 0; item < corpus_.items(); ++item) {
    const TrainingPaper& paper = corpus_.Paper(item);
    if (!paper.title.empty() && !paper.body.empty()) {
      kinds[0].push_back({Kind::kTitle, item});
    }
    const size_t sentences = paper.sentence_ends.size();
    if (!paper.body.empty()) {
      for (size_t i = 0; i < (sentences > 2 ? kSentencesOfPaper : 1); ++i) {
        kinds[1].push_back({Kind::kSentence, item});
      }
    }
  }
  for (uint32_t reader = 0; reader < readers_.rows(); ++reader) {
    const size_t papers = readers_.Count(reader);
    if (papers < 2) continue;
    for (size_t i = 0; i < std::min(papers, kPairsOfReader); ++i) {
      kinds[2].push_back({Kind::kTogether, reader});
      kinds[3].push_back({Kind::kProfile, reader});
    }
  }
  std::vector<std::vector<Pair>> batches;
  for (std::vector<Pair>& pairs : kinds) {
    random_.Shuffle(&pairs);
    for (size_t at = 0; at < pairs.size(); at += pairs_per_batch_) {
      const size_t end = std::min(pairs.size(), at + pairs_per_batch_);
      batches.emplace_back(pairs.begin() + at, pairs.begin() + end);
    }
  }
  random_.Shuffle(&batches);
  const size_t most = pairs_per_epoch_ / pairs_per_batch_;
  if (batches.size() > most) batches.resize(most);
  return batches;
}

PairBatch PairSampler::Draw(const std::vector<Pair>& pairs) {
  PairBatch batch;
  auto meta = std::make_shared<std::vector<Meta>>();
  bool text = true;
  for (const Pair& pair : pairs) {
    text = pair.kind == Kind::kTitle || pair.kind == Kind::kSentence;
    Sides sides = text ? DrawText(pair) : DrawReader(pair);
    std::erase_if(sides.left.texts, [](auto& bag) { return bag.empty(); });
    std::erase_if(sides.right.texts, [](auto& bag) { return bag.empty(); });
    if (sides.left.texts.empty() || sides.right.texts.empty()) continue;
    meta->push_back({sides.left_item, sides.right_item, sides.reader});
    batch.left.push_back(std::move(sides.left));
    batch.right.push_back(std::move(sides.right));
  }
  batch.temperature = text ? kTextTemperature : kReaderTemperature;
  batch.same = [meta, readers = &readers_](size_t row, size_t column) {
    const Meta& left = (*meta)[row];
    const uint32_t right = (*meta)[column].right_item;
    if (left.left_item == right || left.right_item == right) return true;
    if (left.reader < 0) return false;
    return std::ranges::binary_search(
        readers->Index(static_cast<size_t>(left.reader)), right);
  };
  return batch;
}

PairSampler::Sides PairSampler::DrawText(const Pair& pair) {
  if (pair.kind == Kind::kSentence) return DrawSentence(pair.subject);
  const TrainingPaper& paper = corpus_.Paper(pair.subject);
  Sides sides;
  sides.left_item = sides.right_item = pair.subject;
  sides.left.texts.push_back(corpus_.Bag({}, paper.title));
  sides.right.texts.push_back(corpus_.Bag({}, paper.body));
  return sides;
}

PairSampler::Sides PairSampler::DrawSentence(uint32_t item) {
  const TrainingPaper& paper = corpus_.Paper(item);
  std::vector<uint32_t> part, rest;
  const auto& ends = paper.sentence_ends;
  if (ends.size() > 1) {
    const size_t chosen = random_.Below(ends.size());
    const size_t begin = chosen == 0 ? 0 : ends[chosen - 1];
    part.assign(paper.body.begin() + begin, paper.body.begin() + ends[chosen]);
    rest.assign(paper.body.begin(), paper.body.begin() + begin);
    rest.insert(rest.end(), paper.body.begin() + ends[chosen],
                paper.body.end());
  } else {
    // All occurrences of a term go to one half: they would give it away.
    const uint64_t salt = random_.Next();
    for (const uint32_t term : paper.body) {
      Random coin(salt ^ term);
      (coin.Next() % 2 == 0 ? part : rest).push_back(term);
    }
  }
  Sides sides;
  sides.left_item = sides.right_item = item;
  sides.left.texts.push_back(corpus_.Bag({}, part));
  sides.right.texts.push_back(corpus_.Bag(paper.title, rest));
  return sides;
}

PairSampler::Sides PairSampler::DrawReader(const Pair& pair) {
  const std::span<const uint32_t> papers = readers_.Index(pair.subject);
  std::vector<uint32_t> drawn(papers.begin(), papers.end());
  const size_t left =
      pair.kind == Kind::kTogether
          ? 1
          : std::min(drawn.size() - 1, 1 + random_.Below(kProfilePapers));
  for (size_t i = 0; i <= left; ++i) {
    std::swap(drawn[i], drawn[i + random_.Below(drawn.size() - i)]);
  }
  Sides sides;
  sides.reader = static_cast<int32_t>(pair.subject);
  sides.right_item = drawn[0];
  sides.left_item = drawn[1];
  sides.right.texts.push_back(corpus_.WholeText(drawn[0]));
  for (size_t i = 1; i <= left; ++i) {
    sides.left.texts.push_back(corpus_.WholeText(drawn[i]));
  }
  return sides;
}

}  // namespace broadsheet::recommend
