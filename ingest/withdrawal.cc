#include "ingest/withdrawal.h"

#include <algorithm>
#include <cstddef>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "common/errors.h"

namespace broadsheet::ingest {
namespace {

// What may stand before "withdrawn".
constexpr std::string_view kOpening[] = {
    "this", "the",      "paper", "article",    "submission", "manuscript",
    "work", "preprint", "note",  "has",        "have",       "had",
    "been", "is",       "was",   "temporarily"};
constexpr int kMaxWordsBefore = 6;

// Takes the first word, of ASCII letters, off `text`.
std::string_view TakeWord(std::string_view* text) {
  const auto is_letter = [](unsigned char c) { return absl::ascii_isalpha(c); };
  const auto begin = std::ranges::find_if(*text, is_letter);
  const auto end = std::find_if_not(begin, text->end(), is_letter);
  const std::string_view word(begin, end);
  *text = std::string_view(end, text->end());
  return word;
}

bool Is(std::string_view word, std::string_view other) {
  return absl::EqualsIgnoreCase(AsAbsl(word), AsAbsl(other));
}

}  // namespace

bool SaysWithdrawn(std::string_view comment) {
  for (int words = 0; words <= kMaxWordsBefore; ++words) {
    const std::string_view word = TakeWord(&comment);
    // "Withdrawn from NeurIPS" is not about this paper.
    if (Is(word, "withdrawn")) return !Is(TakeWord(&comment), "from");
    const bool opens = std::ranges::any_of(
        kOpening, [word](std::string_view other) { return Is(word, other); });
    if (!opens) return false;
  }
  return false;
}

}  // namespace broadsheet::ingest
