#include "recommend/encoded_texts.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "absl/strings/str_cat.h"
#include "recommend/models/byte_kernels.h"
#include "recommend/segment/segment_reader.h"
#include "recommend/segment/segment_writer.h"

namespace broadsheet::recommend {
namespace {

constexpr size_t kMaxDimension = 4'096;
constexpr char kSection[] = "encoded_texts";

bool IsDimension(size_t size) {
  return size > 0 && size % 32 == 0 && size <= kMaxDimension;
}

std::string SectionOf(size_t encoder) {
  return absl::StrCat(kSection, ".", encoder);
}

}  // namespace

EncodedTexts::Encoded* EncodedTexts::Find(std::string_view encoder) const {
  for (const auto& encoded : encoders_) {
    if (encoded->name == encoder) return encoded.get();
  }
  return nullptr;
}

void EncodedTexts::Put(DocId doc, const internal::v1::PaperVector& vector) {
  const std::string& bytes = vector.values();
  if (!IsDimension(bytes.size()) || !(vector.scale() > 0) ||
      !std::isfinite(vector.scale())) {
    return;
  }
  Encoded* encoded = Find(vector.encoder());
  if (encoded == nullptr) {
    encoders_.push_back(
        std::make_unique<Encoded>(vector.encoder(), bytes.size()));
    encoded = encoders_.back().get();
  }
  if (encoded->vectors.dimension() != bytes.size()) return;
  std::vector<float> values(bytes.size());
  for (size_t i = 0; i < bytes.size(); ++i) {
    values[i] =
        vector.scale() * static_cast<float>(static_cast<signed char>(bytes[i]));
  }
  if (!encoded->vectors.Has(doc)) ++encoded->count;
  encoded->vectors.Set(doc, values);
  if (encoded->hashes.size() <= doc) encoded->hashes.resize(doc + 1);
  encoded->hashes[doc] = vector.text_hash();
}

void EncodedTexts::Delete(std::string_view encoder) {
  std::erase_if(encoders_, [encoder](const auto& encoded) {
    return encoded->name == encoder;
  });
}

size_t EncodedTexts::DimensionOf(std::string_view encoder) const {
  const Encoded* encoded = Find(encoder);
  return encoded == nullptr ? 0 : encoded->vectors.dimension();
}

size_t EncodedTexts::CountOf(std::string_view encoder) const {
  const Encoded* encoded = Find(encoder);
  return encoded == nullptr ? 0 : encoded->count;
}

bool EncodedTexts::Read(std::string_view encoder, DocId doc,
                        std::span<float> vector) const {
  const Encoded* encoded = Find(encoder);
  if (encoded != nullptr && encoded->vectors.dimension() == vector.size()) {
    return encoded->vectors.Read(doc, vector);
  }
  std::ranges::fill(vector, 0.0f);
  return false;
}

std::span<const uint64_t> EncodedTexts::TextHashesOf(
    std::string_view encoder) const {
  const Encoded* encoded = Find(encoder);
  if (encoded == nullptr) return {};
  return encoded->hashes;
}

void EncodedTexts::Save(SegmentWriter* out) const {
  out->Begin(kSection);
  out->Put(static_cast<uint32_t>(encoders_.size()));
  for (const auto& encoded : encoders_) {
    out->PutText(encoded->name);
    out->Put(static_cast<uint32_t>(encoded->vectors.dimension()));
    out->PutArray(encoded->hashes);
  }
  for (size_t i = 0; i < encoders_.size(); ++i) {
    encoders_[i]->vectors.Save(SectionOf(i), out);
  }
}

void EncodedTexts::Load(SegmentReader* in) {
  in->Open(kSection);
  const auto count = in->Get<uint32_t>();
  for (uint32_t i = 0; i < count && in->ok(); ++i) {
    const std::string name(in->Text());
    const auto dimension = in->Get<uint32_t>();
    const auto hashes = in->Array<uint64_t>();
    if (!in->Check(IsDimension(dimension) && hashes.size() <= in->papers())) {
      return;
    }
    encoders_.push_back(std::make_unique<Encoded>(name, dimension));
    encoders_.back()->hashes.assign(hashes.begin(), hashes.end());
  }
  for (size_t i = 0; i < encoders_.size() && in->ok(); ++i) {
    Encoded& encoded = *encoders_[i];
    encoded.vectors.Load(SectionOf(i), encoded.hashes.size(), in);
    for (DocId doc = 0; doc < encoded.hashes.size(); ++doc) {
      if (encoded.vectors.Has(doc)) ++encoded.count;
    }
  }
}

internal::v1::PaperVector MakePaperVector(std::string paper_id,
                                          std::string encoder,
                                          uint64_t text_hash,
                                          std::span<const float> vector) {
  internal::v1::PaperVector row;
  row.set_paper_id(std::move(paper_id));
  row.set_encoder(std::move(encoder));
  row.set_text_hash(text_hash);
  std::vector<int8_t> bytes(vector.size());
  row.set_scale(QuantizeBytes(vector.data(), vector.size(), bytes.data()));
  row.set_values(
      std::string(reinterpret_cast<const char*>(bytes.data()), bytes.size()));
  return row;
}

}  // namespace broadsheet::recommend
