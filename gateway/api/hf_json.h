#ifndef BROADSHEET_GATEWAY_API_HF_JSON_H_
#define BROADSHEET_GATEWAY_API_HF_JSON_H_

#include <map>
#include <string>
#include <string_view>

#include "broadsheet/v1/comment.pb.h"
#include "broadsheet/v1/paper.pb.h"
#include "broadsheet/v1/paper_service.pb.h"
#include "broadsheet/v1/recommend_service.pb.h"
#include "common/json_writer.h"

namespace broadsheet::gateway {

// Papers as the Hugging Face Papers API writes them. Its official client reads
// some fields only at the top level of a list's item and others first in the
// "paper" within, so items carry them at both.

// The readers who are known as authors, by paper id.
using HfAuthors = std::multimap<std::string, v1::KnownAuthor>;

// An item of /api/daily_papers: "publishedAt" is the day of the list.
void WriteDailyItem(const v1::SubmittedPaper& paper, const HfAuthors& authors,
                    JsonWriter* json);
// An item of /api/papers/search; `marks` (null: none) are what was found in it.
void WriteSearchItem(const v1::Paper& paper, const HfAuthors& authors,
                     const v1::PaperHighlights* marks, JsonWriter* json);
// The whole answer of /api/papers/{id}; also an item of /api/papers.
void WritePaperDetail(const v1::Paper& paper, const HfAuthors& authors,
                      JsonWriter* json);

// An array of the paper's links of that kind, as repositories of the hub;
// answers how many there are.
int WriteRepos(const v1::Paper& paper, v1::PaperLink::Kind kind,
               JsonWriter* json);

// The text that /papers/{id}.md answers.
std::string PaperMarkdown(const v1::Paper& paper);

// "2026-11-23" -> "2026-11-23T00:00:00.000Z", the only form of dates that all
// clients read; empty for an empty day.
std::string HfDay(std::string_view day);
std::string HfTime(const google::protobuf::Timestamp& time);
// Of one author of a paper.
std::string HfAuthorId(const v1::Paper& paper, const std::string& author);
// Of a reader.
std::string HfUserId(std::string_view reader);
// 24 hexadecimal digits, always the same for the same text.
std::string HfObjectId(std::string_view text);

}  // namespace broadsheet::gateway

#endif  // BROADSHEET_GATEWAY_API_HF_JSON_H_
