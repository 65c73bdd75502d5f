#include "gateway/oidc/sign_in_flow.h"

#include "gtest/gtest.h"

namespace broadsheet::gateway {
namespace {

const absl::Time kNow = absl::FromUnixSeconds(1'795'000'000);

SignInFlow Flow() {
  return {.provider_id = "uni",
          .state = "s",
          .nonce = "n",
          .verifier = "v",
          .reader_id = "ada",
          .expires = kNow + absl::Minutes(10)};
}

TEST(SignInFlows, ComeBackAtAnyGatewayWithTheSecret) {
  const std::string text = SignInFlows("secret").Seal(Flow());
  EXPECT_LE(text.size(), 1000u);
  const auto flow = SignInFlows("secret").Open(text, kNow);
  ASSERT_TRUE(flow);
  EXPECT_EQ(flow->provider_id, "uni");
  EXPECT_EQ(flow->state, "s");
  EXPECT_EQ(flow->nonce, "n");
  EXPECT_EQ(flow->verifier, "v");
  EXPECT_EQ(flow->reader_id, "ada");
  EXPECT_FALSE(SignInFlows("other").Open(text, kNow));
}

TEST(SignInFlows, EndAfterTheirTime) {
  const SignInFlows flows("secret");
  const std::string text = flows.Seal(Flow());
  EXPECT_TRUE(flows.Open(text, kNow + absl::Seconds(599)));
  EXPECT_FALSE(flows.Open(text, kNow + absl::Minutes(10)));
}

TEST(SignInFlows, AreNotMadeBySomebodyElse) {
  const SignInFlows flows("secret");
  std::string text = flows.Seal(Flow());
  text[text.size() / 2] = text[text.size() / 2] == 'a' ? 'b' : 'a';
  EXPECT_FALSE(flows.Open(text, kNow));
  EXPECT_FALSE(flows.Open("", kNow));
  EXPECT_FALSE(flows.Open("uni\ns\nn\nv\nada\n1795000600", kNow));
}

}  // namespace
}  // namespace broadsheet::gateway
