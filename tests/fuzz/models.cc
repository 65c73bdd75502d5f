#include "tests/fuzz/models.h"

#include <cmath>
#include <cstdint>
#include <cstring>
#include <vector>

#include "recommend/models/model_file.h"
#include "recommend/models/text_encoder.h"
#include "recommend/models/vector_lists.h"
#include "tests/fuzz/check.h"

namespace broadsheet::fuzz {
namespace {

using recommend::Checksums;
using recommend::ModelLayout;

// Where the header has the size of the file.
constexpr size_t kSizeOffset = 16;

struct alignas(64) Block {
  char bytes[64];
};

void ReadTexts(const ModelLayout& layout) {
  const recommend::TextEncoder encoder(layout);
  std::vector<float> vector(encoder.dimension());
  for (uint32_t term = 0; term < layout.head.terms; ++term) {
    const recommend::TextTerm text{layout.Term(term), 2};
    encoder.Encode({&text, 1}, vector);
    for (const float value : vector) {
      Check(std::abs(value) <= 1.001f, "texts have vectors of length 1");
    }
  }
}

void ReadItems(const ModelLayout& layout) {
  size_t length = 0;
  for (uint32_t item = 0; item < layout.head.items; ++item) {
    length += layout.Paper(item).size();
  }
  Check(length == layout.papers.size(), "ids fill their section");
  for (const recommend::ItemWeight& neighbour : layout.neighbours) {
    Check(neighbour.item < layout.head.items, "neighbours are papers");
  }
}

// Puts a vector into its list and finds it there.
void ReadCentres(const ModelLayout& layout) {
  if (layout.text_centres.size() == 0) return;
  const size_t dimension = layout.head.text_dimension;
  recommend::VectorLists lists(dimension, layout.text_centres,
                               /*sketch_bytes=*/0);
  const std::vector<int8_t> vector(dimension, 3);
  lists.Put(0, lists.ListOf(vector.data()),
            {vector.data(), /*scale=*/1, nullptr, /*unit=*/0});
  const auto closest = lists.Closest(vector.data());
  Check(closest.size() == lists.lists().size(), "all lists are ordered");
  Check(lists.lists()[closest.front()].size() == 1,
        "a vector is in the closest");
}

}  // namespace

void OpenModel(std::string_view input) {
  std::vector<Block> blocks(input.size() / sizeof(Block) + 1);
  char* bytes = blocks.front().bytes;
  std::memcpy(bytes, input.data(), input.size());
  const uint64_t size = input.size();
  if (size >= kSizeOffset + sizeof(size)) {
    std::memcpy(bytes + kSizeOffset, &size, sizeof(size));
  }
  const auto layout =
      recommend::ParseModel({bytes, input.size()}, Checksums::kIgnore);
  if (!layout.ok()) return;
  ReadTexts(*layout);
  ReadItems(*layout);
  ReadCentres(*layout);
}

}  // namespace broadsheet::fuzz
