#ifndef BROADSHEET_GATEWAY_WEB_PAPER_PARTS_H_
#define BROADSHEET_GATEWAY_WEB_PAPER_PARTS_H_

#include <string>
#include <string_view>

#include "broadsheet/v1/list.pb.h"
#include "broadsheet/v1/paper.pb.h"

namespace ctemplate {
class TemplateDictionary;
}

namespace broadsheet::gateway {

// Parts of a paper's page (paper.tpl). Each adds nothing when the paper has
// nothing of the kind.

// The sections PART of `parent`: words, and formulas for the browser to set.
// `tex` as papers have it.
void AddMathText(std::string_view tex, ctemplate::TemplateDictionary& parent);
// Code, models, datasets, spaces, project pages, videos; and keywords.
void FillResources(const v1::Paper& paper, ctemplate::TemplateDictionary& body);
// The versions, latest first; at most 20.
void FillVersions(const v1::Paper& paper, ctemplate::TemplateDictionary& body);
void FillCitation(const v1::Paper& paper, ctemplate::TemplateDictionary& body);
void FillExplanation(const v1::ListedPaper& explained,
                     ctemplate::TemplateDictionary& body);

// "GitHub stars" for "github_stars".
std::string SignalName(std::string_view name);
// "github.com/a/b" for "https://github.com/a/b/".
std::string ShortUrl(std::string_view url);

}  // namespace broadsheet::gateway

#endif  // BROADSHEET_GATEWAY_WEB_PAPER_PARTS_H_
