#include "gateway/accounts/account_mail.h"

#include <string>
#include <vector>

#include "gateway/testing/memory_backend.h"
#include "gtest/gtest.h"

namespace broadsheet::gateway {
namespace {

class MailBackend : public MemoryBackend {
 public:
  absl::Status QueueMail(
      const CallContext&,
      const internal::v1::QueueMailRequest& request) override {
    queued.push_back(request);
    return absl::OkStatus();
  }
  std::vector<internal::v1::QueueMailRequest> queued;
};

TEST(AccountMail, CarriesTheTokenToTheAddress) {
  MailBackend backend;
  AccountMail mail(&backend, "https://papers.example.org");
  const absl::Time until = absl::FromUnixSeconds(1'795'000'000);
  ASSERT_TRUE(
      mail.Confirm(CallContext(), "id", "ann@example.org", "bs_x", until).ok());
  ASSERT_EQ(backend.queued.size(), 1u);
  const auto& request = backend.queued[0];
  EXPECT_EQ(request.address(), "ann@example.org");
  EXPECT_EQ(request.notice().link(),
            "https://papers.example.org/confirm-email?token=bs_x");
  EXPECT_EQ(request.expires_at().seconds(), 1'795'000'000);
}

TEST(Email, IsInLowerCase) {
  EXPECT_EQ(*NormalizeEmail("email", "Ann.B+c@Example.ORG"),
            "ann.b+c@example.org");
}

TEST(Email, IsRefusedWhenItCannotBeOne) {
  for (const std::string& email : std::vector<std::string>{
           "", "ann", "@example.org", "ann@", "a@b@c", "a b@example.org",
           "a@example..org", "a@.org", "a@example.", "a@-b.org",
           "a\r\nbcc:x@example.org", "<a@example.org>", "a@example.org,b@c.d",
           "\xc3\xa4@example.org", std::string(200, 'a') + "@example.org"}) {
    EXPECT_FALSE(NormalizeEmail("email", email).ok()) << email;
  }
}

}  // namespace
}  // namespace broadsheet::gateway
