#ifndef BROADSHEET_GATEWAY_API_HF_WRITES_H_
#define BROADSHEET_GATEWAY_API_HF_WRITES_H_

#include "gateway/accounts/stores.h"
#include "gateway/backend.h"
#include "gateway/http/router.h"
#include "gateway/method_table.h"
#include "gateway/missing_papers.h"

namespace broadsheet::gateway {

// Adds what the Hugging Face Papers API writes: /api/papers/submit, /index,
// /{id}/comment, /{id}/comment/{cid}/reply, /{id}/links and
// /api/settings/papers/claim. Bodies are JSON objects, whose unknown fields are
// ignored, as there; what the hub keeps and we do not is refused. {id} is the
// paper's id. All must outlive the router.
void RegisterHuggingFaceWrites(Router* router, Backend* backend, Stores* stores,
                               MissingPapers* missing,
                               const MethodTable* methods);

}  // namespace broadsheet::gateway

#endif  // BROADSHEET_GATEWAY_API_HF_WRITES_H_
