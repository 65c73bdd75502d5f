#include "recommend/vocabulary.h"

#include "recommend/segment/segment_reader.h"
#include "recommend/segment/segment_writer.h"

namespace broadsheet::recommend {

void Vocabulary::Save(SegmentWriter* out) const {
  out->PutTexts(texts_.size(),
                [this](size_t i) { return std::string_view(texts_[i]); });
}

void Vocabulary::Load(SegmentReader* in) {
  const auto texts = in->Texts();
  ids_.reserve(texts.size());
  for (Id id = 0; id < texts.size(); ++id) {
    texts_.emplace_back(texts[id]);
    ids_.emplace(AsAbsl(texts_.back()), id);
  }
  in->Check(ids_.size() == texts_.size());
}

}  // namespace broadsheet::recommend
