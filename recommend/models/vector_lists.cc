#include "recommend/models/vector_lists.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <utility>

#include "recommend/models/byte_kernels.h"
#include "recommend/segment/segment_reader.h"
#include "recommend/segment/segment_writer.h"

namespace broadsheet::recommend {

VectorLists::VectorLists(size_t dimension, Centres centres, size_t sketch_bytes)
    : dimension_(dimension),
      centres_(centres),
      sketch_bytes_(sketch_bytes),
      lists_(centres.size()) {}

std::vector<float> VectorLists::Products(const int8_t* vector) const {
  std::vector<int32_t> whole(centres_.size());
  DotRows(vector, centres_.values.data(), centres_.size(), dimension_,
          whole.data());
  std::vector<float> products(whole.size());
  for (size_t i = 0; i < whole.size(); ++i) {
    products[i] = static_cast<float>(whole[i]) * centres_.scales[i];
  }
  return products;
}

uint32_t VectorLists::ListOf(const int8_t* vector) const {
  if (!has_centres()) return 0;
  const std::vector<float> products = Products(vector);
  return static_cast<uint32_t>(
      std::max_element(products.begin(), products.end()) - products.begin());
}

uint32_t VectorLists::MakeRoom(uint32_t list) {
  size_t room = kFull;
  if (!has_centres()) {
    if (lists_.empty() || lists_.back().size() == kFull) lists_.emplace_back();
    list = static_cast<uint32_t>(lists_.size() - 1);
  } else {
    // Twice as much would be a third of all memory on average.
    room = lists_[list].size() + lists_[list].size() / 8 + 8;
  }
  List& chosen = lists_[list];
  if (chosen.docs.capacity() > chosen.size()) return list;
  chosen.docs.reserve(room);
  chosen.scales.reserve(room);
  chosen.lengths.reserve(room);
  chosen.rows.reserve(room * dimension_);
  chosen.sketches.reserve(room * sketch_bytes_);
  chosen.units.reserve(room);
  return list;
}

void VectorLists::Write(uint32_t at, const Row& row, List* list) const {
  list->scales[at] = row.scale;
  list->units[at] = row.unit;
  list->lengths[at] = row.scale * std::sqrt(static_cast<float>(DotBytes(
                                      row.values, row.values, dimension_)));
  std::copy_n(row.values, dimension_, list->rows.data() + at * dimension_);
  std::copy_n(row.sketch, sketch_bytes_,
              list->sketches.data() + at * sketch_bytes_);
}

void VectorLists::Resize(size_t size, List* list) const {
  list->docs.resize(size);
  list->scales.resize(size);
  list->units.resize(size);
  list->lengths.resize(size);
  list->rows.resize(size * dimension_);
  list->sketches.resize(size * sketch_bytes_);
}

void VectorLists::Put(uint32_t doc, uint32_t list, const Row& row) {
  if (doc >= places_.size()) places_.resize(doc + 1);
  Place& place = places_[doc];
  if (place.list != kNone && has_centres() && place.list != list) Remove(doc);
  if (place.list == kNone) {
    place.list = MakeRoom(list);
    List& chosen = lists_[place.list];
    place.row = static_cast<uint32_t>(chosen.size());
    Resize(chosen.size() + 1, &chosen);
    chosen.docs[place.row] = doc;
  }
  Write(place.row, row, &lists_[place.list]);
}

void VectorLists::Remove(uint32_t doc) {
  if (doc >= places_.size() || places_[doc].list == kNone) return;
  const Place place = std::exchange(places_[doc], Place());
  List& list = lists_[place.list];
  const auto last = static_cast<uint32_t>(list.size() - 1);
  if (place.row != last) {
    list.docs[place.row] = list.docs[last];
    Write(place.row,
          {list.rows.data() + last * dimension_, list.scales[last],
           list.sketches.data() + last * sketch_bytes_, list.units[last]},
          &list);
    places_[list.docs[last]].row = place.row;
  }
  Resize(last, &list);
}

void VectorLists::SaveList(const List& list, SegmentWriter* out) const {
  out->PutArray(list.docs);
  out->PutArray(list.scales);
  out->PutArray(list.lengths);
  out->PutArray(list.rows);
  out->PutArray(list.sketches);
  out->PutArray(list.units);
}

void VectorLists::Save(std::string_view name, SegmentWriter* out) const {
  out->Begin(name);
  out->Put(static_cast<uint32_t>(places_.size()));
  out->Put(static_cast<uint32_t>(lists_.size()));
  for (const List& list : lists_) SaveList(list, out);
}

void VectorLists::LoadList(uint32_t number, SegmentReader* in) {
  List& list = lists_[number];
  const auto fill = [in](auto* values) {
    using T = typename std::remove_pointer_t<decltype(values)>::value_type;
    const auto saved = in->Array<T>();
    values->assign(saved.begin(), saved.end());
  };
  fill(&list.docs);
  fill(&list.scales);
  fill(&list.lengths);
  fill(&list.rows);
  fill(&list.sketches);
  fill(&list.units);
  const size_t size = list.size();
  const auto is_length = [](float value) {
    return value >= 0 && value <= std::numeric_limits<float>::max();
  };
  const auto is_scale = [&](float value) {
    return value > 0 && is_length(value);
  };
  if (!in->Check(std::ranges::all_of(list.scales, is_scale) &&
                 std::ranges::all_of(list.lengths, is_length) &&
                 std::ranges::all_of(list.units, is_length))) {
    return;
  }
  if (!in->Check(list.scales.size() == size && list.lengths.size() == size &&
                 list.units.size() == size &&
                 list.rows.size() == size * dimension_ &&
                 list.sketches.size() == size * sketch_bytes_)) {
    return;
  }
  for (uint32_t row = 0; row < size; ++row) {
    const bool fresh = list.docs[row] < places_.size() &&
                       places_[list.docs[row]].list == kNone;
    if (!in->Check(fresh)) return;
    places_[list.docs[row]] = {number, row};
  }
}

void VectorLists::Load(std::string_view name, size_t limit, SegmentReader* in) {
  in->Open(name);
  const auto docs = in->Get<uint32_t>();
  const auto lists = in->Get<uint32_t>();
  if (!in->Check(docs <= limit && lists <= std::max(docs, 1u) + lists_.size() &&
                 (!has_centres() || lists == lists_.size()))) {
    return;
  }
  places_.resize(docs);
  lists_.resize(lists);
  for (uint32_t number = 0; number < lists && in->ok(); ++number) {
    LoadList(number, in);
  }
}

std::vector<uint32_t> VectorLists::Closest(const int8_t* query) const {
  std::vector<uint32_t> order(lists_.size());
  std::iota(order.begin(), order.end(), 0u);
  if (!has_centres()) return order;
  const std::vector<float> products = Products(query);
  std::ranges::sort(order, [&](uint32_t a, uint32_t b) {
    return products[a] != products[b] ? products[a] > products[b] : a < b;
  });
  return order;
}

}  // namespace broadsheet::recommend
