#ifndef BROADSHEET_RECOMMEND_MODELS_VECTOR_LISTS_H_
#define BROADSHEET_RECOMMEND_MODELS_VECTOR_LISTS_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace broadsheet::recommend {

class SegmentReader;
class SegmentWriter;

// Unit vectors in the midst of many others, as bytes with a scale each; rows of
// `values` are as long as the vectors. Views: of a model file.
struct Centres {
  std::span<const float> scales;
  std::span<const int8_t> values;

  size_t size() const { return scales.size(); }
};

// Papers' vectors, as bytes with a scale each, side by side in lists.
//
// With centres they are an inverted file: each paper is in the list of the
// centre of the largest product with its vector, and a search looks into the
// lists of the centres that are closest to its query (H. Jegou, M. Douze, C.
// Schmid, "Product Quantization for Nearest Neighbor Search", PAMI 2011,
// section IV). In which list a paper is depends on its vector alone, so that
// replicas agree. Without centres, lists are filled one after another.
//
// Not thread-safe; const methods may run at the same time.
class VectorLists {
 public:
  // By place in the list.
  struct List {
    size_t size() const { return docs.size(); }

    std::vector<uint32_t> docs;
    std::vector<float> scales;   // Above 0.
    std::vector<float> lengths;  // Of the vectors.
    std::vector<int8_t> rows;
    std::vector<uint8_t> sketches;  // Of the given length each.
    std::vector<float> units;       // Of the sketches.
  };

  // What is kept of a paper. Views.
  struct Row {
    const int8_t* values;
    float scale;  // Above 0.
    const uint8_t* sketch;
    float unit;
  };

  // `dimension` is a multiple of 32; a sketch has `sketch_bytes`, maybe none.
  VectorLists(size_t dimension, Centres centres, size_t sketch_bytes);

  bool has_centres() const { return centres_.size() > 0; }
  const std::vector<List>& lists() const { return lists_; }
  // One more than the highest number put.
  size_t docs() const { return places_.size(); }

  // The list for a vector of these bytes; 0 without centres.
  uint32_t ListOf(const int8_t* vector) const;
  // Puts or replaces a paper's vector. `list`: of ListOf.
  void Put(uint32_t doc, uint32_t list, const Row& row);
  void Remove(uint32_t doc);
  // 0: the paper has no vector.
  float Scale(uint32_t doc) const {
    if (doc >= places_.size() || places_[doc].list == kNone) return 0;
    return lists_[places_[doc].list].scales[places_[doc].row];
  }
  // 0 likewise.
  float Length(uint32_t doc) const {
    if (doc >= places_.size() || places_[doc].list == kNone) return 0;
    return lists_[places_[doc].list].lengths[places_[doc].row];
  }
  // Of a paper that has one.
  const int8_t* Values(uint32_t doc) const {
    const Place& place = places_[doc];
    return lists_[place.list].rows.data() + place.row * dimension_;
  }
  // All lists, those of the centres closest to `query` first; ties by number.
  std::vector<uint32_t> Closest(const int8_t* query) const;

  // The section `name`. Load only when empty, with the same dimension, centres
  // and sketches; no paper is numbered `limit` or more.
  void Save(std::string_view name, SegmentWriter* out) const;
  void Load(std::string_view name, size_t limit, SegmentReader* in);

 private:
  static constexpr uint32_t kNone = ~uint32_t{0};
  // Without centres, of a list: growing copies none.
  static constexpr size_t kFull = 512;

  struct Place {
    uint32_t list = kNone;
    uint32_t row = 0;
  };

  std::vector<float> Products(const int8_t* vector) const;
  // Makes room for one more; returns the list to use.
  uint32_t MakeRoom(uint32_t list);
  void Resize(size_t size, List* list) const;
  void Write(uint32_t at, const Row& row, List* list) const;
  void SaveList(const List& list, SegmentWriter* out) const;
  void LoadList(uint32_t number, SegmentReader* in);

  size_t dimension_;
  Centres centres_;
  size_t sketch_bytes_;
  std::vector<List> lists_;    // By centre.
  std::vector<Place> places_;  // By paper.
};

}  // namespace broadsheet::recommend

#endif  // BROADSHEET_RECOMMEND_MODELS_VECTOR_LISTS_H_
