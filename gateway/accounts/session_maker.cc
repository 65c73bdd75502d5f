#include "gateway/accounts/session_maker.h"

#include "gateway/checks.h"
#include "gateway/identity.h"
#include "gateway/stamp.h"

namespace broadsheet::gateway {
namespace {

constexpr absl::Duration kSessionLife = absl::Hours(24 * 60);

}  // namespace

absl::StatusOr<NewSession> SessionMaker::Begin(const CallContext& call,
                                               const std::string& reader,
                                               const std::string& label) const {
  absl::Status valid = CheckText("label", label, 0, kMaxLabel);
  if (!valid.ok()) return valid;
  const absl::Time now = clock_->Now();
  NewSession session{MakeToken(), now + kSessionLife};
  internal::v1::CreateTokenRequest request;
  request.set_sha256(HashToken(session.token));
  request.set_reader_id(reader);
  request.set_label(label);
  request.set_session(true);
  *request.mutable_at() = Stamp(now);
  *request.mutable_expires_at() = Stamp(session.expires);
  const auto made = stores_->CreateToken(call, request);
  if (!made.ok()) return made.status();
  return session;
}

}  // namespace broadsheet::gateway
