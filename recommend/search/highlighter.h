#ifndef BROADSHEET_RECOMMEND_SEARCH_HIGHLIGHTER_H_
#define BROADSHEET_RECOMMEND_SEARCH_HIGHLIGHTER_H_

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "broadsheet/v1/recommend_service.pb.h"
#include "recommend/text_analyzer.h"

namespace broadsheet::recommend {

// Shows where a query's words are in a paper: the whole title, the part of the
// abstract with most of the words (some 300 bytes), the authors that match. For
// one query; not thread-safe.
class Highlighter {
 public:
  // `terms`: index terms of the query.
  explicit Highlighter(const std::vector<std::string>& terms);

  v1::PaperHighlights Highlight(const v1::Paper& paper);

 private:
  struct Place {
    size_t begin;
    size_t end;
    size_t term;  // Number of the term, to count distinct ones.
  };

  std::vector<Place> Find(std::string_view text);
  void FindIn(std::string_view text, size_t offset, std::vector<Place>* places);
  void AddTitle(const v1::Paper& paper, v1::PaperHighlights* result);
  void AddAbstract(const v1::Paper& paper, v1::PaperHighlights* result);
  void AddAuthors(const v1::Paper& paper, v1::PaperHighlights* result);

  std::vector<std::string> terms_;
  TextAnalyzer analyzer_;
  std::vector<Token> tokens_;
};

// `text` with <, >, &, " and ' escaped, and <mark> around the ranges, which are
// in order, without overlaps and inside.
std::string MarkedHtml(std::string_view text,
                       const std::vector<std::pair<size_t, size_t>>& ranges);

}  // namespace broadsheet::recommend

#endif  // BROADSHEET_RECOMMEND_SEARCH_HIGHLIGHTER_H_
