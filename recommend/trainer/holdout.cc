#include "recommend/trainer/holdout.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/errors.h"
#include "recommend/ranking.h"

namespace broadsheet::recommend {
namespace {

// A number that is as good as random, and the same everywhere.
uint64_t Lot(uint64_t seed, const std::string& text) {
  uint64_t x = PaperKey(absl::StrCat(seed, "/", text));
  // The finaliser of MurmurHash3: FNV alone leaves neighbours close.
  x ^= x >> 33;
  x *= 0xff51afd7ed558ccd;
  x ^= x >> 33;
  x *= 0xc4ceb9fe1a85ec53;
  return x ^ x >> 33;
}

struct Span {
  size_t begin;
  size_t end;
  uint64_t lot;
};

// The wishes of each reader of enough papers.
std::vector<Span> Spans(const TrainingSnapshot& snapshot,
                        const HoldoutOptions& options) {
  const auto& wishes = snapshot.wishes();
  std::vector<Span> spans;
  for (size_t begin = 0; begin < wishes.size();) {
    size_t end = begin;
    while (end < wishes.size() && wishes[end].reader == wishes[begin].reader) {
      ++end;
    }
    if (end - begin >= options.min_papers) {
      const std::string name(snapshot.readers().Name(wishes[begin].reader));
      spans.push_back({begin, end, Lot(options.seed, name)});
    }
    begin = end;
  }
  return spans;
}

// The places of a reader in the order in which they are held out.
std::vector<size_t> Order(const TrainingSnapshot& snapshot, const Span& span,
                          const HoldoutOptions& options) {
  std::vector<std::pair<uint64_t, size_t>> lots;
  for (size_t i = span.begin; i < span.end; ++i) {
    const Wish& wish = snapshot.wishes()[i];
    // Snapshots come by id: numbers are the same each time.
    const std::string key = absl::StrCat(
        AsAbsl(snapshot.readers().Name(wish.reader)), "/", wish.doc);
    lots.emplace_back(options.by_time ? span.end - i : Lot(options.seed, key),
                      i);
  }
  std::sort(lots.begin(), lots.end());
  std::vector<size_t> order;
  for (const auto& [lot, place] : lots) order.push_back(place);
  return order;
}

}  // namespace

Holdout MakeHoldout(const TrainingSnapshot& snapshot,
                    const HoldoutOptions& options) {
  std::vector<Span> spans = Spans(snapshot, options);
  if (spans.size() > options.max_readers) {
    std::sort(spans.begin(), spans.end(),
              [](const Span& a, const Span& b) { return a.lot < b.lot; });
    spans.resize(options.max_readers);
    std::sort(spans.begin(), spans.end(),
              [](const Span& a, const Span& b) { return a.begin < b.begin; });
  }
  Holdout holdout;
  holdout.held_out.resize(snapshot.wishes().size());
  for (const Span& span : spans) {
    const std::vector<size_t> order = Order(snapshot, span, options);
    const auto count = static_cast<size_t>(std::max(
        1.0, std::floor(options.part * static_cast<double>(order.size()))));
    AskedReader asked;
    asked.reader = snapshot.wishes()[span.begin].reader;
    for (size_t i = 0; i < order.size(); ++i) {
      (i < count ? asked.held_out : asked.kept).push_back(order[i]);
      if (i < count) holdout.held_out[order[i]] = true;
    }
    holdout.size += count;
    holdout.readers.push_back(std::move(asked));
  }
  return holdout;
}

}  // namespace broadsheet::recommend
