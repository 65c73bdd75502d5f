#ifndef BROADSHEET_INGEST_LINK_FINDER_H_
#define BROADSHEET_INGEST_LINK_FINDER_H_

#include <string_view>

#include "broadsheet/v1/paper.pb.h"

namespace broadsheet::ingest {

inline constexpr int kMaxLinks = 50;

// Adds the links that `text` has to those of `paper`, each once, up to
// kMaxLinks: what KnownLink knows, with or without "https://", and any address
// behind "project page" or "website". Addresses in \url{} and \href{}{}, with
// escaped underscores, or broken over two lines are found, too.
void FindLinks(std::string_view text, v1::Paper* paper);

// Adds one link unless `paper` has it or is full. Hosts and repositories do not
// tell case apart.
void AddLink(const v1::PaperLink& link, v1::Paper* paper);

}  // namespace broadsheet::ingest

#endif  // BROADSHEET_INGEST_LINK_FINDER_H_
