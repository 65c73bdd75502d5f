#ifndef BROADSHEET_GATEWAY_API_HF_LINKS_H_
#define BROADSHEET_GATEWAY_API_HF_LINKS_H_

#include <cstddef>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "broadsheet/v1/paper.pb.h"

namespace broadsheet::gateway {

// What writes of the Hugging Face Papers API make of a paper's links.

// Those of `urls` that the paper has as no kind of link, each once: nobody
// renames a link by giving it as a picture, nor brings back what was taken
// away.
std::vector<std::string> NewUrls(const v1::Paper& paper,
                                 const std::vector<std::string>& urls);

// INVALID_ARGUMENT names `media_urls`: the paper has no room for `count` more
// of them. A paper has 10 from readers, and 50 links in all.
absl::Status CheckMediaRoom(const v1::Paper& paper, size_t count);

// Puts `url` in place of the first link of that kind, the one that is shown; an
// empty one takes all of the kind away. What goes stays as KIND_REMOVED, so
// that no source brings it back: the 10 that went last.
void SetLink(const std::string& url, v1::PaperLink::Kind kind,
             v1::Paper* paper);

}  // namespace broadsheet::gateway

#endif  // BROADSHEET_GATEWAY_API_HF_LINKS_H_
