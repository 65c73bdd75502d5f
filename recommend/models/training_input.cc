#include "recommend/models/training_input.h"

#include <algorithm>
#include <string_view>

#include "absl/strings/str_cat.h"
#include "common/errors.h"

namespace broadsheet::recommend {
namespace {

bool Within(auto value, auto low, auto high) {
  return value >= low && value <= high;
}

std::string At(std::string_view list, size_t i, std::string_view field) {
  return absl::StrCat(AsAbsl(list), "[", i, "].", AsAbsl(field));
}

absl::Status CheckTerms(const TrainingData& data) {
  for (size_t i = 0; i < data.papers.size(); ++i) {
    const TrainingPaper& paper = data.papers[i];
    for (const auto* terms : {&paper.title, &paper.body}) {
      for (const uint32_t term : *terms) {
        if (term < data.vocabulary.size()) continue;
        return InvalidField(At("papers", i, "terms"),
                            "name a term that is not in the vocabulary");
      }
    }
    const auto& ends = paper.sentence_ends;
    if (!std::ranges::is_sorted(ends) ||
        (!ends.empty() && ends.back() != paper.body.size())) {
      return InvalidField(At("papers", i, "sentence_ends"),
                          "do not ascend to the size of the body");
    }
  }
  return absl::OkStatus();
}

absl::Status CheckEncoded(const EncodedPapers& encoded) {
  if (encoded.encoder.empty()) return absl::OkStatus();
  if (encoded.dimension == 0 || encoded.dimension % 32 != 0 ||
      encoded.dimension > 4096 || !encoded.read) {
    return InvalidField("encoded.dimension",
                        "is not a multiple of 32 from 32 to 4096");
  }
  return absl::OkStatus();
}

absl::Status CheckInteractions(const TrainingData& data) {
  for (size_t i = 0; i < data.interactions.size(); ++i) {
    const Interaction& interaction = data.interactions[i];
    if (interaction.reader >= data.reader_count) {
      return InvalidField(At("interactions", i, "reader"),
                          "is not below reader_count");
    }
    if (interaction.paper >= data.papers.size()) {
      return InvalidField(At("interactions", i, "paper"),
                          "is no place in papers");
    }
    if (!(interaction.weight > 0 && interaction.weight <= 1e6f)) {
      return InvalidField(At("interactions", i, "weight"),
                          "is not above 0 and up to 1e6");
    }
  }
  return absl::OkStatus();
}

SparseRows MakeReaders(const TrainingData& data,
                       const std::vector<uint32_t>& item_of_paper) {
  std::vector<SparseEntry> entries;
  entries.reserve(data.interactions.size());
  for (const Interaction& interaction : data.interactions) {
    entries.push_back({interaction.reader, item_of_paper[interaction.paper],
                       interaction.weight});
  }
  SparseRows readers =
      MakeSparseRows(data.reader_count, data.papers.size(), std::move(entries));
  for (float& value : readers.value) {
    value = std::min(value, kMaxInteractionWeight);
  }
  // Those who did nothing are rows without entries: left out.
  std::erase_if(readers.ends, [last = uint64_t{0}](uint64_t end) mutable {
    const bool empty = end == last;
    last = end;
    return empty;
  });
  return readers;
}

}  // namespace

absl::Status CheckOptions(const TrainingOptions& options) {
  const auto rule = [](bool holds, std::string_view field,
                       std::string_view text) {
    return holds ? absl::OkStatus() : InvalidField(field, text);
  };
  const FactorOptions& factors = options.factors;
  const EncoderOptions& encoder = options.encoder;
  const NeighbourOptions& neighbours = options.neighbours;
  for (const absl::Status& status :
       {rule(factors.dimension % 32 == 0 && factors.dimension <= 1024,
             "factors.dimension", "is not a multiple of 32 up to 1024"),
        rule(Within(factors.unobserved, 1e-6f, 1.0f), "factors.unobserved",
             "is not 1e-6 to 1"),
        rule(factors.regularization == 0 ||
                 Within(factors.regularization, 1e-6f, 1e3f),
             "factors.regularization", "is not 0 or 1e-6 to 1000"),
        rule(Within(factors.sweeps, 1, 100), "factors.sweeps",
             "is not 1 to 100"),
        rule(Within(neighbours.candidates, 0u, 2000u), "neighbours.candidates",
             "is not 0 to 2000"),
        rule(Within(neighbours.ridge, 1e-3f, 1e6f), "neighbours.ridge",
             "is not 0.001 to 1e6"),
        rule(encoder.dimension % 32 == 0 &&
                 Within(encoder.dimension, 32u, 1024u),
             "encoder.dimension", "is not a multiple of 32 from 32 to 1024"),
        rule(Within(encoder.batch, 2u, 4096u), "encoder.batch",
             "is not 2 to 4096"),
        rule(Within(encoder.rate, 1e-6f, 10.0f), "encoder.rate",
             "is not 1e-6 to 10"),
        rule(Within(encoder.epochs, 0, 100), "encoder.epochs",
             "is not 0 to 100"),
        rule(Within(options.shrink.neighbours, 0u, 1000u), "shrink.neighbours",
             "is not 0 to 1000"),
        rule(Within(options.shrink.prior, 0.0f, 1e6f), "shrink.prior",
             "is not 0 to 1e6"),
        rule(encoder.pairs >= encoder.batch, "encoder.pairs",
             "is less than a batch"),
        rule(Within(options.centres.papers, 256u, 1u << 30), "centres.papers",
             "is not 256 to 2^30"),
        rule(Within(options.centres.rounds, 1, 100), "centres.rounds",
             "is not 1 to 100"),
        rule(Within(options.centres.sample, 1u, 10'000u), "centres.sample",
             "is not 1 to 10,000"),
        rule(Within(options.threads, 1, 256), "threads", "is not 1 to 256")}) {
    if (!status.ok()) return status;
  }
  return absl::OkStatus();
}

absl::StatusOr<TrainingInput> MakeTrainingInput(const TrainingData& data) {
  if (auto status = CheckTerms(data); !status.ok()) return status;
  if (auto status = CheckEncoded(data.encoded); !status.ok()) return status;
  if (auto status = CheckInteractions(data); !status.ok()) return status;
  std::vector<uint32_t> order(data.papers.size());
  for (uint32_t i = 0; i < order.size(); ++i) order[i] = i;
  std::ranges::sort(order, {}, [&](uint32_t i) -> const std::string& {
    return data.papers[i].id;
  });
  TrainingInput input;
  std::vector<uint32_t> item_of_paper(order.size());
  for (uint32_t item = 0; item < order.size(); ++item) {
    const TrainingPaper& paper = data.papers[order[item]];
    if (item > 0 && input.items.back()->id == paper.id) {
      return InvalidField(At("papers", order[item], "id"),
                          "is the id of another paper, too");
    }
    item_of_paper[order[item]] = item;
    input.items.push_back(&paper);
  }
  input.readers = MakeReaders(data, item_of_paper);
  return input;
}

}  // namespace broadsheet::recommend
