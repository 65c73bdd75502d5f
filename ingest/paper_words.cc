#include "ingest/paper_words.h"

#include <bit>

namespace broadsheet::ingest {

void PaperWords::Read(std::string_view title, std::string_view abstract) {
  title_ = title;
  abstract_ = abstract;
  words_.clear();
  scanner_->Append(title, kMaxWords, &words_);
  title_size_ = words_.size();
  scanner_->Append(abstract, kMaxWords, &words_);
  AddTerms();
}

void PaperWords::AddTerms() {
  slots_.assign(std::bit_ceil(2 * words_.size() + 1), Slot());
  terms_.assign(1, Term());
  numbers_.assign(words_.size(), 0);
  next_.assign(words_.size(), kNone);
  for (size_t i = 0; i < words_.size(); ++i) {
    if (words_[i].stop) continue;
    const auto place = static_cast<uint32_t>(i);
    const uint32_t number = NumberOf(words_[i].term);
    numbers_[i] = number;
    Term& term = terms_[number];
    if (term.last != kNone) {
      next_[term.last] = place;
    } else {
      term.first = place;
    }
    term.last = place;
    ++(i < title_size_ ? term.in_title : term.in_abstract);
  }
}

uint32_t PaperWords::NumberOf(TermId id) {
  const size_t mask = slots_.size() - 1;
  size_t at = id & mask;
  while (slots_[at].id != 0 && slots_[at].id != id) at = (at + 1) & mask;
  Slot& slot = slots_[at];
  if (slot.id == 0) {
    slot = {id, static_cast<uint32_t>(terms_.size())};
    terms_.push_back({.id = id});
  }
  return slot.number;
}

std::string_view PaperWords::TextOf(size_t first, size_t count) const {
  const std::string_view text = first < title_size_ ? title_ : abstract_;
  const size_t begin = words_[first].begin;
  return text.substr(begin, words_[first + count - 1].end - begin);
}

}  // namespace broadsheet::ingest
