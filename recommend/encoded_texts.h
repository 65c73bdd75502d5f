#ifndef BROADSHEET_RECOMMEND_ENCODED_TEXTS_H_
#define BROADSHEET_RECOMMEND_ENCODED_TEXTS_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "broadsheet/internal/v1/paper_vector.pb.h"
#include "recommend/models/paper_vectors.h"
#include "recommend/score_map.h"

namespace broadsheet::recommend {

class SegmentReader;
class SegmentWriter;

// The vectors that embedding servers made of papers' texts (rows of storage),
// by encoder. Bytes with a scale, as they came: dimension + 32 bytes a paper
// and encoder. Not thread-safe; const methods may run at the same time.
class EncodedTexts {
 public:
  // Replaces the paper's vector. One that breaks a rule of PaperVector, or has
  // another length than its encoder's others, is left out.
  void Put(DocId doc, const internal::v1::PaperVector& vector);
  void Delete(std::string_view encoder);

  // 0: there is no vector of that encoder.
  size_t DimensionOf(std::string_view encoder) const;
  // Papers with a vector.
  size_t CountOf(std::string_view encoder) const;
  // Writes the vector; false, and zeros, when there is none of that dimension.
  bool Read(std::string_view encoder, DocId doc, std::span<float> vector) const;
  // PaperVector.text_hash by paper, 0 without a vector; may end early.
  std::span<const uint64_t> TextHashesOf(std::string_view encoder) const;

  // Load only when empty.
  void Save(SegmentWriter* out) const;
  void Load(SegmentReader* in);

 private:
  struct Encoded {
    Encoded(std::string encoder, size_t dimension)
        : name(std::move(encoder)), vectors(dimension) {}

    std::string name;
    PaperVectors vectors;
    std::vector<uint64_t> hashes;  // By paper.
    size_t count = 0;
  };
  Encoded* Find(std::string_view encoder) const;

  std::vector<std::unique_ptr<Encoded>> encoders_;  // Few; by name.
};

// The row that storage keeps of a unit vector.
internal::v1::PaperVector MakePaperVector(std::string paper_id,
                                          std::string encoder,
                                          uint64_t text_hash,
                                          std::span<const float> vector);

}  // namespace broadsheet::recommend

#endif  // BROADSHEET_RECOMMEND_ENCODED_TEXTS_H_
