#ifndef BROADSHEET_GATEWAY_API_HF_ROUTES_H_
#define BROADSHEET_GATEWAY_API_HF_ROUTES_H_

#include "gateway/backend.h"
#include "gateway/http/router.h"
#include "gateway/method_table.h"

namespace broadsheet::gateway {

// Adds the Hugging Face Papers API, as its official client and command line use
// it: /api/daily_papers, /api/papers, /api/papers/search, /api/papers/{id} and
// its /vote, /api/arxiv/{id}/repos, /api/{models,datasets,spaces} that belong
// to a paper, and /papers/{id} as Markdown. Writes are in hf_writes.h. Both
// must outlive the router.
void RegisterHuggingFaceRoutes(Router* router, Backend* backend,
                               const MethodTable* methods);

}  // namespace broadsheet::gateway

#endif  // BROADSHEET_GATEWAY_API_HF_ROUTES_H_
