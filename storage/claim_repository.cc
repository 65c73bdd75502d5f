#include "storage/claim_repository.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "common/errors.h"
#include "storage/comment_records.h"
#include "storage/keyset.h"
#include "storage/records.h"
#include "storage/rules.h"
#include "storage/sql_array.h"

namespace broadsheet::storage {
namespace {

using internal::v1::ListClaimsRequest;
using internal::v1::ListClaimsResponse;
using internal::v1::ListKnownAuthorsRequest;
using internal::v1::ListKnownAuthorsResponse;
using internal::v1::PutClaimRequest;
using internal::v1::PutClaimResponse;
using v1::AuthorshipClaim;

constexpr int kMaxPapers = 500;
constexpr int kMaxKnown = 1000;

absl::Status Check(const AuthorshipClaim& claim) {
  for (const Violation& violation :
       {CheckText("claim.paper_id", claim.paper_id(), 1, 200),
        CheckReaderId("claim.reader_id", claim.reader_id()),
        CheckText("claim.author", claim.author(), 0, 1000),
        CheckText("claim.note", claim.note(), 0, 1000),
        CheckTime("claim.claimed_at", claim.claimed_at()),
        CheckTime("claim.decided_at", claim.decided_at())}) {
    if (violation) return ToStatus(violation);
  }
  if (claim.state() != AuthorshipClaim::STATE_UNSPECIFIED) {
    return absl::OkStatus();
  }
  return InvalidField("claim.state", "is missing");
}

absl::Status Check(const v1::ListKnownAuthorsRequest& query) {
  absl::Status valid = ToStatus(CheckText("author", query.author(), 0, 1000));
  if (!valid.ok()) return valid;
  for (const std::string& id : query.paper_ids()) {
    valid = ToStatus(CheckText("paper_ids", id, 1, 200));
    if (!valid.ok()) return valid;
  }
  // A name alone is enough.
  if (query.paper_ids().empty() && !query.author().empty()) return valid;
  return CheckCount("paper_ids", query.paper_ids_size(), kMaxPapers);
}

void Write(Transaction& tx, const AuthorshipClaim& claim) {
  if (claim.state() != AuthorshipClaim::STATE_PENDING) {
    tx.sql.exec_prepared("decide_claim", claim.paper_id(), claim.reader_id(),
                         static_cast<int>(claim.state()),
                         SqlTime(TimeOf(claim.decided_at())));
    return;
  }
  const std::string at = SqlTime(TimeOf(claim.claimed_at()));
  tx.sql.exec_prepared("make_reader", claim.reader_id(), at);
  tx.sql.exec_prepared("put_claim", claim.paper_id(), claim.reader_id(),
                       claim.author(), at, claim.note());
}

}  // namespace

absl::StatusOr<PutClaimResponse> ClaimRepository::Put(
    const CallContext& call, const PutClaimRequest& request) {
  const AuthorshipClaim& claim = request.claim();
  if (absl::Status valid = Check(claim); !valid.ok()) return valid;
  return database_->Write(
      call, [&](Transaction& tx) -> absl::StatusOr<PutClaimResponse> {
        Write(tx, claim);
        const auto rows = tx.sql.exec_prepared("read_claim", claim.paper_id(),
                                               claim.reader_id());
        if (rows.empty()) {
          return MakeError(absl::StatusCode::kNotFound, "CLAIM_UNKNOWN",
                           absl::StrCat(claim.reader_id(), " has not claimed ",
                                        claim.paper_id()));
        }
        PutClaimResponse response;
        *response.mutable_claim() = ClaimFromRow(rows[0]);
        return response;
      });
}

absl::StatusOr<ListClaimsResponse> ClaimRepository::List(
    const CallContext& call, const ListClaimsRequest& request) {
  const v1::ListClaimsRequest& query = request.query();
  absl::Status valid =
      ToStatus(CheckText("reader_id", query.reader_id(), 0, 100));
  if (!valid.ok()) return valid;
  const auto size = PageSize(query.page_size(), 50, 200);
  if (!size.ok()) return size.status();
  const std::string scope =
      absl::StrCat("claims ", query.state(), " ", query.reader_id());
  auto key = OpenKeyset(*tokens_, scope, query.page_token(), 3);
  if (!key.ok()) return key.status();
  if (key->empty()) *key = {"-infinity", "", ""};
  return database_->Read(
      call, [&](Transaction& tx) -> absl::StatusOr<ListClaimsResponse> {
        ListClaimsResponse response;
        v1::ListClaimsResponse* page = response.mutable_page();
        for (const auto& row :
             tx.sql.exec_prepared("list_claims", query.reader_id(),
                                  static_cast<int>(query.state()), (*key)[0],
                                  (*key)[1], (*key)[2], *size + 1)) {
          if (page->claims_size() == *size) {
            const AuthorshipClaim& last = page->claims(*size - 1);
            page->set_next_page_token(
                SealKeyset(*tokens_, scope,
                           {SqlTime(TimeOf(last.claimed_at())), last.paper_id(),
                            last.reader_id()}));
            break;
          }
          *page->add_claims() = ClaimFromRow(row);
        }
        return response;
      });
}

absl::StatusOr<ListKnownAuthorsResponse> ClaimRepository::ListKnown(
    const CallContext& call, const ListKnownAuthorsRequest& request) {
  const v1::ListKnownAuthorsRequest& query = request.query();
  if (absl::Status valid = Check(query); !valid.ok()) return valid;
  return database_->Read(
      call, [&](Transaction& tx) -> absl::StatusOr<ListKnownAuthorsResponse> {
        ListKnownAuthorsResponse response;
        const char* statement =
            query.paper_ids().empty() ? "known_by_name" : "known_authors";
        for (const auto& row :
             tx.sql.exec_prepared(statement, TextArray(query.paper_ids()),
                                  query.author(), kMaxKnown)) {
          v1::KnownAuthor* known = response.mutable_page()->add_authors();
          known->set_paper_id(row[0].c_str());
          known->set_author(row[1].c_str());
          known->set_reader_id(row[2].c_str());
          *known->mutable_since() = TimestampFromMicros(row[3].as<int64_t>());
          known->set_participating(row[4].as<bool>());
        }
        return response;
      });
}

}  // namespace broadsheet::storage
