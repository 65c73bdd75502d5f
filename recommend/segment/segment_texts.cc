#include "recommend/segment/segment_texts.h"

#include <bit>
#include <vector>

#include "common/stable_hash.h"

namespace broadsheet::recommend {

void SegmentTexts::Save(uint32_t count,
                        const std::function<std::string_view(uint32_t)>& text,
                        SegmentWriter* out) {
  std::vector<Slot> slots(std::bit_ceil(uint64_t{2} * count + 1));
  for (uint32_t id = 0; id < count; ++id) {
    const uint64_t hash = StableHash(text(id));
    size_t at = hash & (slots.size() - 1);
    while (slots[at].number != 0) at = (at + 1) & (slots.size() - 1);
    slots[at] = {static_cast<uint32_t>(hash >> 32), id + 1};
  }
  out->PutTexts(count,
                [&](uint64_t id) { return text(static_cast<uint32_t>(id)); });
  out->PutArray(slots);
}

void SegmentTexts::Load(SegmentReader* in) {
  texts_ = in->Texts();
  slots_ = in->Array<Slot>();
  if (!in->Check(std::has_single_bit(slots_.size()) &&
                 slots_.size() / 2 >= texts_.size())) {
    *this = SegmentTexts();
  }
}

std::optional<uint32_t> SegmentTexts::Find(std::string_view text) const {
  if (size() == 0) return std::nullopt;
  const uint64_t hash = StableHash(text);
  // A table without a gap, which is none of ours, ends, too.
  for (size_t at = hash; at - hash < slots_.size(); ++at) {
    const Slot& slot = slots_[at & (slots_.size() - 1)];
    if (slot.number == 0 || slot.number > size()) return std::nullopt;
    if (slot.hash != hash >> 32) continue;
    if (texts_[slot.number - 1] == text) return slot.number - 1;
  }
  return std::nullopt;
}

}  // namespace broadsheet::recommend
