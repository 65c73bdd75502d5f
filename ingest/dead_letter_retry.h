#ifndef BROADSHEET_INGEST_DEAD_LETTER_RETRY_H_
#define BROADSHEET_INGEST_DEAD_LETTER_RETRY_H_

#include "absl/status/statusor.h"
#include "broadsheet/v1/ingest_service.pb.h"
#include "common/call_context.h"
#include "ingest/backend.h"

namespace broadsheet::ingest {

// Sends refused records the whole way again, as IngestService.RetryDeadLetters
// says: what is taken leaves storage's dead letters after its commit, what is
// refused stays under its id. Blocks; ends early, with a page token, when
// `call` has little time left.
absl::StatusOr<v1::RetryDeadLettersResponse> RetryDeadLetters(
    const Backend& backend, const CallContext& call,
    const v1::RetryDeadLettersRequest& request);

}  // namespace broadsheet::ingest

#endif  // BROADSHEET_INGEST_DEAD_LETTER_RETRY_H_
