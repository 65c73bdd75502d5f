#include "recommend/models/model_checks.h"

#include <algorithm>
#include <cmath>

#include "absl/strings/str_cat.h"
#include "common/errors.h"

namespace broadsheet::recommend {
namespace {

constexpr uint32_t kMaxDimension = 1024;
// Embedding servers make longer ones.
constexpr uint32_t kMaxTextDimension = 4096;
constexpr size_t kMaxEncoderBytes = 100;

absl::Status Broken(std::string_view part, std::string_view rule) {
  return absl::DataLossError(
      absl::StrCat("model file: ", AsAbsl(part), " ", AsAbsl(rule)));
}

absl::Status CheckCount(std::string_view part, uint64_t count,
                        uint64_t expected) {
  if (count == expected) return absl::OkStatus();
  return absl::DataLossError(absl::StrCat("model file: ", AsAbsl(part), " has ",
                                          count, " entries instead of ",
                                          expected));
}

absl::Status CheckEnds(std::string_view part, std::span<const uint64_t> ends,
                       uint64_t size) {
  if (!std::ranges::is_sorted(ends)) return Broken(part, "is not ascending");
  const uint64_t last = ends.empty() ? 0 : ends.back();
  if (last != size) return Broken(part, "does not end where its data end");
  return absl::OkStatus();
}

// `text(i)` for all i below `count` must ascend.
template <class TextOf>
absl::Status CheckTexts(std::string_view part, uint32_t count,
                        const TextOf& text) {
  for (uint32_t i = 1; i < count; ++i) {
    if (text(i - 1) >= text(i)) return Broken(part, "is not in order");
  }
  return absl::OkStatus();
}

// Sums of products of any of them must stay finite.
constexpr float kMaxNumber = 1e9f;

absl::Status CheckNumbers(std::string_view part,
                          std::span<const float> numbers) {
  for (const float number : numbers) {
    if (!(number >= 0 && number <= kMaxNumber)) {
      return Broken(part, "has a number that is not 0 to 1e9");
    }
  }
  return absl::OkStatus();
}

absl::Status CheckHead(const ModelHead& head) {
  if (head.factor_dimension % 16 != 0 ||
      head.factor_dimension > kMaxDimension) {
    return Broken("factor_dimension", "is not a multiple of 16 up to 1024");
  }
  if (head.text_dimension % 32 != 0 ||
      head.text_dimension > kMaxTextDimension) {
    return Broken("text_dimension", "is not a multiple of 32 up to 4096");
  }
  const float numbers[] = {head.unobserved, head.regularization};
  if (auto status = CheckNumbers("head", numbers); !status.ok()) return status;
  if (head.factor_dimension > 0 &&
      !(head.regularization > 1e-9f && head.factor_items > 0 &&
        head.unobserved > 1e-9f)) {
    return Broken("head", "has factors without what they were made with");
  }
  return absl::OkStatus();
}

absl::Status CheckItems(const ModelLayout& layout) {
  const uint64_t items = layout.head.items;
  const uint64_t rows = layout.head.factor_dimension > 0 ? items : 0;
  for (const absl::Status& status :
       {CheckCount("paper_ends", layout.paper_ends.size(), items),
        CheckEnds("paper_ends", layout.paper_ends, layout.papers.size()),
        CheckCount("interactions", layout.interactions.size(), items),
        CheckCount("factor_scales", layout.factor_scales.size(), rows),
        CheckCount("factors", layout.factors.size(),
                   rows * layout.head.factor_dimension),
        CheckNumbers("factor_scales", layout.factor_scales),
        CheckCount("gram", layout.gram.size(), layout.head.factor_dimension),
        CheckNumbers("gram", layout.gram)}) {
    if (!status.ok()) return status;
  }
  return CheckTexts("papers", layout.head.items,
                    [&](uint32_t i) { return layout.Paper(i); });
}

absl::Status CheckNeighbours(const ModelLayout& layout) {
  for (const absl::Status& status :
       {CheckCount("neighbour_ends", layout.neighbour_ends.size(),
                   layout.head.items),
        CheckEnds("neighbour_ends", layout.neighbour_ends,
                  layout.neighbours.size())}) {
    if (!status.ok()) return status;
  }
  for (const ItemWeight& neighbour : layout.neighbours) {
    if (neighbour.item >= layout.head.items) {
      return Broken("neighbours", "names a paper that is not there");
    }
    if (!(std::abs(neighbour.weight) <= kMaxNumber)) {
      return Broken("neighbours", "has a weight that is no number");
    }
  }
  return absl::OkStatus();
}

absl::Status CheckTerms(const ModelLayout& layout) {
  const uint64_t terms = layout.head.terms;
  for (const absl::Status& status :
       {CheckCount("term_ends", layout.term_ends.size(), terms),
        CheckEnds("term_ends", layout.term_ends, layout.term_texts.size()),
        CheckCount("term_scales", layout.term_scales.size(), terms),
        CheckCount("term_values", layout.term_values.size(),
                   terms * layout.head.text_dimension),
        CheckNumbers("term_scales", layout.term_scales)}) {
    if (!status.ok()) return status;
  }
  return CheckTexts("terms", layout.head.terms,
                    [&](uint32_t i) { return layout.Term(i); });
}

absl::Status CheckEncoder(const ModelLayout& layout) {
  if (layout.encoder.empty()) return absl::OkStatus();
  if (layout.encoder.size() > kMaxEncoderBytes) {
    return Broken("encoder", "is longer than 100 bytes");
  }
  if (layout.head.terms > 0 || layout.head.text_dimension == 0) {
    return Broken("encoder", "has terms beside it, or no dimension");
  }
  return absl::OkStatus();
}

// Each paper that comes is compared with all of them.
absl::Status CheckCentres(const ModelLayout& layout) {
  const uint64_t dimension = layout.head.text_dimension;
  const Centres& centres = layout.text_centres;
  if (centres.size() > (dimension == 0 ? 0 : layout.head.items)) {
    return Broken("text_centres", "has more entries than there are papers");
  }
  if (auto status = CheckCount("text_centres", centres.values.size(),
                               centres.size() * dimension);
      !status.ok()) {
    return status;
  }
  return CheckNumbers("text_centres", centres.scales);
}

}  // namespace

absl::Status CheckModel(const ModelLayout& layout) {
  if (auto status = CheckHead(layout.head); !status.ok()) return status;
  if (auto status = CheckItems(layout); !status.ok()) return status;
  if (auto status = CheckNeighbours(layout); !status.ok()) return status;
  if (auto status = CheckTerms(layout); !status.ok()) return status;
  if (auto status = CheckEncoder(layout); !status.ok()) return status;
  return CheckCentres(layout);
}

}  // namespace broadsheet::recommend
