#include "recommend/search/highlighter.h"

#include <algorithm>
#include <bitset>

#include "common/text.h"
#include "recommend/text_folding.h"

namespace broadsheet::recommend {
namespace {

constexpr size_t kFragmentBytes = 300;
// Before the first word shown.
constexpr size_t kLeadBytes = 60;
constexpr size_t kMaxTextBytes = 20'000;
constexpr int kMaxAuthorsShown = 5;
constexpr int kMaxAuthorsRead = 200;

bool IsAsciiWord(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
         (c >= '0' && c <= '9');
}

bool IsAscii(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) {
    return static_cast<unsigned char>(c) < 0x80;
  });
}

// Without the punctuation around it.
std::pair<size_t, size_t> TrimToWord(std::string_view text, size_t begin,
                                     size_t end) {
  bool dictionary = false;
  const auto is_word = [&](size_t at) {
    return WordCharacter(text, at, &dictionary) > 0;
  };
  while (begin < end && !is_word(begin)) ++begin;
  // Back to the begin of the last character that is part of a word.
  size_t last = end;
  while (last > begin) {
    size_t at = last - 1;
    while (at > begin &&
           (static_cast<unsigned char>(text[at]) & 0xC0) == 0x80) {
      --at;
    }
    if (is_word(at)) break;
    last = at;
  }
  return {begin, last};
}

void SetHighlight(std::string field, std::string_view fragment,
                  const std::vector<std::pair<size_t, size_t>>& ranges,
                  v1::PaperHighlights* result) {
  auto* highlight = result->add_highlights();
  highlight->set_field(std::move(field));
  highlight->set_fragment(std::string(fragment));
  for (const auto& [begin, end] : ranges) {
    auto* range = highlight->add_ranges();
    range->set_begin(static_cast<int32_t>(begin));
    range->set_end(static_cast<int32_t>(end));
  }
  highlight->set_html(MarkedHtml(fragment, ranges));
}

// To the next begin of a word at or before `at`, not before `from`.
size_t BackToSpace(std::string_view text, size_t at, size_t from) {
  while (at > from && text[at - 1] != ' ' && text[at - 1] != '\n') --at;
  return at;
}

}  // namespace

std::string MarkedHtml(std::string_view text,
                       const std::vector<std::pair<size_t, size_t>>& ranges) {
  std::string html;
  auto next = ranges.begin();
  for (size_t i = 0; i <= text.size(); ++i) {
    if (next != ranges.end() && i == next->second) {
      html += "</mark>";
      ++next;
    }
    if (next != ranges.end() && i == next->first) html += "<mark>";
    if (i == text.size()) break;
    switch (text[i]) {
      case '<':
        html += "&lt;";
        break;
      case '>':
        html += "&gt;";
        break;
      case '&':
        html += "&amp;";
        break;
      case '"':
        html += "&quot;";
        break;
      case '\'':
        html += "&#39;";
        break;
      default:
        html += text[i];
    }
  }
  return html;
}

Highlighter::Highlighter(const std::vector<std::string>& terms)
    : terms_(terms) {
  std::sort(terms_.begin(), terms_.end());
}

// The words of `text`, cut at spaces; folding may change lengths, so each word
// is analysed apart.
std::vector<Highlighter::Place> Highlighter::Find(std::string_view text) {
  std::vector<Place> places;
  size_t begin = 0;
  while (begin < text.size()) {
    while (begin < text.size() &&
           static_cast<unsigned char>(text[begin]) <= ' ') {
      ++begin;
    }
    size_t end = begin;
    while (end < text.size() && static_cast<unsigned char>(text[end]) > ' ') {
      ++end;
    }
    if (end > begin) FindIn(text.substr(begin, end - begin), begin, &places);
    begin = end;
  }
  return places;
}

void Highlighter::FindIn(std::string_view text, size_t offset,
                         std::vector<Place>* places) {
  const auto add = [&](size_t from, size_t to) {
    const std::string_view piece = text.substr(from, to - from);
    analyzer_.Analyze(piece, &tokens_);
    for (const Token& token : tokens_) {
      const auto found =
          std::lower_bound(terms_.begin(), terms_.end(), token.text);
      if (found == terms_.end() || *found != token.text) continue;
      const auto [begin, end] = TrimToWord(text, from, to);
      if (begin < end) {
        places->push_back({offset + begin, offset + end,
                           static_cast<size_t>(found - terms_.begin())});
      }
      return;
    }
  };
  if (IsAscii(text)) {
    // "(model/task)" has two words; hyphens and points join one.
    size_t from = 0;
    for (size_t at = 0; at <= text.size(); ++at) {
      const bool inside =
          at < text.size() &&
          (IsAsciiWord(text[at]) || text[at] == '-' || text[at] == '.' ||
           text[at] == '\'' || text[at] == '_' || text[at] == '^' ||
           text[at] == '+');
      if (inside) continue;
      if (at > from) add(from, at);
      from = at + 1;
    }
    return;
  }
  bool dictionary = false;
  for (size_t at = 0; at < text.size() && !dictionary;) {
    at += std::max<size_t>(1, WordCharacter(text, at, &dictionary));
  }
  if (!dictionary) return add(0, text.size());
  size_t from = 0;
  for (const std::string_view piece : SplitByDictionary(text)) {
    add(from, from + piece.size());
    from += piece.size();
  }
}

void Highlighter::AddTitle(const v1::Paper& paper,
                           v1::PaperHighlights* result) {
  std::vector<std::pair<size_t, size_t>> ranges;
  for (const Place& place : Find(paper.title())) {
    ranges.emplace_back(place.begin, place.end);
  }
  if (!ranges.empty()) SetHighlight("title", paper.title(), ranges, result);
}

void Highlighter::AddAbstract(const v1::Paper& paper,
                              v1::PaperHighlights* result) {
  const std::string_view text = CutUtf8(paper.abstract(), kMaxTextBytes);
  const std::vector<Place> places = Find(text);
  if (places.empty()) return;
  // The window that begins at a word and has most distinct words, then most.
  size_t best = 0;
  std::pair<size_t, size_t> most = {0, 0};
  for (size_t i = 0; i < places.size(); ++i) {
    std::bitset<64> terms;
    size_t count = 0;
    for (size_t j = i;
         j < places.size() &&
         places[j].end <= places[i].begin + kFragmentBytes - kLeadBytes;
         ++j, ++count) {
      terms.set(places[j].term % 64);
    }
    if (std::pair(terms.count(), count) > most) {
      most = {terms.count(), count};
      best = i;
    }
  }
  const size_t first = places[best].begin;
  size_t begin = first > kLeadBytes ? first - kLeadBytes : 0;
  if (begin > 0) {
    const size_t space = text.find_first_of(" \n", begin);
    begin = space < first ? space + 1 : first;
  }
  size_t end = std::min(text.size(), begin + kFragmentBytes);
  if (end < text.size()) {
    const size_t back = BackToSpace(text, end, begin);
    end = back > first ? back : end;
    while (end > begin &&
           (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) {
      --end;
    }
  }
  std::vector<std::pair<size_t, size_t>> ranges;
  for (const Place& place : places) {
    if (place.begin < begin || place.end > end) continue;
    ranges.emplace_back(place.begin - begin, place.end - begin);
  }
  SetHighlight("abstract", text.substr(begin, end - begin), ranges, result);
}

void Highlighter::AddAuthors(const v1::Paper& paper,
                             v1::PaperHighlights* result) {
  std::string fragment;
  std::vector<std::pair<size_t, size_t>> ranges;
  int shown = 0;
  const int read = std::min(paper.authors_size(), kMaxAuthorsRead);
  for (int i = 0; i < read && shown < kMaxAuthorsShown; ++i) {
    const std::vector<Place> places = Find(paper.authors(i));
    if (places.empty()) continue;
    ++shown;
    if (!fragment.empty()) fragment += ", ";
    for (const Place& place : places) {
      ranges.emplace_back(fragment.size() + place.begin,
                          fragment.size() + place.end);
    }
    fragment += paper.authors(i);
  }
  if (!ranges.empty()) SetHighlight("authors", fragment, ranges, result);
}

v1::PaperHighlights Highlighter::Highlight(const v1::Paper& paper) {
  v1::PaperHighlights result;
  result.set_paper_id(paper.id());
  AddTitle(paper, &result);
  AddAbstract(paper, &result);
  AddAuthors(paper, &result);
  return result;
}

}  // namespace broadsheet::recommend
